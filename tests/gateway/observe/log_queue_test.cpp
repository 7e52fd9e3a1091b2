#include "gateway/observe/log_queue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fcntl.h>
#include <string>
#include <thread>
#include <unistd.h>

namespace gateway::observe {

TEST_CASE("gives a blocked output up when told to, and counts what it did not take") {
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  const std::string line = std::string(99, 'x') + "\n";
  LogQueue queue(ends[1], 1'000'000);
  std::thread writer([&queue] { queue.run(); });
  std::uint64_t pushed = 0;
  while (pushed < 5000) {
    if (queue.push(line)) ++pushed;
  }

  CHECK(queue.finish(std::chrono::milliseconds(1)));
  writer.join();
  close(ends[1]);
  std::uint64_t written = 0;
  char bytes[4096];
  for (ssize_t size; (size = read(ends[0], bytes, sizeof bytes)) > 0;) {
    written += static_cast<std::uint64_t>(std::count(bytes, bytes + size, '\n'));
  }
  close(ends[0]);

  CHECK(written > 0);
  CHECK(queue.dropped() > 0);
  CHECK(written + queue.dropped() == pushed);
}

TEST_CASE("takes no more than its room, but for the last line of all") {
  LogQueue queue(-1, 10);
  CHECK(queue.push("12345678\n"));
  CHECK(!queue.push("1\n"));
  CHECK(queue.push("1\n", LogRoom::unbounded));
}

}  // namespace gateway::observe
