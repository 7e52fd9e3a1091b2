// Whether a bearer token is good, and whose: the checks of RFC 7519 and RFC 8725 against the configured
// issuers, then which client its claims are. Built once for each configuration; asked by authenticate.
#pragma once

#include "config/server.hpp"
#include "gateway/callers/key_source.hpp"
#include "gateway/callers/token.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::callers {

// What a token leaves of its client's tenants and permissions.
struct Narrowing {
  std::optional<std::vector<std::string>> tenants;
  std::optional<config::Permissions> allow;
};

struct TrustedIssuer {
  config::Issuer rules;
  std::shared_ptr<KeySource> keys;
};

struct TokenVerdict {
  enum class Kind : std::uint8_t {
    refused,
    accepted,
    keys_wanted,   // its key is not among those at hand: newer ones may have it
    keys_unknown,  // its issuer's keys could never be read: nobody can know
  };
  Kind kind = Kind::refused;
  std::size_t client = 0;                      // accepted: its place among the clients
  std::shared_ptr<const Narrowing> narrowing;  // accepted; null: it says nothing about that
  std::shared_ptr<KeySource> source;           // keys_wanted
};

class Tokens {
 public:
  Tokens() = default;
  Tokens(std::vector<TrustedIssuer> issuers, const std::vector<config::Client>& clients);

  // The keys that are fetched are fetched from now on.
  void begin() const;
  bool empty() const { return issuers_.empty(); }
  TokenVerdict judge(std::string_view text, std::chrono::system_clock::time_point now) const;

 private:
  struct Rule {
    std::size_t client;
    config::TokenRule rule;
  };
  struct Known {
    TrustedIssuer issuer;
    std::vector<Rule> rules;  // of the clients that it vouches for
  };

  std::vector<Known> issuers_;
};

}  // namespace gateway::callers
