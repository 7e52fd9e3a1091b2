#include "gateway/cli/line_splitter.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::cli {

TEST_CASE("lines are the same wherever the pieces end") {
  const std::string text = "one\ntwo\r\n\nthree\nrest";
  const std::vector<std::string> expected = {"one", "two", "", "three"};
  for (std::size_t size = 1; size <= text.size(); ++size) {
    CAPTURE(size);
    LineSplitter splitter(100);
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size(); at += size) {
      CHECK(splitter.feed(std::string_view(text).substr(at, size), [&](std::string_view line) {
        lines.emplace_back(line);
        return true;
      }));
    }
    CHECK(lines == expected);
    CHECK(splitter.rest() == "rest");
  }
}

TEST_CASE("stops in the middle of a piece when no more is wanted") {
  LineSplitter splitter(100);
  int lines = 0;
  CHECK_FALSE(splitter.feed("a\nb\nc\n", [&](std::string_view) { return ++lines < 2; }));
  CHECK(lines == 2);
  CHECK_FALSE(splitter.is_too_long());
}

TEST_CASE("a line without an end is not kept for ever") {
  LineSplitter splitter(8);
  const auto nobody = [](std::string_view) { return true; };
  CHECK(splitter.feed("12345678", nobody));
  CHECK_FALSE(splitter.feed("9", nobody));
  CHECK(splitter.is_too_long());
}

}  // namespace gateway::cli
