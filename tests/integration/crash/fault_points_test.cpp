// What ships knows nothing of the moments at which tests kill it.
#include "tests/integration/crash/cell.hpp"
#include "tests/support/read_file.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace tests::integration::crash {
namespace {

bool has(const std::string& program, const std::string& trace) {
  return ::memmem(program.data(), program.size(), trace.data(), trace.size()) != nullptr;
}

TEST_CASE("no fault point is in the program that ships, and every one is in the program of the tests") {
  const std::string shipped = support::read_file(USHER_PROGRAM);
  const std::string faulty = support::read_file(USHER_WITH_FAULTS);
  REQUIRE_FALSE(shipped.empty());
  std::vector<std::string> traces = fault_points();
  traces.insert(traces.end(),
                {"after_token_answer", "after_token_kept", "USHER_KILL_AT", "_ZN7gateway6create5reachE"});
  for (const std::string& trace : traces) {
    CAPTURE(trace);
    CHECK_FALSE(has(shipped, trace));
    CHECK(has(faulty, trace));
  }
}

}  // namespace
}  // namespace tests::integration::crash
