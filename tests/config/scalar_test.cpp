#include "config/scalar.hpp"

#include <doctest/doctest.h>

using std::chrono::milliseconds;

TEST_CASE("reads durations with a unit, and prints them in the biggest that fits") {
  struct Row {
    std::string text;
    long long value;
    const char* printed;
  };
  for (const Row& row : {Row{"250ms", 250, "250ms"}, Row{"20s", 20'000, "20s"}, Row{"5m", 300'000, "5m"},
                         Row{"1h", 3'600'000, "1h"}, Row{"60s", 60'000, "1m"}, Row{"1500ms", 1500, "1500ms"},
                         Row{"90s", 90'000, "90s"}, Row{"0s", 0, "0ms"}}) {
    CAPTURE(row.text);
    const auto duration = config::parse_duration(row.text);
    REQUIRE(duration.has_value());
    CHECK(duration->count() == row.value);
    CHECK(config::print_duration(*duration) == row.printed);
  }
  for (const std::string text :
       {"", "s", "20", "20 s", "-1s", "+1s", "1.5s", "1e3s", "01s", "20S", "20sec", "1d", " 20s", "20s ",
        "1h30m", "9223372036854775807h", "99999999999999999999s", "٢s"}) {
    CAPTURE(text);
    CHECK(!config::parse_duration(text).has_value());
  }
}

TEST_CASE("reads sizes in powers of 1024 only") {
  struct Row {
    std::string text;
    unsigned long long value;
    const char* printed;
  };
  for (const Row& row :
       {Row{"512B", 512, "512B"}, Row{"64KiB", 65'536, "64KiB"}, Row{"8MiB", 8'388'608, "8MiB"},
        Row{"1GiB", 1'073'741'824, "1GiB"}, Row{"1024KiB", 1'048'576, "1MiB"}, Row{"8000B", 8000, "8000B"}}) {
    CAPTURE(row.text);
    const auto size = config::parse_size(row.text);
    REQUIRE(size.has_value());
    CHECK(*size == row.value);
    CHECK(config::print_size(*size) == row.printed);
  }
  for (const std::string text :
       {"", "64", "64KB", "64kB", "64K", "64kib", "1.5MiB", "-1B", "1TiB", "9999999999999GiB"}) {
    CAPTURE(text);
    CHECK(!config::parse_size(text).has_value());
  }
}

TEST_CASE("reads whole numbers in plain digits, and percentages up to 100%") {
  CHECK(config::parse_integer("0") == 0);
  CHECK(config::parse_integer("4096") == 4096);
  CHECK(config::parse_integer("9223372036854775807").has_value());
  for (const std::string text :
       {"", "010", "0x10", "+1", "-1", "1_000", "1,000", "1.0", "1e3", "9223372036854775808"}) {
    CAPTURE(text);
    CHECK(!config::parse_integer(text).has_value());
  }
  CHECK(config::parse_percent("0%") == 0u);
  CHECK(config::parse_percent("100%") == 100u);
  for (const std::string text : {"", "%", "20", "101%", "-1%", "20 %", "2.5%"}) {
    CAPTURE(text);
    CHECK(!config::parse_percent(text).has_value());
  }
}

TEST_CASE("knows a name from other texts") {
  for (const std::string& text : {std::string("a"), std::string("9"), std::string("billing-portal"),
                                  std::string("a_b"), std::string(63, 'a')}) {
    CAPTURE(text);
    CHECK(config::is_name(text));
  }
  for (const std::string& text :
       {std::string(""), std::string("-a"), std::string("_a"), std::string("A"), std::string("a.b"),
        std::string("a b"), std::string("ä"), std::string(64, 'a')}) {
    CAPTURE(text);
    CHECK(!config::is_name(text));
  }
}
