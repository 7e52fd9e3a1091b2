#include "gateway/policy/keep_alive.hpp"

#include "gateway/transport/steady_clock.hpp"
#include "tests/gateway/policy/refresh_grant.hpp"
#include "tests/gateway/transport/loop.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace gateway::policy {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using tests::gateway_loop::Loop;
using tests::gateway_policy::refresh_grant;

// Gives a token each time, and counts.
class TokenGiver final : public adapters::HttpClient {
 public:
  adapters::Async<adapters::HttpReply> send(adapters::CallContext, adapters::HttpRequest) override {
    ++asked;
    adapters::HttpReply reply;
    reply.status = refuses ? 400 : 200;
    reply.body = adapters::WireBytes::copy_of(refuses ? R"({"error":"invalid_grant"})"
                                                      : R"({"access_token":"t","expires_in":3600})");
    co_return reply;
  }
  int asked = 0;
  bool refuses = false;
};

struct KeepAliveScene {
  explicit KeepAliveScene(adapters::oauth2::Credential given) : credential(std::move(given)) {
    BearerToken::Wiring wiring;
    wiring.home = executor;
    wiring.next = tokens;
    wiring.token_service = tokens;
    wiring.clock = clock;
    wiring.make_uuid = [] { return std::string("00000000-0000-4000-8000-000000000000"); };
    bearer = std::make_shared<BearerToken>(std::move(wiring), credential);
  }
  std::shared_ptr<KeepAlive> keep_alive(milliseconds first, milliseconds again) const {
    return std::make_shared<KeepAlive>(
        executor, bearer, nullptr, clock, [] { return 0.5; }, KeepAlive::Times{first, again});
  }

  Loop loop;
  boost::asio::any_io_executor executor = loop.executor();
  adapters::oauth2::Credential credential;
  std::shared_ptr<transport::SteadyClock> clock = std::make_shared<transport::SteadyClock>();
  std::shared_ptr<TokenGiver> tokens = std::make_shared<TokenGiver>();
  std::shared_ptr<BearerToken> bearer;
};

}  // namespace

TEST_CASE("who keeps alive signs in once after the start, though nobody asks") {
  KeepAliveScene scene(refresh_grant());
  const auto keep_alive = scene.keep_alive(milliseconds(10), hours(24));
  const auto begun = scene.clock->now();
  keep_alive->start();
  scene.loop.run_until([&] { return scene.bearer->signed_in_at().has_value(); });
  CHECK(scene.clock->now() - begun >= milliseconds(10));
  CHECK(scene.tokens->asked == 1);
}

TEST_CASE("a credential that nobody uses is used again and again") {
  KeepAliveScene scene(refresh_grant());
  const auto keep_alive = scene.keep_alive(milliseconds(10), milliseconds(48));
  const auto begun = scene.clock->now();
  keep_alive->start();
  scene.loop.run_until([&] { return scene.tokens->asked == 4; });
  // Three waits of at least four fifths of the time.
  CHECK(scene.clock->now() - begun >= milliseconds(3 * 38));
}

TEST_CASE("after a refusal it waits as after any other for a minute at least") {
  KeepAliveScene scene(refresh_grant());
  scene.tokens->refuses = true;
  const auto keep_alive = scene.keep_alive(milliseconds(10), milliseconds(24));
  keep_alive->start();
  scene.loop.run_until([&] { return scene.bearer->is_latched(); });
  const auto end = scene.clock->now() + milliseconds(60);
  scene.loop.run_until([&] { return scene.clock->now() > end; });
  CHECK(scene.tokens->asked == 1);
}

TEST_CASE("a token that somebody else keeps fresh is not kept alive, and nothing waits for what is gone") {
  KeepAliveScene scene(adapters::oauth2::GivenToken{schema::SecretText(std::string("t"))});
  auto keep_alive = scene.keep_alive(milliseconds(10), milliseconds(20));
  keep_alive->start();
  const auto end = scene.clock->now() + milliseconds(60);
  scene.loop.run_until([&] { return scene.clock->now() > end; });
  CHECK(scene.tokens->asked == 0);
  const std::weak_ptr<KeepAlive> gone = keep_alive;
  keep_alive.reset();
  CHECK(gone.expired());
}

}  // namespace gateway::policy
