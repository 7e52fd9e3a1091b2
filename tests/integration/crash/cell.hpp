// The kill matrix: where a gateway dies in a create, at which providers, and what the provider does
// meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tests::integration::crash {

enum class Behaviour {
  answers,
  loses,       // executes, and the answer is lost
  late,        // executes seconds after the connection broke
  refuses,     // a business refusal: 400
  not_at_all,  // breaks the connection, executes nothing
  lags,        // as `loses`, and the list shows the user seconds later
};

struct Cell {
  std::vector<std::string> providers;  // in the order in which they are sent
  bool second_is_optional = false;
  std::size_t faulty = 0;  // whose behaviour it is; the other one answers
  Behaviour behaviour = Behaviour::answers;
  std::string kill_at;  // a fault point; in_flight: while the faulty provider holds the request
  // Varied by the seed, beyond the matrix:
  std::string kill_again_at;      // in the next life; empty: that one lives
  int times = 1;                  // so many creates meet the behaviour
  bool holds_unexecuted = false;  // in_flight: the provider executes only after the kill
};

inline constexpr const char* in_flight = "in_flight";

std::string describe(const Cell& cell);
// The action of the emulator's fault; empty: none.
std::string action_of(const Cell& cell);
// A walk of `count` runs through the whole matrix in the seed's order, again and again.
std::vector<Cell> walk(std::size_t count, std::uint64_t seed);
// Every point that is in usher_with_faults.
std::vector<std::string> fault_points();

// How late `late` and `lags` are.
inline constexpr int late_ms = 1500;

}  // namespace tests::integration::crash
