#include "adapters/partner_center/timestamp.hpp"

#include <doctest/doctest.h>

#include <string>

namespace adapters::partner_center {
namespace {

std::string timestamp_of(std::string_view text) {
  Page page;
  const schema::Text read = to_timestamp(page, schema::Text(text, true));
  return read.is_null() ? "null" : std::string(read.view());
}

TEST_CASE("keeps what is RFC 3339 as it is") {
  for (const char* time :
       {"2017-01-20T00:33:34Z", "2017-01-20T00:33:34.1234567Z", "2024-02-29T23:59:60+02:00",
        "2017-01-20t00:33:34z", "0001-01-01T00:00:00Z", "2017-01-20T00:33:34-11:30"}) {
    CHECK(timestamp_of(time) == time);
  }
}

TEST_CASE("takes a time without an offset for UTC") {
  CHECK(timestamp_of("2017-01-20T00:33:34") == "2017-01-20T00:33:34Z");
  CHECK(timestamp_of("2017-01-20T00:33:34.5") == "2017-01-20T00:33:34.5Z");
}

TEST_CASE("makes null of what is no time") {
  for (const char* text :
       {"yesterday", "2017-01-20", "2017-01-20T", "2017-01-20 00:33:34Z", "2017-13-20T00:33:34Z",
        "2017-02-29T00:33:34Z", "2017-01-20T24:00:00Z", "2017-01-20T00:60:00Z", "2017-01-20T00:33:34.Z",
        "2017-01-20T00:33:34+0200", "2017-01-20T00:33:34Zx", "2017-01-20T00:33:34+25:00", "/Date(1)/",
        "2017-1-20T00:33:34Z", "20170120T003334Z"}) {
    CAPTURE(text);
    CHECK(timestamp_of(text) == "null");
  }
  Page page;
  CHECK(to_timestamp(page, schema::Text()).is_null());
}

}  // namespace
}  // namespace adapters::partner_center
