#include "schema/code_point.hpp"

#include <doctest/doctest.h>

namespace schema {

TEST_CASE("every code point reads back from its own bytes, from the front and from the back") {
  for (std::int32_t value = 0; value <= 0x10FFFF; ++value) {
    if (value >= 0xD800 && value <= 0xDFFF) continue;
    std::string text;
    append_code_point(text, value);
    const CodePoint first = first_code_point(text);
    const CodePoint last = last_code_point("é" + text);
    REQUIRE(first.value == value);
    REQUIRE(first.size == text.size());
    REQUIRE(last.value == value);
    REQUIRE(last.size == text.size());
  }
}

TEST_CASE("bytes that are not UTF-8 are one unknown byte each") {
  for (const std::string_view bytes :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\x80", "\xE2\x82", "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF0\x9F\x98", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    CAPTURE(bytes.size());
    CHECK(first_code_point(bytes).value == -1);
    CHECK(first_code_point(bytes).size == 1);
    CHECK(last_code_point(bytes).size == 1);
  }
  CHECK(last_code_point("\x80\x80\x80\x80\x80").value == -1);
}

}  // namespace schema
