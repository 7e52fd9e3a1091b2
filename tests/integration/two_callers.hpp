// Two clients of one tenant, who share nothing but its users; and a third who may only create.
#pragma once

#include "tests/support/http_connection.hpp"

#include <string>
#include <string_view>

namespace tests::integration {

inline constexpr std::string_view first_caller = "first-caller-0123456789abcdef0123456789abcdef0123456789ab";
inline constexpr std::string_view second_caller = "second-caller-0123456789abcdef0123456789abcdef012345678";
inline constexpr std::string_view creator_only = "creator-only-0123456789abcdef0123456789abcdef0123456789a";

// Lines for the top of a file: the SHA-256 of each key.
inline std::string clients_yaml() {
  const std::string all =
      "], tenants: [contoso, plain], allow: [users.read, users.create, operations.read]}\n";
  return "clients:\n"
         "  first: {api_key_sha256: [6af25a144739382b4f94b2f8c67c3b31e5a93b15a0a4454bbd42645d8773fa73" +
         all +
         "  second: {api_key_sha256: [d1e81f2afbcf8ace95546ef86ddc672365fe5cf4b1af491d00a58f99ba7a43dd" +
         all +
         "  creator: {api_key_sha256: [947053a1567fa569f4d347261315841d0aae40cdcec2c44243780a37754fd223], "
         "tenants: [contoso], allow: [users.create]}\n";
}

inline support::Headers as(std::string_view key, support::Headers more = {}) {
  more.emplace_back("Authorization", "Bearer " + std::string(key));
  return more;
}

}  // namespace tests::integration
