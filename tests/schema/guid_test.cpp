#include "schema/guid.hpp"

#include <doctest/doctest.h>

namespace schema {

TEST_CASE("a GUID in any case is written in lower case") {
  const auto guid = Guid::parse("4D3CF487-70f4-4E1e-9ff1-B2BFCE8D9F04");
  REQUIRE(guid.has_value());
  CHECK(guid->to_string() == "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04");
  CHECK(guid->bytes[0] == 0x4D);
  CHECK(guid->bytes[15] == 0x04);
  CHECK(guid == Guid::parse("4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04"));
}

TEST_CASE("anything but 8-4-4-4-12 hexadecimal digits is no GUID") {
  const std::string_view refused[] = {
      "",
      "4d3cf487",
      "4d3cf48770f44e1e9ff1b2bfce8d9f04",
      "{4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04}",
      " 4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04",
      "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04\n",
      "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f0",
      "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f0g",
      "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f/4",
      "4d3cf487_70f4-4e1e-9ff1-b2bfce8d9f04",
      "4d3cf4877-0f4-4e1e-9ff1-b2bfce8d9f04",
      "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f:0",
      "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f\xC3\xA4",
      "------------------------------------",
  };
  for (const std::string_view text : refused) {
    CAPTURE(text);
    CHECK_FALSE(Guid::parse(text).has_value());
  }
  CHECK_FALSE(Guid::parse(std::string("4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f0\0", 36)).has_value());
}

TEST_CASE("a random GUID is of version 4 and the RFC's variant, whatever the bytes") {
  std::array<std::uint8_t, 16> bytes{};
  CHECK(Guid::from_random(bytes).to_string() == "00000000-0000-4000-8000-000000000000");
  bytes.fill(0xFF);
  CHECK(Guid::from_random(bytes).to_string() == "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

}  // namespace schema
