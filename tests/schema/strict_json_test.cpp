#include "schema/strict_json.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <limits>

namespace schema {
namespace {

using namespace std::string_view_literals;

struct Malformed {
  std::string_view body;
  std::string_view detail;  // a part of it
};

constexpr std::string_view bad_place = "may not stand here";
constexpr std::string_view ended = "ends too early";
constexpr std::string_view extra = "something follows";
constexpr std::string_view deep = "levels deep";
constexpr std::string_view not_utf8 = "not UTF-8";
constexpr std::string_view surrogate = "surrogate";
constexpr std::string_view duplicate = "duplicate member name";
constexpr std::string_view large = "number is too large";
constexpr std::string_view control = "control character";
constexpr std::string_view any = "";

constexpr Malformed malformed[] = {
    {"", "empty"},
    {" \t\r\n", "empty"},
    {"\xEF\xBB\xBF{}", "byte order mark"},
    {"\xEF\xBB\xBF", "byte order mark"},
    {"\xFF\xFE{\0}\0"sv, not_utf8},
    {"{", ended},
    {"[", ended},
    {"[1", ended},
    {"[1,", ended},
    {"{\"a\"", ended},
    {"{\"a\":", ended},
    {"{\"a\":1", ended},
    {"\"abc", ended},
    {"\"abc\\", ended},
    {"tru", ended},
    {"nul", ended},
    {"-", ended},
    {"1.", ended},
    {"1e", ended},
    {"{}x", extra},
    {"{}{}", extra},
    {"{} []", extra},
    {"1 2", extra},
    {"{}\0"sv, extra},
    {"null,", extra},
    {"[1,]", bad_place},
    {"{\"a\":1,}", bad_place},
    {"[,1]", bad_place},
    {"{,}", bad_place},
    {"[1 2]", bad_place},
    {"[1;2]", bad_place},
    {"{\"a\" 1}", bad_place},
    {"{\"a\":1 \"b\":2}", bad_place},
    {"{a:1}", bad_place},
    {"{'a':1}", bad_place},
    {"['a']", bad_place},
    {"{1:1}", bad_place},
    {"{null:1}", bad_place},
    {"]", bad_place},
    {"[}", bad_place},
    {"{]", bad_place},
    {"[1}", bad_place},
    {"True", bad_place},
    {"NULL", bad_place},
    {"truE", bad_place},
    {"nan", any},
    {"NaN", bad_place},
    {"[NaN]", bad_place},
    {"Infinity", bad_place},
    {"-Infinity", bad_place},
    {"undefined", bad_place},
    {"+1", bad_place},
    {".5", bad_place},
    {"01", any},
    {"-01", any},
    {"1.e5", bad_place},
    {"[1.]", bad_place},
    {"[1e]", bad_place},
    {"[1e+]", bad_place},
    {"0x10", any},
    {"[--1]", bad_place},
    {"1e999", large},
    {"[-1e999]", large},
    {"{\"a\":1e309}", large},
    {"1e99999999999", large},
    {"// c\n1", bad_place},
    {"/* c */ 1", bad_place},
    {"[1 // c\n]", bad_place},
    {"# c\n1", bad_place},
    {"\"\\x41\"", bad_place},
    {"\"\\'\"", bad_place},
    {"\"\\u12\"", "hexadecimal"},
    {"\"\\u12G4\"", "hexadecimal"},
    {"\"\\U0041\"", bad_place},
    {"\"\\ud800\"", surrogate},
    {"\"\\ud800x\"", surrogate},
    {"\"\\ud800\\n\"", surrogate},
    {"\"\\ud800\\ud800\"", surrogate},
    {"\"\\udc00\"", surrogate},
    {"\"\\udc00\\ud800\"", surrogate},
    {"{\"\\udfff\":1}", surrogate},
    {"\"a\nb\"", control},
    {"\"a\tb\"", control},
    {"\"a\0b\""sv, control},
    {"\"\x1F\"", control},
    {"{\"a\rb\":1}", control},
    {"\"\x80\"", not_utf8},
    {"\"\xC3\"", not_utf8},
    {"\"\xC3(\"", not_utf8},
    {"\"\xC0\x80\"", not_utf8},
    {"\"\xE0\x80\xAF\"", not_utf8},
    {"\"\xED\xA0\x80\"", not_utf8},
    {"\"\xF4\x90\x80\x80\"", not_utf8},
    {"\"\xF5\x80\x80\x80\"", not_utf8},
    {"\"\xE2\x82\"", not_utf8},
    {"{\"\xFF\":1}", not_utf8},
    {"[\xC2\xA0]", not_utf8},
    {"[1,\xE3\x80\x80 2]", not_utf8},
    {"\f1", control},
    {"\v1", control},
    {"{\"a\":1,\"a\":1}", duplicate},
    {"{\"a\":1,\"b\":2,\"a\":3}", duplicate},
    {"{\"a\":1,\"\\u0061\":2}", duplicate},
    {"{\"\\u00e9\":1,\"é\":2}", duplicate},
    {"{\"/\":1,\"\\/\":2}", duplicate},
    {"{\"\":1,\"\":2}", duplicate},
    {"{\"x\":{\"a\":1,\"a\":2}}", duplicate},
    {"[{\"a\":1},{\"a\":1,\"a\":2}]", duplicate},
    {"{\"a\":{\"b\":1},\"a\":{}}", duplicate},
    {"{\"\\ud83d\\ude00\":1,\"😀\":2}", duplicate},
    {"[[[[[]]]]]", deep},
    {"{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}", deep},
    {"[{\"a\":[{\"a\":[]}]}]", deep},
};

constexpr std::string_view good[] = {
    "{}",
    "[]",
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1",
    "1.5",
    "1E5",
    "1e-400",
    "1.7976931348623157e308",
    "18446744073709551615",
    "123456789012345678901234567890",
    "\"\"",
    "\"\\ud83d\\ude00\"",
    "\"\\u0000\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    "\"\x7F\"",
    "\"\xEF\xBB\xBF\"",
    "\"\xF4\x8F\xBF\xBF\"",
    " \t\r\n{} \t\r\n",
    "{\"a\":{\"a\":{\"a\":{\"a\":1}}}}",
    "[[[[1]]],[[[1]]]]",
    "{\"a\":1,\"A\":2,\"a \":3}",
    "[{\"a\":1},{\"a\":2},{\"b\":{\"a\":1},\"a\":3}]",
    "{\"\":1}",
    "{\"a\\u0000\":1,\"a\":2}",
};

}  // namespace

TEST_CASE("every malformed body is refused, and told why without its values") {
  static_assert(std::size(malformed) >= 60);
  for (const Malformed& c : malformed) {
    const auto read = parse_strict_json(c.body, 4);
    CAPTURE(c.body);
    REQUIRE_FALSE(read.has_value());
    const JsonMistake mistake = read.error();
    CHECK(mistake.detail.find(c.detail) != std::string::npos);
    CHECK(mistake.offset <= c.body.size());
    CHECK_FALSE(mistake.detail.empty());
  }
}

TEST_CASE("every good body reads as Boost.JSON reads it") {
  static_assert(std::size(good) >= 20);
  for (const std::string_view body : good) {
    CAPTURE(body);
    const auto read = parse_strict_json(body, 4);
    REQUIRE(read.has_value());
    CHECK(*read == boost::json::parse({body.data(), body.size()}));
  }
}

TEST_CASE("a mistake carries the place where it was met") {
  struct Case {
    std::string_view body;
    std::size_t offset;
  };
  const Case cases[] = {
      {"", 0},      {"[1,2,x]", 5},    {"{} x", 3},           {"{\"a\":1", 6},          {"[1e999]", 6},
      {"[[[[[", 4}, {"[\"a\nb\"]", 3}, {"\xEF\xBB\xBF{}", 0}, {"{\"a\":1,\"a\":2}", 9},
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    const auto read = parse_strict_json(c.body, 4);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().offset == c.offset);
  }
}

TEST_CASE("the depth limit counts the outermost value as one") {
  CHECK(parse_strict_json("{}", 1).has_value());
  CHECK_FALSE(parse_strict_json("{\"a\":[]}", 1).has_value());
  CHECK(parse_strict_json("{\"a\":[]}", 2).has_value());
  CHECK(parse_strict_json("1", 0).has_value());
  const std::string bomb(1'000'000, '[');
  CHECK(parse_strict_json(bomb, 8).error().detail == "nested more than 8 levels deep");
}

TEST_CASE("a duplicate name is quoted escaped and cut at 64 characters, its values are not") {
  const auto read = parse_strict_json("{\"a\\n\\\"\":\"secret1\",\"a\\n\\\"\":\"secret2\"}", 4);
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().detail == "duplicate member name at this level: \"a\\n\\\"\"");
  const std::string name(5000, 'n');
  const std::string body = "{\"" + name + "\":1,\"" + name + "\":2}";
  CHECK(parse_strict_json(body, 4).error().detail.size() == 103);
}

TEST_CASE("long and escaped names and texts arrive whole") {
  std::string escaped;
  std::string plain;
  for (int i = 0; i < 20'000; ++i) {
    escaped += "\\u0041b";
    plain += "Ab";
  }
  const auto read = parse_strict_json("{\"" + escaped + "\":\"" + escaped + "\"}", 4);
  REQUIRE(read.has_value());
  CHECK(std::string(read->at(plain).as_string()) == plain);
  CHECK_FALSE(parse_strict_json("{\"" + escaped + "\":1,\"" + plain + "\":2}", 4).has_value());
}

TEST_CASE("every cut of a good body is refused without harm") {
  constexpr std::string_view body = R"({"a":[1.5e3,"\ud83d\ude00é",{"b":null}],"c":true})";
  for (std::size_t size = 0; size < body.size(); ++size) {
    // A copy of its own size, so that a sanitizer sees a read past its end.
    const std::string cut(body.substr(0, size));
    CHECK_FALSE(parse_strict_json(cut, 4).has_value());
  }
}

}  // namespace schema
