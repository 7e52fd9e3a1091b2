// The parts of an `auth:` section that every provider's sign-in shares; each adapter puts its own together.
#pragma once

#include "adapters/oauth2/credential.hpp"
#include "config/section.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::oauth2 {

// `bearer_token` where there is one; it stands alone, so what is read beside it is a mistake.
std::optional<GivenToken> read_given_token(const config::Section& auth);
// A directory's id or domain name, fit for a path; "" (and a mistake) otherwise.
std::string read_tenant_id(const config::Section& auth, std::string_view fallback);

// `client_secret`, or `certificate` and `key`, into the request; one of the two ways and not both.
void read_client_proof(const config::Section& auth, TokenRequest& request);

enum class Endpoint { v1, v2 };
std::string token_path(const config::Url& authority, std::string_view tenant_id, Endpoint endpoint);

}  // namespace adapters::oauth2
