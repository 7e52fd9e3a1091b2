// The token endpoint on the wire: the form that asks and the answers, good and bad, in both dialects of
// Microsoft's token service (v1 writes numbers as strings). Pure; gateway/policy/bearer_token sends it.
#pragma once

#include "adapters/http_message.hpp"
#include "adapters/oauth2/credential.hpp"
#include "adapters/provider_error.hpp"
#include "schema/secret_text.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::oauth2 {

struct AccessToken {
  schema::SecretText bearer;
  std::chrono::seconds lifetime{0};
  std::optional<schema::SecretText> rotated_refresh_token;
};

// POST, application/x-www-form-urlencoded. `refresh_token` is the newest one known; `assertion` is sent in
// the place of the secret where the application has a certificate.
HttpRequest encode_token_request(const TokenRequest& request, const schema::SecretText& refresh_token,
                                 const schema::SecretText& assertion = {});
// ErrorKind::credentials with cause and remedy where a person must act; failed or unavailable where time
// heals.
Result<AccessToken> decode_token_reply(const HttpReply& reply);

}  // namespace adapters::oauth2
