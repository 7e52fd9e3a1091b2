#include "adapters/retry_after.hpp"

#include <doctest/doctest.h>

namespace adapters {
namespace {

using std::chrono::seconds;

// Mon, 27 Jan 2020 04:16:00 GMT
const std::chrono::system_clock::time_point now = std::chrono::sys_days{std::chrono::year{2020} / 1 / 27} +
                                                  std::chrono::hours(4) + std::chrono::minutes(16);

TEST_CASE("reads Retry-After as seconds and as a date in each of its forms") {
  struct Row {
    const char* value;
    long wait;
  };
  for (const auto& row : {Row{"57", 57},
                          {"0", 0},
                          {"000120", 120},
                          {"999999999999999999999", 86400},
                          {"Mon, 27 Jan 2020 04:17:10 GMT", 70},
                          {"Monday, 27-Jan-20 04:17:10 GMT", 70},
                          {"Mon Jan 27 04:17:10 2020", 70},
                          {"Sun, 26 Jan 2020 04:17:10 GMT", 0},
                          {"Wed, 27 Jan 2100 04:17:10 GMT", 86400},
                          {"Thursday, 27-Jan-94 04:17:10 GMT", 0}}) {
    CAPTURE(row.value);
    const auto wait = parse_retry_after(row.value, now);
    REQUIRE(wait.has_value());
    CHECK(wait->count() == row.wait);
  }
}

TEST_CASE("rounds the wait for a date up to whole seconds") {
  const auto wait = parse_retry_after("Mon, 27 Jan 2020 04:17:10 GMT", now + std::chrono::milliseconds(200));
  REQUIRE(wait.has_value());
  CHECK(*wait == seconds(70));
}

TEST_CASE("takes nothing from a Retry-After that is neither seconds nor a date") {
  for (const char* value :
       {"", "soon", "-1", "1.5", "57 ", "Mon, 32 Jan 2020 04:17:10 GMT", "Mon, 27 Foo 2020 04:17:10 GMT",
        "Mon, 30 Feb 2020 04:17:10 GMT", "Mon, 27 Jan 2020 25:17:10 GMT", "Mon, 27 Jan 2020 04:17:10 CET",
        "Mon, 27 Jan 2020", "2020-01-27T04:17:10Z"}) {
    CAPTURE(value);
    CHECK_FALSE(parse_retry_after(value, now).has_value());
  }
}

}  // namespace
}  // namespace adapters
