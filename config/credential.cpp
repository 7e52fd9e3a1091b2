#include "config/credential.hpp"

#include "config/scalar.hpp"
#include "schema/ascii.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace config {

namespace {

constexpr std::int64_t most_requests = 1'000'000;

constexpr std::array<std::string_view, 9> algorithm_names = {"RS256", "RS384", "RS512", "PS256", "PS384",
                                                             "PS512", "ES256", "ES384", "ES512"};

bool is_dns_name(std::string_view name) {
  return !name.empty() && name.size() <= 253 && name.front() != '.' && name.back() != '.' &&
         name.find("..") == std::string_view::npos &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_") == std::string_view::npos;
}

bool is_visible_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

// In the one spelling that inet_ntop has; empty: it is none.
std::string plain_address(const std::string& text) {
  for (const int family : {AF_INET, AF_INET6}) {
    in6_addr bytes{};
    char out[INET6_ADDRSTRLEN];
    if (inet_pton(family, text.c_str(), &bytes) == 1) return inet_ntop(family, &bytes, out, sizeof out);
  }
  return {};
}

// (A Refusal could be made of the same text.)
Checked<std::string> named(std::string name) { return {boost::system::in_place_value, std::move(name)}; }

}  // namespace

Checked<Rate> parse_rate(std::string_view text) {
  const Refusal wrong{
      "must be a number of requests in a second, minute or hour, such as 50/s, 600/m or 9000/h"};
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash + 2 != text.size()) return wrong;
  const auto requests = parse_integer(text.substr(0, slash));
  if (!requests || *requests < 1) return wrong;
  if (*requests > most_requests) return Refusal{"must be at most 1000000 requests"};
  Rate rate{static_cast<std::uint32_t>(*requests), std::chrono::seconds(1)};
  switch (text.back()) {
    case 's':
      return rate;
    case 'm':
      rate.window = std::chrono::minutes(1);
      return rate;
    case 'h':
      rate.window = std::chrono::hours(1);
      return rate;
    default:
      return wrong;
  }
}

Checked<std::string> parse_subject_name(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view kind = text.substr(0, std::min(colon, text.size()));
  const std::string_view name = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  if (kind == "dns") {
    const std::string lower = schema::ascii_lowered(name);
    if (!is_dns_name(lower)) return Refusal{"must be dns: and a host name in ASCII, without a wildcard"};
    return named("dns:" + lower);
  }
  if (kind == "uri") {
    // Compared as it is written: what may be the same in another spelling is not the same here.
    if (name.find(':') == std::string_view::npos || !is_visible_ascii(name))
      return Refusal{"must be uri: and an absolute URI, such as uri:spiffe://contoso/portal"};
    return named("uri:" + std::string(name));
  }
  if (kind == "email") {
    const std::size_t at = name.rfind('@');
    if (at == std::string_view::npos || at == 0 || !is_visible_ascii(name) ||
        !is_dns_name(schema::ascii_lowered(name.substr(at + 1))))
      return Refusal{"must be email: and an address in ASCII, such as email:ops@contoso.com"};
    return named("email:" + std::string(name.substr(0, at)) + schema::ascii_lowered(name.substr(at)));
  }
  if (kind == "ip") {
    const std::string address = plain_address(std::string(name));
    if (address.empty()) return Refusal{"must be ip: and an address, such as ip:10.0.0.1 or ip:2001:db8::1"};
    return named("ip:" + address);
  }
  return Refusal{"must begin with dns:, uri:, email: or ip:, such as dns:portal.contoso.com"};
}

std::optional<JwsAlgorithm> parse_jws_algorithm(std::string_view name) {
  const auto found = std::find(algorithm_names.begin(), algorithm_names.end(), name);
  if (found == algorithm_names.end()) return std::nullopt;
  return static_cast<JwsAlgorithm>(found - algorithm_names.begin());
}

}  // namespace config
