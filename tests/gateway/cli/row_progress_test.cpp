#include "gateway/cli/row_progress.hpp"

#include "gateway/cli/terminal_text.hpp"

#include <doctest/doctest.h>

#include <string>

namespace gateway::cli {

TEST_CASE("a bar says what became of the rows, how fast, and how long it still takes") {
  CHECK(progress_text({100, 0, 0, 0}, RowProgress::Step::creating, 2, 100) ==
        "[....................]  0/100 rows, 0 created, 0 failed");
  CHECK(progress_text({100, 40, 38, 2}, RowProgress::Step::creating, 10, 100) ==
        "[########............]  40/100 rows, 38 created, 2 failed, 4.0/s, 0:15 left");
  CHECK(progress_text({5000, 5000, 5000, 0}, RowProgress::Step::creating, 20, 100) ==
        "[####################]  5,000/5,000 rows, 5,000 created, 0 failed, 250/s, 0:00 left");
  CHECK(progress_text({10000, 1, 1, 0}, RowProgress::Step::creating, 1, 100) ==
        "[....................]  1/10,000 rows, 1 created, 0 failed, 1.0/s, 2:46:39 left");
}

TEST_CASE("while rows are checked nothing is said of created ones") {
  CHECK(progress_text({10, 5, 0, 0}, RowProgress::Step::checking, 1, 100) ==
        "[##########..........]  5/10 rows checked, 5.0/s, 0:01 left");
}

TEST_CASE("a narrow terminal gets no bar, and never more than its columns") {
  CHECK(progress_text({10, 5, 5, 0}, RowProgress::Step::creating, 1, 79) ==
        "5/10 rows, 5 created, 0 failed, 5.0/s, 0:01 left");
  for (std::size_t columns = 1; columns < 120; ++columns)
    CHECK(display_width(progress_text({5000, 40, 38, 2}, RowProgress::Step::creating, 10, columns)) <
          columns);
}

TEST_CASE("with no rows at all everything is done") {
  CHECK(progress_text({0, 0, 0, 0}, RowProgress::Step::creating, 0, 100) ==
        "[####################]  0/0 rows, 0 created, 0 failed");
}

TEST_CASE("a progress line is drawn when it is time to, and erased") {
  std::chrono::steady_clock::time_point now{};
  std::string printed;
  RowProgress progress([&printed](std::string_view text) { printed += text; }, [&now] { return now; },
                       RowProgress::Step::checking, 40);
  progress.tick({2, 1, 0, 0});
  CHECK(printed.empty());
  now += std::chrono::seconds(1);
  progress.tick({2, 1, 0, 0});
  CHECK(printed == "\r\x1b[K1/2 rows checked, 1.0/s, 0:01 left");
  printed.clear();
  progress.erase();
  CHECK(printed == "\r\x1b[K");
}

}  // namespace gateway::cli
