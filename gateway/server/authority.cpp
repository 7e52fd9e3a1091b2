#include "gateway/server/authority.hpp"

#include "gateway/server/head_grammar.hpp"
#include "schema/ascii.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace gateway::server {

namespace {

constexpr std::size_t max_name = 253;

bool is_name_byte(char c) { return schema::is_letter_or_digit(c) || c == '-' || c == '_' || c == '.'; }

bool is_name(std::string_view host) {
  if (host.empty() || host.size() > max_name || host.front() == '.') return false;
  if (host.find("..") != std::string_view::npos) return false;
  return std::all_of(host.begin(), host.end(), is_name_byte);
}

bool is_ipv6_literal(std::string_view host) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (host.empty() || host.size() >= text.size()) return false;
  std::copy(host.begin(), host.end(), text.begin());
  in6_addr address{};
  return inet_pton(AF_INET6, text.data(), &address) == 1;
}

bool is_port(std::string_view port) {
  if (port.size() > 5 || !std::all_of(port.begin(), port.end(), schema::is_digit)) return false;
  unsigned number = 0;
  for (const char digit : port)
    number = number * 10 + static_cast<unsigned>(digit - '0');
  return number <= 65535;
}

}  // namespace

std::optional<Authority> split_authority(std::string_view text) {
  Authority authority;
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    authority.host = text.substr(1, end - 1);
    authority.is_ipv6 = true;
    rest = text.substr(end + 1);
    if (!is_ipv6_literal(authority.host)) return std::nullopt;
  } else {
    const auto end = std::min(text.find(':'), text.size());
    authority.host = text.substr(0, end);
    rest = text.substr(end);
    if (!is_name(authority.host)) return std::nullopt;
  }
  if (rest.empty()) return authority;
  if (rest.front() != ':' || !is_port(rest.substr(1))) return std::nullopt;
  authority.port = rest.substr(1);
  return authority;
}

}  // namespace gateway::server
