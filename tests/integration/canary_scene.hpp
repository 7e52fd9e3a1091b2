// A gateway with a canary of every secret that it comes to hold, and all that was seen of it: answers, pages,
// the state, what anybody may read about the process. What is done there is the tests' own.
#pragma once

#include "tests/integration/canary_keys.hpp"
#include "tests/integration/crash/mortal_gateway.hpp"
#include "tests/integration/emulated_secrets.hpp"
#include "tests/integration/leaks.hpp"
#include "tests/integration/state_folder.hpp"
#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {

inline constexpr std::string_view api_key = "Pk7-Canary-Api-Vt5mXb2LpQ9sJd8fGh3kRw6zHn4cYe7";

class CanaryScene {
 public:
  CanaryScene();

  const CanaryKeys keys;
  support::EmulatorProcess emulator;
  // Under TLS, its directories for holders of a certificate only.
  support::EmulatorProcess guarded{{"--tls-certificate", keys.upstream.certificate.path(), "--tls-key",
                                    keys.upstream.key.path(), "--tls-client-ca", keys.callers_ca.path()}};
  crash::MortalGateway& gateway() { return gateway_; }

  // With the client's key, unless the last header is an Authorization.
  support::HttpReply send(std::string_view method, std::string_view target, support::Headers headers = {},
                          std::optional<std::string_view> body = std::nullopt);
  // At the listener under TLS, with nothing but these.
  support::HttpReply send_tls(std::string_view method, std::string_view target,
                              const support::Headers& headers,
                              std::optional<std::string_view> body = std::nullopt);
  support::HttpReply send_admin(std::string_view method, std::string_view target);
  support::HttpReply create(std::string_view where, std::string_view name,
                            const support::Headers& headers = {});
  // With a password that no other draft has.
  std::string draft(std::string_view name);
  std::string fresh_password();
  void fault(std::string_view operation, boost::json::object action);
  // A command of `usher` as a person gives it, its key in the environment.
  void run_command(std::vector<std::string> arguments, std::string_view input = {});
  std::vector<std::string> users_command(std::vector<std::string> more) const;
  // Lists of every tenant, in every form.
  void read_everything();

  // What is sent back is kept by itself.
  void keep(std::string_view text);
  void keep_pages();
  // Of the state's folder, every file as it is now.
  void keep_state();
  // What anybody may read about the process.
  void keep_face(pid_t pid);

  std::string yaml() const;
  // All that must not show; those of the emulators too, as their ledgers have them: every access token, every
  // rotated refresh token and every proof that was signed with a credential's key.
  Canaries canaries() const;
  const std::vector<std::string>& passwords() const { return passwords_; }
  // All that was kept, and the log.
  std::string everything() { return seen_ + gateway_.log(); }

 private:
  void keep(const support::HttpReply& reply);
  std::string proven(std::string_view name, const PairFiles& pair) const;
  std::string guarded_tenant() const;

  StateFolder state_;
  support::TemporaryFile key_file_;
  support::TemporaryFile cockpit_file_;
  std::vector<std::string> passwords_;
  std::string seen_;
  crash::MortalGateway gateway_;
};

}  // namespace tests::integration
