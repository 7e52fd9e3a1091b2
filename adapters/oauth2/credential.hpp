// How an adapter signs in: a token that somebody else keeps fresh, or a grant at a token endpoint (RFC 6749).
// Read from the provider's `auth:` section; used by gateway/policy/bearer_token, which owns what changes
// (the access token, a rotated refresh token).
#pragma once

#include "config/section.hpp"
#include "config/url.hpp"
#include "schema/secret_text.hpp"

#include <optional>
#include <string>
#include <variant>

namespace adapters::oauth2 {

struct GivenToken {
  schema::SecretText bearer_token;
};

enum class Grant { refresh_token, client_credentials };

struct TokenRequest {
  config::Url authority;
  std::string path;  // of the token endpoint, with its leading slash
  Grant grant = Grant::client_credentials;
  std::string client_id;
  schema::SecretText client_secret;
  schema::SecretText refresh_token;  // for Grant::refresh_token
  std::string scope;                 // v2, or v1's "openid"
  std::string resource;              // v1 only
};

using Credential = std::variant<GivenToken, TokenRequest>;

}  // namespace adapters::oauth2
