#include "schema/instant.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace schema {
namespace {

Instant at(std::string_view text) {
  const auto instant = Instant::parse(text);
  REQUIRE_MESSAGE(instant.has_value(), text);
  return *instant;
}

}  // namespace

TEST_CASE("a time is the second that it names, counted from 1970") {
  CHECK(at("1970-01-01T00:00:00Z").seconds == 0);
  CHECK(at("2024-02-29T23:59:60Z").seconds == 1709251200);
  CHECK(at("1969-12-31T23:59:59Z").seconds == -1);
  CHECK(at("0000-01-01T00:00:00Z").seconds == -62167219200);
  CHECK(at("9999-12-31T23:59:59Z").seconds == 253402300799);
  CHECK(at("2024-01-01t00:00:00z") == at("2024-01-01T00:00:00Z"));
}

TEST_CASE("times with different offsets are equal where they mean the same instant") {
  CHECK(at("2024-01-01T01:00:00+01:00") == at("2024-01-01T00:00:00Z"));
  CHECK(at("2023-12-31T18:30:00-05:30") == at("2024-01-01T00:00:00Z"));
  CHECK(at("2024-01-01T00:00:00-00:00") == at("2024-01-01T00:00:00Z"));
  CHECK(at("2024-01-01T00:30:00+01:00") < at("2024-01-01T00:00:00Z"));
  CHECK(at("2024-01-01T00:00:00-23:59") > at("2024-01-01T23:58:59Z"));
}

TEST_CASE("a fraction counts to its last digit, and zeros at its end do not") {
  CHECK(at("2024-01-01T00:00:00.500Z") == at("2024-01-01T00:00:00.5Z"));
  CHECK(at("2024-01-01T00:00:00.000Z") == at("2024-01-01T00:00:00Z"));
  CHECK(at("2024-01-01T00:00:00.45Z") < at("2024-01-01T00:00:00.5Z"));
  CHECK(at("2024-01-01T00:00:00.05Z") < at("2024-01-01T00:00:00.45Z"));
  CHECK(at("2024-01-01T00:00:00.0000000000000000000001Z") > at("2024-01-01T00:00:00Z"));
  CHECK(at("2024-01-01T00:00:00.9999999999999999999999Z") < at("2024-01-01T00:00:01Z"));
}

TEST_CASE("what RFC 3339 does not write is no time") {
  for (const std::string_view text : {"",
                                      "2024",
                                      "2024-01-01",
                                      "2024-01-01T00:00:00",
                                      "2024-01-01 00:00:00Z",
                                      "2024-01-01T00:00Z",
                                      "2024-01-01T00:00:00.Z",
                                      "2024-01-01T00:00:00,5Z",
                                      "2024-01-01T00:00:00+0100",
                                      "2024-01-01T00:00:00+01",
                                      "2024-01-01T00:00:00+24:00",
                                      "2024-01-01T00:00:00+00:60",
                                      "2024-01-01T24:00:00Z",
                                      "2024-01-01T00:60:00Z",
                                      "2024-01-01T00:00:61Z",
                                      "2024-02-30T00:00:00Z",
                                      "2023-02-29T00:00:00Z",
                                      "2024-13-01T00:00:00Z",
                                      "2024-00-01T00:00:00Z",
                                      "2024-01-00T00:00:00Z",
                                      "24-01-01T00:00:00Z",
                                      "2024-1-1T00:00:00Z",
                                      "+2024-01-01T00:00:00Z",
                                      "2024-01-01T00:00:00ZZ",
                                      " 2024-01-01T00:00:00Z",
                                      "2024-01-01T00:00:00Z ",
                                      "20240101T000000Z",
                                      "2024-01-01T00:00:00 Z"}) {
    CAPTURE(text);
    CHECK_FALSE(Instant::parse(text).has_value());
  }
}

TEST_CASE("writes the time in UTC with milliseconds") {
  struct Row {
    std::int64_t unix_ms;
    std::string text;
  };
  const std::vector<Row> rows = {
      {0, "1970-01-01T00:00:00.000Z"},
      {1767323045678, "2026-01-02T03:04:05.678Z"},
      {1709210096007, "2024-02-29T12:34:56.007Z"},
      {-1, "1969-12-31T23:59:59.999Z"},
  };
  for (const Row& row : rows) {
    std::string out;
    append_rfc3339(out, std::chrono::system_clock::time_point(std::chrono::milliseconds(row.unix_ms)));
    CHECK(out == row.text);
  }
}

}  // namespace schema
