// The emulated Microsoft token service: /{tenant}/oauth2/token and /{tenant}/oauth2/v2.0/token, with
// rotation, inactivity, secrets or certificates, and errors with their AADSTS numbers.
#pragma once

#include "tests/emulator/exchange.hpp"
#include "tests/emulator/world.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace tests::emulator {

class TokenService : public Provider {
 public:
  explicit TokenService(World& world) : world_(world) { reset(); }

  Call classify(const Request& request) const override;
  Answer answer(const Request& request, const Call& call) override;
  Answer refusal(int status, const Request& request) override;
  Answer expired(const Request& request) override;
  void reset() override;

  // Redeemed or not, it is no longer accepted (an administrator's password reset).
  void revoke(const std::string& refresh_token) { revoked_.insert(refresh_token); }

 private:
  struct Asked {
    bool v2 = false;
    std::string tenant;
    std::string client;
    std::string audience;
    Pairs form;
  };

  std::optional<Answer> refuse_client(const Request& request, const Asked& asked,
                                      const std::string& expected_secret);
  std::optional<Answer> refuse_assertion(const Request& request, const Asked& asked,
                                         const std::string& assertion);
  std::optional<Answer> read_audience(Asked& asked) const;
  std::optional<Answer> refuse_refresh_token(const std::string& token) const;
  Answer grant(const Asked& asked, bool user, const std::string& spent_refresh_token);
  std::string next_refresh_token();
  // `number` is the AADSTS code.
  Answer error(int status, const std::string& kind, int number, const std::string& text) const;

  World& world_;
  std::unordered_map<std::string, Millis> last_used_;
  std::unordered_set<std::string> revoked_;
  std::int64_t issued_ = 0;
  std::unordered_set<std::string> assertions_;  // jti seen
};

}  // namespace tests::emulator
