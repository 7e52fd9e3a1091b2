#include "adapters/oauth2/client_assertion.hpp"

#include "schema/base64url.hpp"
#include "schema/json_text.hpp"

#include <cstdint>
#include <string>

namespace adapters::oauth2 {
namespace {

// The request goes out at once; what is left over is for clocks that differ. Ten minutes are allowed.
constexpr std::chrono::minutes lifetime{5};
// A clock of ours that is ahead would else make one that is not valid yet.
constexpr std::chrono::minutes leeway{2};

std::int64_t seconds_of(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

void append_text(std::string& json, std::string_view name, std::string_view value) {
  json += json.back() == '{' ? "\"" : ",\"";
  json.append(name).append("\":");
  schema::append_json_string(json, value);
}

}  // namespace

schema::SecretText make_client_assertion(const TokenRequest& request, std::string_view id,
                                         std::chrono::system_clock::time_point now) {
  std::string header = "{";
  append_text(header, "alg", "PS256");
  append_text(header, "typ", "JWT");
  append_text(header, "x5t#S256", request.certificate->thumbprint());
  header += '}';

  std::string claims = "{";
  append_text(claims, "aud", request.authority.scheme + "://" + request.authority.authority() + request.path);
  append_text(claims, "iss", request.client_id);
  append_text(claims, "sub", request.client_id);
  append_text(claims, "jti", id);
  claims += ",\"nbf\":" + std::to_string(seconds_of(now - leeway));
  claims += ",\"exp\":" + std::to_string(seconds_of(now + lifetime)) + "}";

  std::string jwt = schema::encode_base64url(header) + '.' + schema::encode_base64url(claims);
  const std::string signature = schema::encode_base64url(request.certificate->sign(jwt));
  std::string whole;
  whole.reserve(jwt.size() + 1 + signature.size());  // never grows: it would leave a copy behind
  whole.append(jwt).append(".").append(signature);
  return schema::SecretText(std::move(whole));
}

}  // namespace adapters::oauth2
