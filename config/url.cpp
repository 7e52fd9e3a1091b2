#include "config/url.hpp"

#include "config/listen_address.hpp"
#include "schema/ascii.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace config {

namespace {

std::uint16_t own_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && host.front() != '.' && host.front() != '-' &&
         host.find("..") == std::string_view::npos &&
         host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_") == std::string_view::npos;
}

std::string host_of(const boost::urls::url_view& url) {
  if (url.host_type() == boost::urls::host_type::ipv6) return schema::ascii_lowered(url.host_address());
  if (url.host_type() == boost::urls::host_type::ipv4) return url.host_address();
  const std::string name =
      schema::ascii_lowered(std::string_view(url.encoded_host().data(), url.encoded_host().size()));
  return url.host_type() == boost::urls::host_type::name && is_host_name(name) ? name : "";
}

// An upstream path has one shape only: nothing in it may be resolved away.
bool is_plain_path(std::string_view path) {
  const std::string closed = std::string(path) + '/';
  return closed.find("//") == std::string::npos && closed.find("/./") == std::string::npos &&
         closed.find("/../") == std::string::npos &&
         schema::ascii_lowered(path).find("%2e") == std::string::npos &&
         schema::ascii_lowered(path).find("%2f") == std::string::npos;
}

}  // namespace

std::string Url::authority() const {
  std::string out = host.find(':') == std::string::npos ? host : '[' + host + ']';
  if (port != own_port(scheme)) out += ':' + std::to_string(port);
  return out;
}

std::string Url::to_string() const {
  return scheme + "://" + authority() + path_prefix + (query.empty() ? "" : '?' + query);
}

Checked<Url> parse_url(std::string_view text, UrlQuery query) {
  const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
  if (!parsed) return Refusal{"must be an address such as https://api.example.com"};
  const boost::urls::url_view& view = *parsed;
  Url url;
  url.scheme = schema::ascii_lowered(std::string_view(view.scheme().data(), view.scheme().size()));
  if (url.scheme != "https" && url.scheme != "http") return Refusal{"must start with https://"};
  if (view.has_userinfo())
    return Refusal{"must not hold a user name or password: remove what is before the `@`"};
  if (view.has_query() && query == UrlQuery::refused)
    return Refusal{"must not hold a query: remove the `?` and what follows"};
  if (view.has_fragment()) return Refusal{"must not hold a fragment: remove the `#` and what follows"};
  url.host = host_of(view);
  if (url.host.empty()) return Refusal{"must name a host (in ASCII), such as https://api.example.com"};
  // Boost.URL 1.81 ends a host behind an address and takes the rest of it (127.0.0.1.example.com) for a path.
  const std::string_view path(view.encoded_path().data(), view.encoded_path().size());
  if (!path.empty() && !path.starts_with('/'))
    return Refusal{"must be an address such as https://api.example.com"};
  if (view.has_port() && view.port_number() == 0) return Refusal{"has no valid port: it must be 1 to 65535"};
  url.port = view.has_port() ? view.port_number() : own_port(url.scheme);
  if (!url.tls() && !is_loopback_host(url.host)) {
    return Refusal{"must be https: http is for a loopback only (localhost, 127.0.0.1 or [::1])"};
  }
  url.path_prefix = path;
  if (view.has_query())
    url.query = std::string_view(view.encoded_query().data(), view.encoded_query().size());
  if (url.path_prefix.ends_with('/')) url.path_prefix.pop_back();
  if (!is_plain_path(url.path_prefix)) {
    return Refusal{"must have a plain path, without `//`, `.` or `..` in it"};
  }
  return url;
}

}  // namespace config
