// One emulator and one state, over which gateways die: run after run, each with a person and a key of its
// own, and the history of them all. Belongs to one thread.
#pragma once

#include "tests/integration/crash/caller.hpp"
#include "tests/integration/crash/cell.hpp"
#include "tests/integration/crash/history.hpp"
#include "tests/integration/crash/mortal_gateway.hpp"
#include "tests/integration/state_folder.hpp"
#include "tests/support/emulator_process.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace tests::integration::crash {

// A gateway's file over this emulator and state.
std::string crash_yaml(const support::EmulatorProcess& emulator, const StateFolder& state);

class Arena {
 public:
  Arena();

  // The create of NAME in this cell, from its first request to its last answer.
  void run(const Cell& cell, const std::string& name);
  // When all that is still to land has landed: what was broken in all the runs.
  std::vector<std::string> judge();

 private:
  void set_scene(const Cell& cell);
  Told ask_and_kill_in_flight(const Cell& cell, const Wish& wish);
  void die();
  void check_settled(const Wish& wish, const std::vector<Told>& told);

  support::EmulatorProcess emulator_{std::vector<std::string>{"--set", "throttle_customers=off"}};
  StateFolder state_;
  MortalGateway gateway_;
  History history_;
  std::vector<std::string> broken_;
  std::chrono::steady_clock::time_point landed_by_{};
};

}  // namespace tests::integration::crash
