// The JWT by which an application with a certificate proves itself at the token endpoint (RFC 7523;
// https://learn.microsoft.com/entra/identity-platform/certificate-credentials). One for each request: the
// token service takes none twice. gateway/policy/bearer_token asks for it; token_codec puts it into the form.
#pragma once

#include "adapters/oauth2/credential.hpp"
#include "schema/secret_text.hpp"

#include <chrono>
#include <string_view>

namespace adapters::oauth2 {

// For `request.certificate`, which is there. `id` is new each time (a random UUID); `now` is the time of day.
schema::SecretText make_client_assertion(const TokenRequest& request, std::string_view id,
                                         std::chrono::system_clock::time_point now);

}  // namespace adapters::oauth2
