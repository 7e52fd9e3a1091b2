#include "adapters/partner_center/page_link.hpp"

#include "adapters/reply_fault.hpp"
#include "schema/ascii.hpp"

#include <algorithm>

namespace adapters::partner_center {
namespace {

// Longer ones would not fit into a request head that servers take.
constexpr std::size_t longest_link = 4096;

bool is_visible_text(std::string_view text) {
  return text.size() <= longest_link && std::ranges::all_of(text, schema::is_visible);
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!equals_ignoring_case(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Takes off "https://host:port", which must be ours where it is there.
bool take_origin(std::string_view& uri, const config::Url& base) {
  const std::size_t path = std::min(uri.find_first_of("/?"), uri.size());
  if (uri.substr(0, path).find(':') == uri.npos) return true;  // relative
  if (!take_prefix(uri, base.scheme + "://")) return false;
  const std::size_t end = std::min(uri.find_first_of("/?"), uri.size());
  const std::string_view authority = uri.substr(0, end);
  const std::string with_port = base.authority() + (base.tls() ? ":443" : ":80");
  if (!equals_ignoring_case(authority, base.authority()) && !equals_ignoring_case(authority, with_port)) {
    return false;
  }
  uri.remove_prefix(end);
  return true;
}

// Links come with and without /v1, at times with the prefix of a proxy in front.
std::string_view below_version(std::string_view path, const config::Url& base) {
  const auto take_segment = [&](std::string_view segment) {
    std::string_view rest = path;
    if (!segment.empty() && take_prefix(rest, segment) && rest.starts_with('/')) path = rest;
  };
  take_segment(base.path_prefix);
  take_segment("/v1");
  return path;
}

}  // namespace

std::string users_of(schema::Guid customer) {
  return std::string(all_customers) + '/' + customer.to_string() + "/users";
}

std::string path_of(const config::Url& base, std::string_view resource) {
  return (base.path_prefix + "/v1").append(resource);
}

std::optional<NextPage> to_next_page(const config::Url& base, std::string_view resource,
                                     const NextLink& link) {
  if (!is_visible_text(link.token)) return std::nullopt;
  // Without a link there is the token alone, which carries size and order by itself.
  if (link.uri.empty()) {
    return NextPage{path_of(base, resource) + "?seekOperation=Next", std::string(link.token)};
  }
  std::string_view uri = link.uri;
  if (!is_visible_text(uri) || uri.find_first_of("#\\") != uri.npos) return std::nullopt;
  if (!link.method.empty() && !equals_ignoring_case(link.method, "GET")) return std::nullopt;
  if (!take_origin(uri, base)) return std::nullopt;

  const std::size_t question = uri.find('?');
  std::string path(uri.substr(0, question));
  if (!path.starts_with('/')) path.insert(0, "/");
  std::string_view linked = below_version(path, base);
  if (linked.ends_with('/')) linked.remove_suffix(1);
  if (!equals_ignoring_case(linked, resource)) return std::nullopt;
  const std::string_view query = question == uri.npos ? std::string_view() : uri.substr(question);
  return NextPage{path_of(base, resource) + std::string(query), std::string(link.token)};
}

std::string encode_next(const NextPage& page) { return page.target + '\n' + page.token; }

std::optional<NextPage> decode_next(const config::Url& base, std::string_view resource,
                                    std::string_view next) {
  const std::size_t end = next.find('\n');
  if (end == next.npos) return std::nullopt;
  const std::string_view target = next.substr(0, end);
  const std::string_view token = next.substr(end + 1);
  const std::string path = path_of(base, resource);
  if (target.substr(0, target.find('?')) != path) return std::nullopt;
  if (!std::ranges::all_of(target, schema::is_visible) || !is_visible_text(token)) return std::nullopt;
  return NextPage{std::string(target), std::string(token)};
}

}  // namespace adapters::partner_center
