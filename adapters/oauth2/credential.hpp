// How an adapter signs in: a token that somebody else keeps fresh, or a grant at a token endpoint (RFC 6749).
// Read from the provider's `auth:` section; used by gateway/policy/bearer_token, which owns what changes
// (the access token, a rotated refresh token).
#pragma once

#include "adapters/oauth2/client_certificate.hpp"
#include "config/section.hpp"
#include "config/url.hpp"
#include "schema/secret_text.hpp"

#include <memory>
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
  // One of the two proves that it is the application that asks.
  schema::SecretText client_secret;
  std::shared_ptr<const ClientCertificate> certificate;  // null: the secret
  schema::SecretText refresh_token;                      // for Grant::refresh_token
  std::string scope;                                     // v2, or v1's "openid"
  std::string resource;                                  // v1 only
};

using Credential = std::variant<GivenToken, TokenRequest>;

}  // namespace adapters::oauth2
