#include "gateway/state/unavailable_store.hpp"
#include "tests/gateway/state/child_process.hpp"
#include "tests/gateway/state/state_scene.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <csignal>
#include <sys/resource.h>
#include <thread>

namespace gateway::state {

namespace {

namespace asio = boost::asio;
using tests::gateway_state::ChildProcess;
using tests::gateway_state::key;
using tests::gateway_state::operation;
using tests::gateway_state::StateFolder;
using tests::gateway_state::StateScene;

Operation big(const std::string& id) {
  Operation made = operation(id);
  made.answer->body = std::string(300'000, 'x');
  return made;
}

}  // namespace

TEST_CASE("a disk that takes no more is trouble that ends by itself, and what was there is read meanwhile") {
  const StateFolder folder;
  enum { good = 7, no_store, no_put, no_fault, no_trouble, no_reading, cleared_too_early, not_healed };
  ChildProcess child([&]() -> int {
    tests::gateway_loop::Loop loop;
    auto store = SqliteStore::open(folder.path(), key());
    if (!store) return no_store;
    if (!loop.run((*store)->put(operation("before")))) return no_put;
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const rlim_t unlimited = std::exchange(limit.rlim_cur, 100'000);
    ::setrlimit(RLIMIT_FSIZE, &limit);
    if (loop.run((*store)->put(big("big")))) return no_fault;
    if ((*store)->trouble().empty()) return no_trouble;
    const auto found = loop.run((*store)->find("before"));
    if (!found || !*found) return no_reading;
    loop.run((*store)->forget(0));  // there is nothing to forget, so this says nothing of the disk
    if ((*store)->trouble().empty()) return cleared_too_early;
    limit.rlim_cur = unlimited;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    if (!loop.run((*store)->put(big("big"))) || !(*store)->trouble().empty()) return not_healed;
    return good;
  });
  const int status = child.go();
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == good);
  tests::gateway_loop::Loop loop;
  const auto store = folder.open();
  CHECK(loop.run(store->find("before"))->has_value());
  CHECK(loop.run(store->find("big"))->has_value());
}

TEST_CASE("a waiter that is cancelled loses nothing: its put is done all the same") {
  StateScene scene;
  const auto store = scene.open();
  asio::cancellation_signal cancel;
  bool has_ended = false;
  asio::co_spawn(scene.loop.context(), store->put(operation("one")),
                 asio::bind_cancellation_slot(
                     cancel.slot(), [&](std::exception_ptr, const StateResult<Done>&) { has_ended = true; }));
  asio::post(scene.loop.context(), [&] { cancel.emit(asio::cancellation_type::all); });
  scene.loop.run_until([&] { return has_ended; });
  CHECK(scene.loop.run(store->find("one"))->has_value());
}

TEST_CASE("callers on several threads each get their own answer on their own") {
  StateScene scene;
  const auto store = scene.open();
  constexpr int threads = 4;
  constexpr int puts = 50;
  std::atomic<int> right = 0;
  std::array<asio::io_context, threads> contexts;
  std::vector<std::thread> callers;
  for (int t = 0; t < threads; ++t) {
    callers.emplace_back([&, t] {
      asio::io_context& context = contexts.at(static_cast<std::size_t>(t));
      for (int i = 0; i < puts; ++i) {
        const std::string id = std::to_string(t) + "-" + std::to_string(i);
        asio::co_spawn(
            context, store->put(operation(id)),
            [&, self = std::this_thread::get_id()](std::exception_ptr, const StateResult<Done>& put) {
              if (put && std::this_thread::get_id() == self) ++right;
            });
      }
      context.run();
    });
  }
  for (std::thread& caller : callers)
    caller.join();
  // The last answer is there; the writer may still be leaving the context that it posted it to.
  store->settle();
  CHECK(right == threads * puts);
  CHECK(store->open_operations()->size() == threads * puts);
}

TEST_CASE("where the state cannot be opened every question is answered with why") {
  tests::gateway_loop::Loop loop;
  UnavailableStore store({"why"});
  CHECK(loop.run(store.put(operation("one"))).error().detail == "why");
  CHECK(loop.run(store.find("one")).error().detail == "why");
  CHECK(loop.run(store.find_by_key({"contoso", "portal", "key"})).error().detail == "why");
  CHECK(loop.run(store.claimant({})).error().detail == "why");
  CHECK(loop.run(store.forget(0)).error().detail == "why");
  CHECK(loop.run(store.put_token({})).error().detail == "why");
  CHECK(store.token("contoso", "cloud_cockpit").error().detail == "why");
  CHECK(store.trouble() == "why");
  CHECK(store.open_operations()->empty());
}

}  // namespace gateway::state
