#include "gateway/cli/terminal_text.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace gateway::cli {

TEST_CASE("nothing that a terminal acts on gets through, and everybody can see that it was there") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"\x1b[31mred\x1b]0;title\x07", "\\x1b[31mred\\x1b]0;title\\x07"},
      {"a\nb\tc\rd", "a\\nb\\tc\\rd"},
      {std::string("\0\x7f", 2), "\\x00\\x7f"},
      {"\u009b31m", "\\u{9b}31m"},                  // CSI as one C1 character
      {"abc\u202Egpj.exe", "abc\\u{202e}gpj.exe"},  // reversed
      {"\u2066\u200F\u200B\uFEFF", "\\u{2066}\\u{200f}\\u{200b}\\u{feff}"},
      {"a\u2028b\u2029", "a\\u{2028}b\\u{2029}"},
      {"\U000E0041", "\\u{e0041}"},
      {"a\xff\xC3", "a\\xff\\xc3"},
      {"\xED\xA0\x80", "\\xed\\xa0\\x80"},  // a surrogate
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(expected);
    CHECK(visible(text) == expected);
  }
}

TEST_CASE("names of all scripts stay as they are") {
  for (const std::string text :
       {"Ağça Şahin", "CONTOSO\\ada", "李小龍", "नमस्ते", "می\u200Cخواهم", "👩\u200D💻", "b\u0301"}) {
    CAPTURE(text);
    CHECK(visible(text) == text);
  }
}

TEST_CASE("JSON that is made visible stands for the same value") {
  const std::string json = "{\"a\":\"\u009b31m \x7f \u202E \U000E0041 李 \u200D\"}";
  std::string out;
  append_visible_json(out, json);
  CHECK(out == "{\"a\":\"\\u009b31m \\u007f \\u202e \\udb40\\udc41 李 \u200D\"}");
  CHECK(boost::json::parse(out) == boost::json::parse(json));
}

TEST_CASE("wide characters take two columns and combining ones none") {
  const std::vector<std::pair<std::string, std::size_t>> rows = {
      {"", 0}, {"abc", 3}, {"é", 1}, {"e\u0301", 1}, {"李小龍", 6}, {"Ａ", 2}, {"👩", 2}, {"a\u200Db", 2}};
  for (const auto& [text, width] : rows) {
    CAPTURE(text);
    CHECK(display_width(text) == width);
  }
}

TEST_CASE("a text is cut between characters and never wider than it may be") {
  struct Row {
    std::string text;
    std::size_t columns;
    std::string cut;
  };
  for (const Row& row : {Row{"abcdef", 6, "abcdef"},
                         {"abcdef", 5, "abcd…"},
                         {"abcdef", 1, "…"},
                         {"abcdef", 0, ""},
                         {"李小龍", 5, "李小…"},
                         {"李小龍", 4, "李…"},
                         {"e\u0301e\u0301e\u0301", 2, "e\u0301…"}}) {
    CAPTURE(row.text);
    CAPTURE(row.columns);
    CHECK(cut_to_width(row.text, row.columns) == row.cut);
    CHECK(display_width(row.cut) <= row.columns);
  }
}

}  // namespace gateway::cli
