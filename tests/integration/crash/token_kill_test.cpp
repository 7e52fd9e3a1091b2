// `kill -9` around a sign-in: a refresh token that the token service gave in exchange is in the state before
// its access token is used, so whatever moment the gateway dies at, the next start signs in.
#include "tests/integration/crash/mortal_gateway.hpp"
#include "tests/integration/emulated_secrets.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/state_folder.hpp"
#include "tests/support/emulator_process.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <future>
#include <string>
#include <vector>

namespace tests::integration::crash {
namespace {

struct SignInLives {
  support::EmulatorProcess emulator;
  StateFolder state;
  MortalGateway gateway{USHER_WITH_FAULTS,
                        support::emulated_yaml(emulator, "limits: {retries: 0}\n" + state.yaml())};

  // The refresh tokens that were sent since the ledger was cleared, in their order.
  std::vector<std::string> sent() const {
    constexpr std::string_view name = "&refresh_token=";
    std::vector<std::string> tokens;
    for (const auto& entry : emulator.ledger("token_service", "token")) {
      const std::string body = text_at(entry, "body");
      const auto at = body.find(name) + name.size();
      tokens.push_back(body.substr(at, body.find('&', at) - at));
    }
    return tokens;
  }
  std::size_t lists() const { return emulator.ledger("partner_center", "list").size(); }

  // One list of Partner Center's; 0: the connection was lost.
  unsigned list() {
    try {
      return gateway.process().get(users_of("contoso", "twelve", "provider=partner_center")).status;
    } catch (const std::exception&) {
      return 0;
    }
  }
  // The next life signs in, and works. Returns the refresh token that it used.
  std::string live_on() {
    emulator.clear_ledger();
    gateway.start();
    CHECK(list() == 200);
    gateway.kill();
    const auto tokens = sent();
    REQUIRE(tokens.size() == 1);
    return tokens.front();
  }
};

}  // namespace

TEST_CASE("a token that was kept is the next start's, though the gateway died before it used it") {
  SignInLives scene;
  scene.gateway.start("after_token_kept");
  CHECK(scene.list() == 0);
  CHECK(scene.sent() == std::vector{std::string(first_refresh_token)});
  CHECK(scene.lists() == 0);
  const std::string second = scene.live_on();
  CHECK(second != first_refresh_token);
  // And once more, from a kept one to the next.
  scene.gateway.start("after_token_kept");
  CHECK(scene.list() == 0);
  const std::string fourth = scene.live_on();
  CHECK(fourth != second);
  CHECK(fourth != first_refresh_token);
}

TEST_CASE("a token that was not kept yet was not used either, and the one before it signs in again") {
  SignInLives scene;
  scene.gateway.start("after_token_answer");
  CHECK(scene.list() == 0);
  CHECK(scene.lists() == 0);
  CHECK(scene.live_on() == first_refresh_token);
}

TEST_CASE(
    "whenever it dies after its access token was used, the next start has the token that came with it") {
  SignInLives scene;
  std::string last = scene.live_on();
  int used = 0;
  for (int round = 0; round < 16; ++round) {
    CAPTURE(round);
    scene.emulator.clear_ledger();
    scene.gateway.start();
    auto asked = std::async(std::launch::async, [&scene] { return scene.list(); });
    // From the moment on at which the token service was asked, a little later in each round.
    while (scene.sent().empty()) {
    }
    const auto moment = std::chrono::steady_clock::now() + std::chrono::microseconds(200 * round * round);
    while (std::chrono::steady_clock::now() < moment) {
    }
    scene.gateway.process().process().signal(SIGKILL);
    asked.get();
    scene.gateway.kill();
    const std::string spent = scene.sent().front();
    const bool was_used = scene.lists() > 0;
    const std::string next = scene.live_on();
    if (was_used) CHECK(next != spent);
    if (was_used) ++used;
    last = next;
  }
  CHECK_FALSE(last.empty());
  CHECK(used > 0);
}

}  // namespace tests::integration::crash
