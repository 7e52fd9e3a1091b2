#include "gateway/observe/credential.hpp"

#include <algorithm>

namespace gateway::observe {
namespace {

// Of a confidential client's refresh token
// (https://learn.microsoft.com/entra/identity-platform/refresh-tokens).
constexpr std::chrono::days refresh_token_lifetime{90};

}  // namespace

std::optional<Credential::WallTime> Credential::refresh_token_ends() const {
  if (kind != Kind::refresh_token || !rotated_at) return std::nullopt;
  return *rotated_at + refresh_token_lifetime;
}

std::optional<Credential::WallTime> Credential::ends() const {
  if (kind != Kind::refresh_token) return certificate_ends;
  const auto token_ends = refresh_token_ends();
  if (!token_ends || !certificate_ends) return token_ends;
  return std::min(*token_ends, *certificate_ends);
}

std::optional<int> Credential::days_left(WallTime now) const {
  const auto end = ends();
  if (!end) return std::nullopt;
  return std::max(0, static_cast<int>(std::chrono::floor<std::chrono::days>(*end - now).count()));
}

Credential credential_of(const adapters::oauth2::Credential& configured) {
  Credential credential;
  const auto* grant = std::get_if<adapters::oauth2::TokenRequest>(&configured);
  if (grant == nullptr) {
    credential.kind = Credential::Kind::bearer_token;
    return credential;
  }
  credential.kind = grant->grant == adapters::oauth2::Grant::refresh_token ? Credential::Kind::refresh_token
                    : grant->certificate                                   ? Credential::Kind::certificate
                                                                           : Credential::Kind::client_secret;
  if (grant->certificate) credential.certificate_ends = grant->certificate->not_after();
  return credential;
}

std::string_view name_of(Credential::Kind kind) {
  switch (kind) {
    case Credential::Kind::bearer_token:
      return "bearer_token";
    case Credential::Kind::client_secret:
      return "client_secret";
    case Credential::Kind::certificate:
      return "certificate";
    case Credential::Kind::refresh_token:
      return "refresh_token";
  }
  return "bearer_token";
}

std::string_view name_of(Credential::Status status) {
  switch (status) {
    case Credential::Status::unknown:
      return "unknown";
    case Credential::Status::ok:
      return "ok";
    case Credential::Status::rejected:
      return "rejected";
  }
  return "unknown";
}

}  // namespace gateway::observe
