// Access tokens of the emulated Microsoft token service: JWT-shaped, signed with one fixed key, so that a
// token written into an example stays good. The token service mints them, both providers read them.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tests::emulator {

// Until 2100: for the written-down bearer tokens.
inline constexpr std::int64_t far_future = 4102444800;

// Three base64url segments around these claims.
std::string mint_access_token(const boost::json::object& claims);
// The claims of a token that this emulator minted; nullopt for anything else. Expiry is the caller's
// business.
std::optional<boost::json::object> read_access_token(std::string_view token);

// Claims as the real service writes them.
boost::json::object partner_user_claims(std::string_view audience, std::string_view tenant,
                                        std::string_view client, std::int64_t now, std::int64_t expires,
                                        bool mfa);
boost::json::object app_claims(std::string_view audience, std::string_view tenant, std::string_view client,
                               std::int64_t now, std::int64_t expires);

// The long-lived tokens of GET /population, the same for every seed.
std::string partner_bearer_token();
std::string cockpit_bearer_token();

// A text under the emulator's signature as base64, and back; for refresh and continuation tokens.
std::string sign(std::string_view payload);
std::optional<std::string> read_signed(std::string_view text);

}  // namespace tests::emulator
