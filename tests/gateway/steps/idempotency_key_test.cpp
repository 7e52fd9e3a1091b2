#include "gateway/steps/idempotency_key.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace gateway::steps {

TEST_CASE("a key is taken as it stands, of any visible characters") {
  for (const std::string key : {"a", "7c1f8e52-3b0a-4d6e-9f41-0a2b3c4d5e6f", "!#$%&'()*+,-./:;<=>?@[]^_`{|}~",
                                "a\"b", "back\\slash"}) {
    CAPTURE(key);
    CHECK(read_idempotency_key(key) == key);
  }
  CHECK(read_idempotency_key(std::string(255, 'k')) == std::string(255, 'k'));
}

TEST_CASE("a quoted key is the key between the quotes") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {R"("a")", "a"},         {R"("7c1f8e52")", "7c1f8e52"}, {R"("a\"b")", R"(a"b)"},
      {R"("a\\b")", R"(a\b)"}, {R"("\"")", R"(")"},
  };
  for (const auto& [value, key] : rows) {
    CAPTURE(value);
    CHECK(read_idempotency_key(value) == key);
  }
  // What counts is the key, not how it is written.
  std::string longest = "\"";
  for (int i = 0; i < 255; ++i)
    longest += "\\\\";
  CHECK(read_idempotency_key(longest + '"') == std::string(255, '\\'));
}

TEST_CASE("what is empty, too long, not visible ASCII or badly quoted is no key") {
  for (const std::string value :
       {"", "\"\"", "\"", " ", "a b", "\"a b\"", "a\tb", "\x7f", "\xc3\xa9", "\"\xc3\xa9\"", "\"a", "\"a\"b",
        "\"a\"b\"", "\"a\\\"", "\"\\a\"", "\"a\";p=1", "\"a\", \"b\""}) {
    CAPTURE(value);
    CHECK_FALSE(read_idempotency_key(value).has_value());
  }
  CHECK_FALSE(read_idempotency_key(std::string(256, 'k')).has_value());
  CHECK_FALSE(read_idempotency_key('"' + std::string(256, 'k') + '"').has_value());
  CHECK_FALSE(read_idempotency_key(std::string_view("a\0b", 3)).has_value());
}

}  // namespace gateway::steps
