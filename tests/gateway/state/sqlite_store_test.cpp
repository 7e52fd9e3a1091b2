#include "gateway/state/sqlite_store.hpp"

#include "tests/gateway/state/child_process.hpp"
#include "tests/gateway/state/state_scene.hpp"

#include <doctest/doctest.h>

#include <csignal>

namespace gateway::state {

namespace {

namespace asio = boost::asio;
using tests::gateway_state::ChildProcess;
using tests::gateway_state::key;
using tests::gateway_state::operation;
using tests::gateway_state::StateFolder;
using tests::gateway_state::StateScene;

}  // namespace

TEST_CASE("what was put is found by its id and by its key, also after a new start") {
  StateScene scene;
  const Operation one = operation("one", "key");
  for (int start = 0; start < 2; ++start) {
    const auto store = scene.open();
    if (start == 0) CHECK(scene.loop.run(store->put(one)).has_value());
    CHECK(*scene.loop.run(store->find("one")) == one);
    CHECK(*scene.loop.run(store->find_by_key({"contoso", "portal", "key"})) == one);
    CHECK(*scene.loop.run(store->find("two")) == std::nullopt);
    for (const KeyName& other : {KeyName{"contoso", "portal", "KEY"}, KeyName{"contoso", "another", "key"},
                                 KeyName{"fabrikam", "portal", "key"}, KeyName{"contoso", "portal", ""}}) {
      CHECK(*scene.loop.run(store->find_by_key(other)) == std::nullopt);
    }
    CHECK(store->open_operations()->size() == 1);
  }
}

TEST_CASE("a later put replaces the whole operation, and gives its key back where it has none any more") {
  StateScene scene;
  const auto store = scene.open();
  Operation one = operation("one", "key");
  scene.loop.run(store->put(one));
  one.key.clear();
  one.state = OperationState::refused;
  scene.loop.run(store->put(one));
  CHECK(*scene.loop.run(store->find("one")) == one);
  CHECK(*scene.loop.run(store->find_by_key({"contoso", "portal", "key"})) == std::nullopt);
  CHECK(store->open_operations()->empty());
  CHECK(scene.loop.run(store->put(operation("two", "key"))).has_value());
}

TEST_CASE("two operations cannot have one key, and the fault is that operation's alone") {
  StateScene scene;
  const auto store = scene.open();
  CHECK(scene.loop.run(store->put(operation("one", "key"))).has_value());
  CHECK_FALSE(scene.loop.run(store->put(operation("two", "key"))).has_value());
  CHECK(store->trouble().empty());
  // Two without a key are no conflict.
  CHECK(scene.loop.run(store->put(operation("three"))).has_value());
  CHECK(scene.loop.run(store->put(operation("four"))).has_value());
}

TEST_CASE("an account is claimed by the first operation that made it, until that is forgotten") {
  StateScene scene;
  const auto store = scene.open();
  Operation one = operation("one");
  one.state = OperationState::succeeded;
  scene.loop.run(store->put(one));
  Operation two = operation("two");
  two.targets[0].user_id = one.targets[0].user_id;
  scene.loop.run(store->put(two));
  const AccountName account{"contoso", "partner_center", one.targets[0].customer, one.targets[0].user_id};
  CHECK(*scene.loop.run(store->claimant(account)) == "one");
  AccountName elsewhere = account;
  elsewhere.tenant = "fabrikam";
  CHECK(*scene.loop.run(store->claimant(elsewhere)) == std::nullopt);
  CHECK(*scene.loop.run(store->forget(one.updated_at + 1)) == 1);
  CHECK(*scene.loop.run(store->claimant(account)) == std::nullopt);
}

TEST_CASE("forgets what has ended and is old, and nothing that is open or young") {
  StateScene scene;
  const auto store = scene.open();
  Operation ended = operation("ended", "key");
  ended.state = OperationState::succeeded;
  Operation young = operation("young");
  young.state = OperationState::refused;
  young.updated_at = ended.updated_at + 10;
  for (const Operation& one : {ended, young, operation("open")})
    scene.loop.run(store->put(one));
  CHECK(*scene.loop.run(store->forget(ended.updated_at)) == 0);
  CHECK(*scene.loop.run(store->forget(ended.updated_at + 10)) == 1);
  CHECK(*scene.loop.run(store->find("ended")) == std::nullopt);
  CHECK(scene.loop.run(store->find("young"))->has_value());
  CHECK(scene.loop.run(store->find("open"))->has_value());
}

TEST_CASE(
    "a rotated token comes back, is not readable in the file, and belongs to one provider of one tenant") {
  StateScene scene;
  {
    const auto store = scene.open();
    RotatedToken token{"contoso", "partner_center", "hash", schema::SecretText(std::string("s3cr3t-t0k3n")),
                       5};
    CHECK(scene.loop.run(store->put_token(std::move(token))).has_value());
  }
  const auto store = scene.open();
  const auto found = store->token("contoso", "partner_center");
  REQUIRE(found->has_value());
  CHECK((*found)->token.reveal() == "s3cr3t-t0k3n");
  CHECK((*found)->configured == "hash");
  CHECK_FALSE(store->token("contoso", "cloud_cockpit")->has_value());
  CHECK_FALSE(store->token("fabrikam", "partner_center")->has_value());
  CHECK(scene.content().find("s3cr3t") == std::string::npos);
}

TEST_CASE("what waits together is committed together, and one that fails fails alone") {
  StateScene scene;
  const auto store = scene.open();
  scene.loop.run(store->put(operation("first", "taken")));
  const auto before = store->transactions();
  std::size_t good = 0;
  std::size_t bad = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string id = "id" + std::to_string(i);
    asio::co_spawn(scene.loop.context(), store->put(operation(id, i == 100 ? "taken" : id)),
                   [&](std::exception_ptr, const StateResult<Done>& put) { ++(put ? good : bad); });
  }
  scene.loop.run_until([&] { return good + bad == 200; });
  CHECK(good == 199);
  CHECK(bad == 1);
  // One batch had to be done one by one.
  CHECK(store->transactions() - before < 300);
  CHECK(store->open_operations()->size() == 200);
}

TEST_CASE("once it has settled every answer is where it belongs, and nobody comes later") {
  StateScene scene;
  const auto store = scene.open();
  asio::io_context context;
  constexpr int puts = 200;
  int answered = 0;
  for (int i = 0; i < puts; ++i)
    asio::co_spawn(context, store->put(operation(std::to_string(i))),
                   [&](std::exception_ptr, const StateResult<Done>& put) { answered += put ? 1 : 0; });
  context.poll();  // the questions are asked
  store->settle();
  context.poll();  // and does not wait
  CHECK(answered == puts);
}

TEST_CASE("a full disk fails what is written, is told, and is over when there is room") {
  StateScene scene;
  const auto store = scene.open({.most_pages = 24});
  Operation big = operation("big");
  big.answer->body = std::string(200'000, 'x');
  CHECK_FALSE(scene.loop.run(store->put(big)).has_value());
  CHECK_FALSE(store->trouble().empty());
  // What is there can still be read.
  CHECK(scene.loop.run(store->find("big")).has_value());
  CHECK(scene.loop.run(store->put(operation("small"))).has_value());
  CHECK(store->trouble().empty());
}

TEST_CASE("what a put returned for is there after kill -9") {
  const StateFolder folder;
  ChildProcess child([&] {
    auto store = SqliteStore::open(folder.path(), key());
    tests::gateway_loop::Loop loop;
    if (store && loop.run((*store)->put(operation("one", "key")))) ::kill(::getpid(), SIGKILL);
    return 1;
  });
  REQUIRE(WIFSIGNALED(child.go()));
  tests::gateway_loop::Loop loop;
  const auto store = folder.open();
  CHECK(*loop.run(store->find("one")) == operation("one", "key"));
}

TEST_CASE("a second process gets a clear answer instead of the file") {
  const StateFolder folder;
  ChildProcess child([&] {
    const auto second = SqliteStore::open(folder.path(), key());
    return !second && second.error().detail.find("in use by another process") != std::string::npos ? 7 : 1;
  });
  tests::gateway_loop::Loop loop;
  const auto store = folder.open();
  CHECK(WEXITSTATUS(child.go()) == 7);
  CHECK(loop.run(store->put(operation("one"))).has_value());
}

TEST_CASE("in memory it knows as long as it lives") {
  tests::gateway_loop::Loop loop;
  auto store = SqliteStore::open(":memory:", key());
  REQUIRE(store.has_value());
  CHECK(loop.run((*store)->put(operation("one", "key"))).has_value());
  CHECK(loop.run((*store)->find("one"))->has_value());
}

}  // namespace gateway::state
