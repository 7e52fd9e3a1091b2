// Very many callers at once for one person: one POST, and an answer for each of them.
#include "tests/integration/crash/arena.hpp"
#include "tests/integration/crash/books.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

namespace tests::integration::crash {
namespace {

using support::EmulatorProcess;
using support::GatewayProcess;

struct OneGateway {
  EmulatorProcess emulator;
  StateFolder state;
  GatewayProcess gateway{crash_yaml(emulator, state)};
};

// Each repeats until it has its answer, which is the last of what it heard before it asked once more.
std::vector<Told> ask_all(const GatewayProcess& gateway, const std::vector<Wish>& wishes) {
  std::vector<Told> answers(wishes.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    threads.emplace_back([&, i] {
      const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
      const auto heard = ask_until_final([&] { return ask_once(gateway.port(), wishes[i]); }, end);
      const auto final = std::ranges::find_if(heard, &Told::is_final);
      if (final != heard.end()) answers[i] = *final;
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  return answers;
}

void hold_answers(const EmulatorProcess& emulator) {
  emulator.fault(R"({"match":{"operation":"create"},"times":0,"action":{"delay_answer_ms":300}})");
}

TEST_CASE("of 200 callers with one key one is sent, and all get its answer in the end") {
  const OneGateway scene;
  hold_answers(scene.emulator);
  const std::vector<Wish> wishes(200, Wish{"ada", "one-key", {"partner_center"}});
  const auto answers = ask_all(scene.gateway, wishes);
  CHECK(posts(scene.emulator).size() == 1);
  CHECK(std::ranges::count(answers, 201u, &Told::status) == 200);
  CHECK(std::ranges::count(answers, answers.front().body, &Told::body) == 200);
  CHECK(std::ranges::count(answers, answers.front().operation, &Told::operation) == 200);
  CHECK(std::ranges::count(answers, false, &Told::replayed) == 1);
}

TEST_CASE("of 50 keys for one person one is a 201, and 49 are told in the end that the user exists") {
  for (const std::vector<std::string>& providers :
       {std::vector<std::string>{"partner_center"}, {"cloud_cockpit"}, {"partner_center", "cloud_cockpit"}}) {
    CAPTURE(providers);
    const OneGateway scene;
    hold_answers(scene.emulator);
    std::vector<Wish> wishes;
    for (int i = 0; i < 50; ++i)
      wishes.push_back({"ada", "key-" + std::to_string(i), providers});
    const auto answers = ask_all(scene.gateway, wishes);
    CHECK(posts(scene.emulator).size() == providers.size());
    CHECK(std::ranges::count(answers, 201u, &Told::status) == 1);
    CHECK(std::ranges::count(answers, "user_exists", &Told::code) == 49);
  }
}

}  // namespace
}  // namespace tests::integration::crash
