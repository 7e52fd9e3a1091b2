#include "schema/json_text.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <random>

namespace schema {
namespace {

std::string json_of(std::string_view text) {
  std::string out = "[";
  append_json_string(out, text);
  return out.substr(1);
}

}  // namespace

TEST_CASE("a string is escaped where RFC 8259 says it must, and nowhere else") {
  CHECK(json_of("") == R"("")");
  CHECK(json_of("Ann Lee") == R"("Ann Lee")");
  CHECK(json_of("a\"b\\c/d") == R"("a\"b\\c/d")");
  CHECK(json_of("\b\f\n\r\t") == R"("\b\f\n\r\t")");
  CHECK(json_of(std::string_view("\0\x01\x1F\x7F", 4)) == "\"\\u0000\\u0001\\u001f\x7F\"");
  CHECK(json_of("Zoë 😀 \u2028") == "\"Zoë 😀 \u2028\"");
}

TEST_CASE("a byte that needs an escape is found at every place of texts of every length") {
  for (std::size_t length = 1; length < 40; ++length)
    for (std::size_t place = 0; place < length; ++place)
      for (int byte = 0; byte < 0x80; ++byte) {
        std::string text(length, 'x');
        text[place] = static_cast<char>(byte);
        const bool must = byte < 0x20 || byte == '"' || byte == '\\';
        REQUIRE(is_plain_json(text) == !must);
        REQUIRE((json_of(text).size() == length + 2) == !must);
      }
}

TEST_CASE("bytes past ASCII are plain, whatever stands beside them") {
  for (int byte = 0x80; byte < 0x100; ++byte) {
    const std::string text(9, static_cast<char>(byte));
    REQUIRE(is_plain_json(text));
  }
}

TEST_CASE("what is written reads back as it was") {
  std::mt19937 random(20240311);
  for (int run = 0; run < 2000; ++run) {
    std::string text(random() % 50, ' ');
    for (char& c : text)
      c = static_cast<char>(random() % 3 == 0 ? random() % 0x28 : random() % 0x80);
    const boost::json::value read = boost::json::parse(json_of(text));
    REQUIRE(std::string(read.as_string()) == text);
    REQUIRE(is_plain_json(text) == (json_of(text).size() == text.size() + 2));
  }
}

TEST_CASE("a text is written as null, as it stands, or escaped") {
  std::string out;
  append_json_text(out, Text());
  append_json_text(out, Text("plain", true));
  append_json_text(out, Text("a\"b", false));
  append_json_text(out, Text("", true));
  CHECK(out == R"(null"plain""a\"b""")");
}

}  // namespace schema
