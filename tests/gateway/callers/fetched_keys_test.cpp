#include "gateway/callers/fetched_keys.hpp"

#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_http_client.hpp"
#include "tests/support/signing_key.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

namespace gateway::callers {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

struct Scene {
  asio::io_context context;
  std::shared_ptr<::tests::support::FakeHttpClient> client =
      std::make_shared<::tests::support::FakeHttpClient>();
  std::shared_ptr<::tests::support::FakeClock> clock = std::make_shared<::tests::support::FakeClock>();
  std::vector<std::string> failures;
  std::shared_ptr<FetchedKeys> keys;

  Scene() {
    FetchedKeys::Wiring wiring;
    wiring.home = context.get_executor();
    wiring.make_client = [this] { return client; };
    wiring.target = "/keys";
    wiring.clock = clock;
    wiring.make_uuid = [] { return std::string("00000000-0000-4000-8000-000000000000"); };
    wiring.on_failure = [this](const std::string& detail) { failures.push_back(detail); };
    keys = std::make_shared<FetchedKeys>(std::move(wiring));
  }
  // All that can be done without waiting for time to pass.
  void settle() {
    context.restart();
    context.poll();
  }
  static asio::awaitable<void> ask(std::shared_ptr<FetchedKeys> of, int& ended) {
    co_await of->renew(std::chrono::steady_clock::now() + 1h);
    ++ended;
  }
  // So many callers with a `kid` that nobody knows; how many came back.
  int renew(int callers) {
    int ended = 0;
    for (int i = 0; i < callers; ++i)
      asio::co_spawn(context, ask(keys, ended), asio::detached);
    settle();
    return ended;
  }
  const ::tests::support::SigningKey& key() {
    static const ::tests::support::SigningKey made(::tests::support::SigningKey::Kind::p256);
    return made;
  }
  bool has(const char* kid) { return keys->keys() && keys->keys()->pick(kid, config::JwsAlgorithm::es256); }
};

}  // namespace

TEST_CASE(
    "fetches once at the start, and once for a thousand callers with unknown kids, until a minute is over") {
  Scene scene;
  scene.client->answer(200, ::tests::support::jwks(scene.key().jwk("old")));
  scene.keys->begin();
  CHECK(scene.keys->keys() == nullptr);
  CHECK(scene.keys->is_renewable());
  scene.settle();
  REQUIRE(scene.has("old"));
  CHECK(scene.client->log().size() == 1);
  CHECK(scene.client->log()[0].request.target() == "/keys");

  scene.client->answer(200, ::tests::support::jwks(scene.key().jwk("new")));
  CHECK(scene.keys->is_renewable());
  CHECK(scene.renew(1000) == 1000);
  CHECK(scene.client->log().size() == 2);
  CHECK(scene.has("new"));
  CHECK(!scene.has("old"));

  CHECK(!scene.keys->is_renewable());
  CHECK(scene.renew(1000) == 1000);
  scene.clock->advance(59s);
  CHECK(scene.renew(10) == 10);
  CHECK(scene.client->log().size() == 2);

  scene.clock->advance(1s);
  CHECK(scene.keys->is_renewable());
  scene.client->fail({});
  CHECK(scene.renew(10) == 10);
  CHECK(scene.client->log().size() == 3);
  // What was read stays.
  CHECK(scene.has("new"));
  CHECK(scene.failures.size() == 1);
}

TEST_CASE("knows no key after a redirect, an error page or a set of nothing, and says why each time") {
  for (const auto& [status, body] :
       {std::pair<unsigned, std::string>{302, ""}, {500, "oops"}, {200, "<html>"}, {200, "{\"keys\":[]}"}}) {
    CAPTURE(status);
    CAPTURE(body);
    Scene scene;
    scene.client->answer(status, body);
    scene.keys->begin();
    scene.settle();
    CHECK(scene.keys->keys() == nullptr);
    CHECK(scene.client->log().size() == 1);
    CHECK(scene.failures.size() == 1);
    // Nobody's request asks again: that is done in the background.
    CHECK(!scene.keys->is_renewable());
  }
}

}  // namespace gateway::callers
