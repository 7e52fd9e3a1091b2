#include "tests/integration/crash/nemesis.hpp"

#include <array>
#include <string_view>
#include <thread>

namespace tests::integration::crash {
namespace {

// What the next creates or lists meet. `@` is a number from 1 to 999.
constexpr std::array<std::string_view, 15> creates = {
    R"({"reset":"before"})",
    R"({"reset":"after"})",
    R"({"reset":"after","delay_answer_ms":@})",
    R"({"execute_late_ms":@})",
    R"({"delay_ms":@})",
    R"({"delay_answer_ms":@})",
    R"({"status":500})",
    R"({"status":503,"execute":true})",
    R"({"status":504,"execute":true,"delay_answer_ms":@})",
    R"({"status":429,"headers":{"Retry-After":"1"}})",
    R"({"status":429})",
    R"({"expire_token":true})",
    R"({"garbage":true,"execute":true})",
    R"({"truncate":20})",
    R"({"close_after":true})",
};
constexpr std::array<std::string_view, 6> lists = {
    R"({"reset":"before"})", R"({"delay_ms":@})",   R"({"status":500})",
    R"({"status":429})",     R"({"garbage":true})", R"({"truncate":200})",
};

}  // namespace

void Pace::step() {
  const std::lock_guard lock(mutex_);
  ++steps_;
  changed_.notify_all();
}

void Pace::end() {
  const std::lock_guard lock(mutex_);
  has_ended_ = true;
  changed_.notify_all();
}

bool Pace::wait(std::size_t more) {
  std::unique_lock lock(mutex_);
  const std::size_t wanted = steps_ + more;
  changed_.wait(lock, [&] { return has_ended_ || steps_ >= wanted; });
  return !has_ended_;
}

void Nemesis::kill() {
  ++kills_;
  // Somewhere within what the callers have under way.
  std::this_thread::sleep_for(std::chrono::microseconds(below(20'000)));
  gateway_.kill();
  gateway_.start();
}

void Nemesis::add_fault() {
  ++faults_;
  const bool is_create = below(4) != 0;
  std::string action(is_create ? creates[below(creates.size())] : lists[below(lists.size())]);
  if (const auto at = action.find('@'); at != action.npos)
    action.replace(at, 1, std::to_string(1 + below(999)));
  std::size_t times = 1 + below(3);
  if (action.find("expire_token") != action.npos) {
    // A token refused twice running is for a person to mend: it would be tried again only a minute later.
    emulator_.remove("/faults");
    times = 1;
  }
  const std::string provider = below(2) == 0 ? "partner_center" : "cloud_cockpit";
  emulator_.fault(R"({"match":{"provider":")" + provider + R"(","operation":")" +
                  (is_create ? "create" : "list") + R"("},"times":)" + std::to_string(times) +
                  R"(,"action":)" + action + '}');
}

void Nemesis::rage(Pace& pace) {
  while (pace.wait(1 + below(3))) {
    gateway_.log();
    if (below(5) == 0) {
      kill();
    } else {
      add_fault();
    }
  }
  emulator_.remove("/faults");
}

}  // namespace tests::integration::crash
