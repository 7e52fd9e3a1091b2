// Many callers with keys, and somebody who kills the gateway and troubles the providers all the while: in the
// end everybody has an answer, and the answers are true. USHER_NEMESIS_CREATES=5000 is the nightly length.
#include "tests/integration/crash/nemesis.hpp"

#include "tests/integration/crash/arena.hpp"
#include "tests/integration/crash/books.hpp"
#include "tests/integration/crash/settings.hpp"
#include "tests/integration/creating.hpp"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <random>
#include <thread>

namespace tests::integration::crash {
namespace {

constexpr std::size_t callers = 8;
// Of a caller while the nemesis rages.
constexpr std::chrono::minutes patience{3};

// Every tenth is sent by two callers with one key, every other tenth by two callers with a key each.
std::vector<Wish> plan(std::size_t count, std::uint64_t seed) {
  const std::string partner = "partner_center", cockpit = "cloud_cockpit";
  std::mt19937_64 random(seed);
  std::vector<Wish> wishes;
  for (int i = 0; wishes.size() < count; ++i) {
    const std::array<std::vector<std::string>, 4> choices = {
        std::vector{partner}, {cockpit}, {partner, cockpit}, {cockpit, partner}};
    Wish wish{"n" + std::to_string(i), "key-" + std::to_string(i), choices[random() % choices.size()]};
    wishes.push_back(wish);
    const auto kind = random() % 10;
    if (kind == 0) wishes.push_back(wish);
    if (kind == 1) {
      wish.key += "-other";
      wishes.push_back(wish);
    }
  }
  return wishes;
}

struct World {
  support::EmulatorProcess emulator{std::vector<std::string>{"--set", "throttle_customers=off"}};
  StateFolder state;
  MortalGateway gateway{USHER_PROGRAM, crash_yaml(emulator, state)};
};

// All of them, by several callers at once; what each was told. The pace ends with the last that begins.
std::vector<Told> send_all(const std::vector<Wish>& wishes, MortalGateway& gateway, Pace& pace) {
  std::vector<Told> all;
  std::mutex mutex;
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < callers; ++i) {
    threads.emplace_back([&] {
      for (std::size_t at = next++; at < wishes.size(); at = next++) {
        pace.step();
        const auto heard = ask_until_final([&] { return ask_once(gateway.port(), wishes[at]); },
                                           std::chrono::steady_clock::now() + patience);
        const std::lock_guard lock(mutex);
        all.insert(all.end(), heard.begin(), heard.end());
      }
      pace.end();
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  return all;
}

std::size_t count_lost(const std::vector<Told>& told) {
  std::size_t lost = 0;
  for (const Told& one : told)
    lost += one.status == 0 ? 1 : 0;
  return lost;
}

TEST_CASE("whatever a nemesis does to gateway and providers, everybody is created once and told the truth") {
  World world;
  world.gateway.start();
  const auto wishes = plan(setting("USHER_NEMESIS_CREATES", 300), seed());
  Pace pace;
  Nemesis nemesis(world.emulator, world.gateway, seed());
  std::exception_ptr failure;
  std::chrono::steady_clock::time_point calm_since;
  std::thread raging([&] {
    try {
      nemesis.rage(pace);
      calm_since = std::chrono::steady_clock::now();
    } catch (...) {
      failure = std::current_exception();
    }
  });
  History history;
  history.told = send_all(wishes, world.gateway, pace);
  raging.join();
  if (failure) std::rethrow_exception(failure);
  REQUIRE(world.gateway.is_alive());
  CHECK(std::chrono::steady_clock::now() - calm_since < time_to_settle);
  CHECK(await_settled(world.gateway.process(), history.told, time_to_settle));
  history.posts = posts(world.emulator);
  history.people = people(world.emulator);
  history.operations = operations(world.gateway.process(), history.told);
  world.gateway.kill();
  const Kept in_state = kept(world.state.database());
  CHECK(in_lines(in_state.open) == "");
  CHECK(in_lines(unrecorded(history.posts, in_state.sent)) == "");
  history.password = password;
  history.texts = bytes_of(world.state.database());
  history.texts["the log"] = world.gateway.log();
  CHECK(in_lines(broken_promises(history)) == "");
  MESSAGE("seed ", seed(), ": ", wishes.size(), " creates, ", history.posts.size(), " POSTs, ",
          history.told.size(), " requests, ", count_lost(history.told), " of them lost, ", nemesis.kills(),
          " kills, ", nemesis.faults(), " faults");
}

}  // namespace
}  // namespace tests::integration::crash
