#include "tests/emulator/access_tokens.hpp"

#include "tests/emulator/seed.hpp"
#include "tests/emulator/text.hpp"

#include <boost/json.hpp>

namespace tests::emulator {
namespace {

namespace json = boost::json;

constexpr std::string_view signing_key = "usher-emulator";
constexpr std::int64_t written_down_at = 1700000000;

}  // namespace

std::string mint_access_token(const json::object& claims) {
  const std::string head = base64url(R"({"typ":"JWT","alg":"HS256","kid":"emulator"})");
  const std::string signed_part = head + "." + base64url(json::serialize(claims));
  return signed_part + "." + base64url(hmac_sha256(signing_key, signed_part));
}

std::optional<json::object> read_access_token(std::string_view token) {
  const std::size_t last = token.rfind('.');
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  if (base64url(hmac_sha256(signing_key, token.substr(0, last))) != token.substr(last + 1))
    return std::nullopt;
  const auto claims = base64_decode(token.substr(first + 1, last - first - 1));
  if (!claims) return std::nullopt;
  boost::system::error_code failed;
  json::value parsed = json::parse(*claims, failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

json::object partner_user_claims(std::string_view audience, std::string_view tenant, std::string_view client,
                                 std::int64_t now, std::int64_t expires, bool mfa) {
  json::object claims = app_claims(audience, tenant, client, now, expires);
  claims.erase("idtyp");
  json::array amr{"pwd"};
  if (mfa) amr.emplace_back("mfa");
  claims["amr"] = std::move(amr);
  claims["scp"] = "user_impersonation";
  claims["upn"] = seed::partner_user;
  claims["oid"] = "11111111-0000-4000-8000-00000000000e";
  return claims;
}

json::object app_claims(std::string_view audience, std::string_view tenant, std::string_view client,
                        std::int64_t now, std::int64_t expires) {
  json::object claims;
  claims["aud"] = audience;
  claims["iss"] = "https://sts.windows.net/" + std::string(tenant) + "/";
  claims["iat"] = now;
  claims["nbf"] = now;
  claims["exp"] = expires;
  claims["appid"] = client;
  claims["idtyp"] = "app";
  claims["tid"] = tenant;
  claims["ver"] = "1.0";
  return claims;
}

std::string partner_bearer_token() {
  return mint_access_token(partner_user_claims(seed::partner_resource, seed::partner_tenant_id,
                                               seed::partner_client_id, written_down_at, far_future, true));
}

std::string cockpit_bearer_token() {
  return mint_access_token(app_claims(seed::cockpit_audience, seed::cockpit_tenant_id,
                                      seed::cockpit_client_id, written_down_at, far_future));
}

std::string sign(std::string_view payload) {
  const std::string mac = hmac_sha256(signing_key, payload).substr(0, 16);
  return base64(mac + std::string(payload));
}

std::optional<std::string> read_signed(std::string_view text) {
  const auto bytes = base64_decode(text);
  if (!bytes || bytes->size() < 16) return std::nullopt;
  const std::string payload = bytes->substr(16);
  if (hmac_sha256(signing_key, payload).substr(0, 16) != bytes->substr(0, 16)) return std::nullopt;
  return payload;
}

}  // namespace tests::emulator
