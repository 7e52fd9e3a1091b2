#include "gateway/policy/bearer_token.hpp"

#include "tests/gateway/policy/refresh_grant.hpp"
#include "tests/gateway/transport/loop.hpp"
#include "tests/support/authority.hpp"
#include "tests/support/fake_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/post.hpp>
#include <doctest/doctest.h>

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace gateway::policy {

namespace {

namespace asio = boost::asio;
using adapters::ErrorKind;
using adapters::HttpReply;
using adapters::HttpRequest;
using adapters::Method;
using adapters::ProviderError;
using adapters::Result;
using std::chrono::seconds;
using tests::gateway_loop::Gate;
using tests::gateway_loop::Loop;
using tests::gateway_policy::refresh_grant;
using Answer = Result<HttpReply>;

HttpReply reply(unsigned status, std::string_view body = "") {
  HttpReply made;
  made.status = status;
  made.body = adapters::WireBytes::copy_of(body);
  return made;
}

HttpReply token(std::string_view name, int lifetime = 3600, std::string_view more = "") {
  return reply(200, "{\"token_type\":\"Bearer\",\"access_token\":\"" + std::string(name) +
                        "\",\"expires_in\":" + std::to_string(lifetime) + std::string(more) + "}");
}

HttpReply invalid_grant() {
  return reply(400, "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS70000: expired\"}");
}

// Decides by the request; keeps what it was sent. Answers after everybody else had a turn, unless `at_once`.
class Decider final : public adapters::HttpClient {
 public:
  using Decide = std::function<Answer(const HttpRequest&)>;
  explicit Decider(Decide decide) : decide_(std::move(decide)) {}

  adapters::Async<HttpReply> send(adapters::CallContext, HttpRequest request) override {
    log.push_back(request);
    auto* gate = gates.empty() ? nullptr : gates.front();
    if (gate != nullptr) gates.pop_front();
    auto answer = decide_(request);
    if (gate != nullptr) co_await gate->pass();
    if (!at_once) co_await asio::post(asio::use_awaitable);
    co_return answer;
  }

  std::vector<HttpRequest> log;
  std::deque<Gate*> gates;  // of the next requests, one each; null: none
  bool at_once = false;

 private:
  Decide decide_;
};

std::string bearer_of(const HttpRequest& request) {
  for (const auto& [name, value] : request.headers()) {
    if (name == "Authorization") return value;
  }
  return "";
}

bool says_mfa(const HttpReply& answer) { return answer.body.view() == "mfa" || answer.reason == "mfa"; }

struct BearerScene {
  BearerScene() : BearerScene(refresh_grant()) {}
  explicit BearerScene(adapters::oauth2::Credential given) : credential(std::move(given)) {
    provider = std::make_shared<Decider>(
        [this](const HttpRequest& request) -> Answer { return judge ? judge(request) : check(request); });
    tokens = std::make_shared<Decider>([this](const HttpRequest&) -> Answer {
      if (issued.empty()) return token("t" + std::to_string(tokens->log.size()));
      auto next = std::move(issued.front());
      issued.pop_front();
      return next;
    });
    BearerToken::Wiring wiring;
    wiring.home = loop.executor();
    wiring.next = provider;
    wiring.token_service = tokens;
    wiring.clock = clock;
    wiring.is_beyond_refresh = says_mfa;
    wiring.make_uuid = [] { return std::string("00000000-0000-4000-8000-000000000000"); };
    wiring.on_refreshed = [this](const ProviderError* failure) {
      outcomes += failure == nullptr ? '+' : '-';
    };
    bearer = std::make_shared<BearerToken>(std::move(wiring), credential);
  }

  Answer check(const HttpRequest& request) const {
    return bearer_of(request) == "Bearer " + good ? reply(200, "users") : reply(401, "no");
  }
  Answer send(Method method = Method::get) {
    return loop.run(bearer->send(context(), HttpRequest(method, "/users")));
  }
  static adapters::CallContext context(std::chrono::milliseconds time = seconds(60)) {
    adapters::CallContext made;
    made.deadline = tests::gateway_loop::in(time);
    return made;
  }
  // Sends beside the test.
  void start(std::vector<Answer>& answers) {
    asio::co_spawn(loop.context(), bearer->send(context(), HttpRequest(Method::get, "/users")),
                   [&answers](std::exception_ptr, Answer answer) { answers.push_back(std::move(answer)); });
  }

  Loop loop;
  adapters::oauth2::Credential credential;
  std::shared_ptr<tests::support::FakeClock> clock = std::make_shared<tests::support::FakeClock>();
  std::string good = "t1";                          // the token that the provider takes
  std::function<Answer(const HttpRequest&)> judge;  // instead of that
  std::deque<Answer> issued;                        // then t1, t2, t3 ...
  std::string outcomes;
  std::shared_ptr<Decider> provider, tokens;
  std::shared_ptr<BearerToken> bearer;
};

unsigned status_of(const Answer& answer) { return answer ? answer->status : 0; }

}  // namespace

TEST_CASE("a thousand requests that wait for the first token share one sign-in") {
  BearerScene world;
  std::vector<Answer> answers;
  for (int i = 0; i < 1000; ++i)
    world.start(answers);
  world.loop.run_until([&] { return answers.size() == 1000; });
  for (const Answer& answer : answers)
    CHECK(status_of(answer) == 200);
  CHECK(world.tokens->log.size() == 1);
  CHECK(world.provider->log.size() == 1000);
}

TEST_CASE("a thousand requests that meet a 401 at once cause one refresh, and each goes once more") {
  BearerScene world;
  CHECK(status_of(world.send()) == 200);
  world.good = "t2";
  std::vector<Answer> answers;
  for (int i = 0; i < 1000; ++i)
    world.start(answers);
  world.loop.run_until([&] { return answers.size() == 1000; });
  for (const Answer& answer : answers)
    CHECK(status_of(answer) == 200);
  CHECK(world.tokens->log.size() == 2);
  CHECK(world.provider->log.size() == 1 + 2000);
}

TEST_CASE("a late 401 that carried an older token causes no refresh") {
  BearerScene world;
  CHECK(status_of(world.send()) == 200);
  world.good = "t2";
  Gate late(world.loop.executor());
  world.provider->gates = {&late};
  std::vector<Answer> slow, quick;
  world.start(slow);
  world.start(quick);
  world.loop.run_until([&] { return quick.size() == 1; });
  CHECK(world.tokens->log.size() == 2);
  late.open();
  world.loop.run_until([&] { return slow.size() == 1; });
  CHECK(status_of(slow.front()) == 200);
  CHECK(world.tokens->log.size() == 2);
}

TEST_CASE("refreshes ahead of expiry, and holds up no request for it") {
  BearerScene world;
  world.issued.push_back(token("t1", 1000));
  CHECK(status_of(world.send()) == 200);
  world.clock->advance(seconds(790));
  CHECK(status_of(world.send()) == 200);
  CHECK(world.tokens->log.size() == 1);
  world.clock->advance(seconds(20));
  Gate slow(world.loop.executor());
  world.tokens->gates = {&slow};
  CHECK(status_of(world.send()) == 200);
  CHECK(status_of(world.send()) == 200);
  CHECK(world.tokens->log.size() == 2);
  slow.open();
  world.loop.run_until([&] { return world.outcomes == "++"; });
  world.good = "t2";
  CHECK(status_of(world.send()) == 200);
  CHECK(world.tokens->log.size() == 2);
}

TEST_CASE("never sends a token that may expire on the way") {
  BearerScene world;
  world.issued.push_back(token("t1", 3600));
  CHECK(status_of(world.send()) == 200);
  world.clock->advance(seconds(3600 - 25));
  world.good = "t2";
  CHECK(status_of(world.send()) == 200);
  CHECK(bearer_of(world.provider->log.back()) == "Bearer t2");
  CHECK(world.provider->log.size() == 2);
}

TEST_CASE("a token that lives for seconds only serves for them") {
  BearerScene world;
  world.issued.push_back(token("t1", 20));
  for (int i = 0; i < 5; ++i)
    CHECK(status_of(world.send()) == 200);
  CHECK(world.tokens->log.size() == 1);
}

TEST_CASE("a refresh belongs to no request: it goes on when the one that caused it goes away") {
  BearerScene world;
  Gate slow(world.loop.executor());
  world.tokens->gates = {&slow};
  asio::cancellation_signal give_up;
  bool ended = false;
  asio::co_spawn(
      world.loop.context(), world.bearer->send(BearerScene::context(), HttpRequest(Method::get, "/users")),
      asio::bind_cancellation_slot(give_up.slot(), [&](std::exception_ptr, const Answer&) { ended = true; }));
  world.loop.run_until([&] { return world.tokens->log.size() == 1; });
  give_up.emit(asio::cancellation_type::terminal);
  world.loop.run_until([&] { return ended; });
  slow.open();
  world.loop.run_until([&] { return world.outcomes == "+"; });
  CHECK(status_of(world.send()) == 200);
  CHECK(world.tokens->log.size() == 1);
}

TEST_CASE("who waits for a sign-in waits no longer than his deadline") {
  BearerScene world;
  Gate slow(world.loop.executor());
  world.tokens->gates = {&slow};
  const auto answer = world.loop.run(
      world.bearer->send(BearerScene::context(adapters::milliseconds(30)), HttpRequest(Method::get, "/")));
  REQUIRE(answer.has_error());
  CHECK(answer.error().kind == ErrorKind::timed_out);
  CHECK_FALSE(answer.error().sent);
  slow.open();
}

TEST_CASE("a sign-in that fails at once, without a wait, is told at once") {
  BearerScene world;
  world.tokens->at_once = true;
  ProviderError unreachable;
  unreachable.kind = ErrorKind::failed;
  world.issued.emplace_back(unreachable);
  const auto answer = world.send();
  REQUIRE(answer.has_error());
  CHECK(answer.error().kind == ErrorKind::failed);
  // And one that succeeds at once serves at once.
  world.good = "t2";
  CHECK(status_of(world.send()) == 200);
}

TEST_CASE("what was lost on the way to the token service is not told as a request that went out") {
  BearerScene world;
  ProviderError lost;
  lost.kind = ErrorKind::timed_out;
  lost.sent = true;
  world.issued.emplace_back(lost);
  const auto answer = world.send(Method::post);
  REQUIRE(answer.has_error());
  CHECK(answer.error().kind == ErrorKind::timed_out);
  CHECK_FALSE(answer.error().sent);
  CHECK(world.provider->log.empty());
}

TEST_CASE("what only a person can mend is asked of the token service once a minute") {
  BearerScene world;
  for (int i = 0; i < 3; ++i)
    world.issued.emplace_back(invalid_grant());
  for (int i = 0; i < 50; ++i) {
    const auto answer = world.send();
    REQUIRE(answer.has_error());
    CHECK(answer.error().kind == ErrorKind::credentials);
    CHECK_FALSE(answer.error().remedy.empty());
  }
  CHECK(world.tokens->log.size() == 1);
  CHECK(world.bearer->is_latched());
  world.clock->advance(seconds(61));
  CHECK(world.send().has_error());
  CHECK(world.send().has_error());
  CHECK(world.tokens->log.size() == 2);
  CHECK(world.provider->log.empty());
  // Mended.
  world.clock->advance(seconds(61));
  world.issued.clear();
  world.good = "t3";
  CHECK(status_of(world.send()) == 200);
  CHECK_FALSE(world.bearer->is_latched());
}

TEST_CASE("a token in hand serves to its end though the sign-in is refused") {
  BearerScene world;
  world.issued.push_back(token("t1", 1000));
  CHECK(status_of(world.send()) == 200);
  world.clock->advance(seconds(850));
  world.issued.emplace_back(invalid_grant());
  world.issued.emplace_back(invalid_grant());
  for (int i = 0; i < 10; ++i)
    CHECK(status_of(world.send()) == 200);
  world.loop.run_until([&] { return world.outcomes == "+-"; });
  for (int i = 0; i < 10; ++i)
    CHECK(status_of(world.send()) == 200);
  CHECK(world.tokens->log.size() == 2);
  world.clock->advance(seconds(140));
  CHECK(world.send().has_error());
}

TEST_CASE("a second factor that is missing is told in the provider's words and asked once a minute") {
  for (const bool in_phrase : {false, true}) {
    CAPTURE(in_phrase);
    BearerScene world;
    world.judge = [in_phrase](const HttpRequest&) -> Answer {
      HttpReply mfa = reply(401, in_phrase ? "" : "mfa");
      if (in_phrase) mfa.reason = "mfa";
      return mfa;
    };
    for (int i = 0; i < 20; ++i) {
      const auto answer = world.send();
      REQUIRE(status_of(answer) == 401);
      CHECK(says_mfa(*answer));
    }
    CHECK(world.provider->log.size() == 1);
    CHECK(world.tokens->log.size() == 1);
    CHECK(world.bearer->is_latched());
  }
}

TEST_CASE("after the minute one request goes and sees; the others are told what was last seen") {
  BearerScene world;
  world.judge = [](const HttpRequest&) -> Answer { return reply(401, "mfa"); };
  CHECK(status_of(world.send()) == 401);
  world.clock->advance(seconds(61));
  world.provider->log.clear();
  std::vector<Answer> answers;
  for (int i = 0; i < 100; ++i)
    world.start(answers);
  world.loop.run_until([&] { return answers.size() == 100; });
  CHECK(world.provider->log.size() == 1);
  // It is over when that one finds it so.
  world.clock->advance(seconds(61));
  world.judge = nullptr;
  CHECK(status_of(world.send()) == 200);
  CHECK(status_of(world.send()) == 200);
  CHECK_FALSE(world.bearer->is_latched());
}

TEST_CASE("a 401 again after the refresh is for a person, and rests for a minute") {
  BearerScene world;
  world.good = "none";
  const auto answer = world.send();
  REQUIRE(answer.has_error());
  CHECK(answer.error().kind == ErrorKind::credentials);
  CHECK(answer.error().status == 401);
  CHECK_FALSE(answer.error().sent);
  CHECK(world.provider->log.size() == 2);
  CHECK(world.tokens->log.size() == 2);
  for (int i = 0; i < 20; ++i)
    CHECK(world.send().has_error());
  CHECK(world.provider->log.size() == 2);
  CHECK(world.tokens->log.size() == 2);
}

TEST_CASE("a 403 rests nothing") {
  BearerScene world;
  world.judge = [](const HttpRequest&) -> Answer { return reply(403); };
  CHECK(status_of(world.send()) == 403);
  CHECK(status_of(world.send()) == 403);
  CHECK(world.provider->log.size() == 2);
  CHECK_FALSE(world.bearer->is_latched());
}

TEST_CASE("a POST goes again after a 401, for it was not executed, and after nothing else") {
  BearerScene world;
  CHECK(status_of(world.send()) == 200);
  world.good = "t2";
  CHECK(status_of(world.send(Method::post)) == 200);
  CHECK(world.provider->log.size() == 3);
  world.judge = [](const HttpRequest&) -> Answer {
    ProviderError lost;
    lost.sent = true;
    return lost;
  };
  const auto answer = world.send(Method::post);
  REQUIRE(answer.has_error());
  CHECK(answer.error().sent);
  CHECK(world.provider->log.size() == 4);
}

TEST_CASE("signs in with the newest refresh token") {
  BearerScene world;
  world.issued.push_back(token("t1", 3600, ",\"refresh_token\":\"r2\""));
  CHECK(status_of(world.send()) == 200);
  world.good = "t2";
  CHECK(status_of(world.send()) == 200);
  REQUIRE(world.tokens->log.size() == 2);
  CHECK(world.tokens->log[0].body().find("refresh_token=r1") != std::string::npos);
  CHECK(world.tokens->log[1].body().find("refresh_token=r2") != std::string::npos);
}

TEST_CASE("proves itself with a new assertion each time where it has a certificate") {
  const auto pair = tests::support::Authority().issue({.rsa_bits = 2048});
  auto request = refresh_grant();
  request.client_secret = schema::SecretText();
  request.certificate = *adapters::oauth2::ClientCertificate::read(pair.certificate, pair.key);
  BearerScene world(std::move(request));
  CHECK(status_of(world.send()) == 200);
  world.good = "t2";
  CHECK(status_of(world.send()) == 200);
  REQUIRE(world.tokens->log.size() == 2);
  for (const auto& sent : world.tokens->log) {
    CHECK(sent.body().find("client_assertion=ey") != std::string::npos);
    CHECK(sent.body().find("client_secret") == std::string::npos);
  }
  CHECK(world.tokens->log[0].body() != world.tokens->log[1].body());
}

TEST_CASE("a token that somebody else keeps fresh is sent as it is and never refreshed") {
  BearerScene world(adapters::oauth2::GivenToken{schema::SecretText(std::string("t1"))});
  CHECK(status_of(world.send()) == 200);
  world.good = "t2";
  const auto answer = world.send();
  REQUIRE(answer.has_error());
  CHECK(answer.error().kind == ErrorKind::credentials);
  CHECK_FALSE(answer.error().remedy.empty());
  CHECK(world.tokens->log.empty());
  CHECK(world.provider->log.size() == 2);
}

}  // namespace gateway::policy
