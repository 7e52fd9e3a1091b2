// What is known of how one provider of one tenant is signed in to: an immutable value that anybody reads.
// credential_watch makes it, render and the metrics page show it. No secret is in it.
#pragma once

#include "adapters/oauth2/credential.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::observe {

struct Credential {
  using WallTime = std::chrono::system_clock::time_point;
  enum class Kind : std::uint8_t { bearer_token, client_secret, certificate, refresh_token };
  enum class Status : std::uint8_t { unknown, ok, rejected };

  // The last attempt that failed, whatever came after it.
  struct Failure {
    WallTime at;
    std::string code;    // the provider's own: AADSTS700082; may be empty
    std::string detail;  // what it means
    std::string remedy;  // what a person must do; empty: nothing
  };

  Kind kind = Kind::client_secret;
  Status status = Status::unknown;
  std::uint64_t generation = 0;  // access tokens that were issued since the start
  std::optional<WallTime> access_token_ends;
  // When the refresh token in use was issued. Of a configured one that was never replaced nobody knows.
  std::optional<WallTime> rotated_at;
  std::optional<WallTime> certificate_ends;
  std::optional<WallTime> succeeded_at;
  std::optional<Failure> failure;

  // At the latest: it may be revoked, or cut short by a policy.
  std::optional<WallTime> refresh_token_ends() const;
  // When the first of what lapses lapses; nullopt where one of them is not known, or nothing lapses.
  std::optional<WallTime> ends() const;
  // Whole days until then; never negative.
  std::optional<int> days_left(WallTime now) const;
};

// At the start, before anybody has signed in.
Credential credential_of(const adapters::oauth2::Credential& configured);

std::string_view name_of(Credential::Kind kind);
std::string_view name_of(Credential::Status status);

}  // namespace gateway::observe
