#include "schema/fold.hpp"

#include "schema/code_point.hpp"

#include <doctest/doctest.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

namespace schema {
namespace {

std::string identity_of(std::string_view text) {
  std::string out;
  append_identity(out, text);
  return out;
}

std::string collation_of(std::string_view text) {
  std::string out = "kept ";
  append_collation(out, text);
  return out.substr(5);
}

// The slow way, straight from the library.
std::string library_collation_of(const std::string& text) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                                      UTF8PROC_CASEFOLD);
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
  REQUIRE(size >= 0);
  std::string out(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
  std::free(mapped);
  return out;
}

bool is_surrogate(std::int32_t c) { return c >= 0xD800 && c <= 0xDFFF; }

std::string utf8_of(std::int32_t code_point) {
  std::string text;
  append_code_point(text, code_point);
  return text;
}

}  // namespace

TEST_CASE("two spellings of one address are one identity") {
  const std::string_view pairs[][2] = {
      {"ann@x.org", "Ann@X.ORG"},
      {" ann@x.org\t", "ann@x.org"},
      {"\u00A0ann@x.org\u3000", "ann@x.org"},
      {"ÄÖÜ@x.org", "äöü@x.org"},
      {"ΣΑΣ@x.org", "σας@x.org"},
      {"ИВАН@x.org", "иван@x.org"},
      {"\u212A@x.org", "k@x.org"},
      {"\u1E9E@x.org", "\u00DF@x.org"},
      {"\u1F88@x.org", "\u1F80@x.org"},
      {"\U00010400@x.org", "\U00010428@x.org"},
      {"\uAB70", "\u13A0"},
  };
  for (const auto& pair : pairs) {
    CAPTURE(pair[0]);
    CHECK(same_identity(pair[0], pair[1]));
  }
}

TEST_CASE("different people stay different") {
  const std::string_view pairs[][2] = {
      {"ann@x.org", "anna@x.org"},
      {"a nn@x.org", "ann@x.org"},
      {"stra\u00DFe@x.org", "strasse@x.org"},  // full folding only
      {"\uFB01x@x.org", "fix@x.org"},          // compatibility only
      {"e\u0301@x.org", "\u00E9@x.org"},       // normalization only
      {"\u0130@x.org", "i@x.org"},
      {"\u0131@x.org", "i@x.org"},
      {"\uFEFFann@x.org", "ann@x.org"},  // no white space
      {"", ""},
      {" ", "\t"},
      {"", "ann@x.org"},
  };
  for (const auto& pair : pairs) {
    CAPTURE(pair[0]);
    CHECK_FALSE(same_identity(pair[0], pair[1]));
  }
}

TEST_CASE("white space of every kind is trimmed at both ends, and kept inside") {
  for (const std::int32_t space : {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000, 0x200A,
                                   0x2028, 0x2029, 0x202F, 0x205F, 0x3000}) {
    const std::string s = utf8_of(space);
    CAPTURE(space);
    CHECK(identity_of(s + s + "É" + s + "b" + s) == "é" + s + "b");
    CHECK(identity_of(s + s) == "");
  }
}

TEST_CASE("an identity of one character stays one character, and folds no further") {
  for (std::int32_t c = 0; c <= 0x10FFFF; ++c) {
    if (is_surrogate(c)) continue;
    const std::string folded = identity_of(utf8_of(c));
    if (folded.empty()) continue;
    REQUIRE(first_code_point(folded).size == folded.size());
    REQUIRE(identity_of(folded) == folded);
  }
}

TEST_CASE("text sorts and matches by its NFKC case folding") {
  CHECK(collation_of("") == "");
  CHECK(collation_of("ANN Lee 7") == "ann lee 7");
  CHECK(collation_of("Zoë") == "zoë");
  CHECK(collation_of("ZOE\u0308") == "zoë");
  CHECK(collation_of("Straße") == "strasse");
  CHECK(collation_of("\uFB01x \u2122 ＡＢ") == "fix tm ab");
  CHECK(collation_of("ИВАН ΣΑΣ") == "иван σασ");
  CHECK(collation_of("王小明 김철수") == "王小明 김철수");
  CHECK(collation_of("\u1112\u1161\u11AB") == "한");
  CHECK(collation_of("\uD558\u11AB") == "한");
  CHECK(collation_of(std::string("A\0B", 3)) == std::string("a\0b", 3));
}

TEST_CASE("the fast way folds every single character as the library does") {
  for (std::int32_t c = 0; c <= 0x10FFFF; ++c) {
    if (is_surrogate(c)) continue;
    const std::string text = utf8_of(c);
    if (collation_of(text) != library_collation_of(text)) FAIL("differs at " << c);
  }
}

TEST_CASE("the fast way folds random texts as the library does") {
  // Characters that join, change places or fall apart beside their neighbours, among ordinary ones.
  constexpr std::int32_t lively[] = {
      'a',    'e',    'o',    'E',     0x300,   0x301,   0x308,   0x323,   0x327,  0x345,  0x338,  0xC5,
      0xC9,   0x1B0,  0x1E9E, 0x130,   0x3A3,   0x344,   0x390,   0x9BE,   0x9C7,  0x9D7,  0xBC6,  0xBBE,
      0xBD7,  0xCC6,  0xCD5,  0xCCB,   0xD57,   0xDCF,   0xDD9,   0xDCA,   0x1025, 0x102E, 0x1100, 0x1112,
      0x1161, 0x1175, 0x11A7, 0x11A8,  0x11C2,  0xAC00,  0xAC01,  0xD558,  0x1B05, 0x1B35, 0x1F88, 0x1FBE,
      0x1FB3, 0x304B, 0x3099, 0x309A,  0x309B,  0x4E00,  0xF900,  0xFB01,  0xFF21, 0xFF76, 0xFF9E, 0x212B,
      0x2126, 0x2260, 0x226F, 0x110BA, 0x11099, 0x1D15E, 0x2F800, 0x1F600, 0xAD,   0x200D, 0xFE0F,
  };
  std::mt19937 random(5);
  const auto next = [&]() -> std::int32_t {
    switch (random() % 4) {
      case 0:
        return static_cast<std::int32_t>(random() % 0x250);
      case 1:
        return static_cast<std::int32_t>(random() % 0x3400);
      default:
        return lively[random() % std::size(lively)];
    }
  };
  for (int run = 0; run < 100'000; ++run) {
    std::string text;
    for (std::size_t i = random() % 8; i-- > 0;)
      append_code_point(text, next());
    if (collation_of(text) != library_collation_of(text)) {
      CAPTURE(text);
      FAIL("differs");
    }
  }
}

TEST_CASE("folded text sorts by bytes as it does by code points") {
  std::vector<std::string> folded;
  for (const std::int32_t c : {0x41, 0x7A, 0xE9, 0x3B1, 0x4E00, 0xAC00, 0xFFFD, 0x1F600})
    folded.push_back(collation_of(utf8_of(c)));
  CHECK(std::is_sorted(folded.begin(), folded.end()));
}

TEST_CASE("bytes that are not UTF-8 stay as they are, and harm nobody") {
  CHECK(identity_of("A\xFF\xC3 B") == "a\xFF\xC3 b");
  CHECK(identity_of("\x85 A\xA0") == "\x85 a\xA0");
  CHECK(identity_of("\xC2") == "\xC2");
  CHECK(collation_of("A\xFF É") == "A\xFF É");
  CHECK(collation_of("A\xC3") == "A\xC3");
  std::mt19937 random(7);
  for (int run = 0; run < 20'000; ++run) {
    std::string bytes(random() % 12, ' ');
    for (char& c : bytes)
      c = static_cast<char>(random());
    (void)identity_of(bytes);
    (void)collation_of(bytes);
  }
}

}  // namespace schema
