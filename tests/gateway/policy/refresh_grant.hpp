// The credential of a provider that signs in with a refresh token.
#pragma once

#include "adapters/oauth2/credential.hpp"

#include <string>

namespace tests::gateway_policy {

inline adapters::oauth2::TokenRequest refresh_grant() {
  adapters::oauth2::TokenRequest request;
  request.path = "/tenant/oauth2/token";
  request.grant = adapters::oauth2::Grant::refresh_token;
  request.client_id = "client";
  request.client_secret = schema::SecretText(std::string("hunter2"));
  request.refresh_token = schema::SecretText(std::string("r1"));
  return request;
}

}  // namespace tests::gateway_policy
