#include "schema/excerpt.hpp"

#include <doctest/doctest.h>

namespace schema {

TEST_CASE("a long text is cut after so many characters, never inside one") {
  CHECK(first_characters("", 3) == "");
  CHECK(first_characters("abc", 3) == "abc");
  CHECK(first_characters("abcd", 3) == "abc");
  CHECK(first_characters("äöüß", 3) == "äöü");
  CHECK(first_characters("äöü", 3) == "äöü");
  CHECK(first_characters("😀😀😀", 2) == "😀😀");
  CHECK(first_characters("abc", 0) == "");
}

TEST_CASE("bytes that are not UTF-8 are cut without harm") {
  CHECK(first_characters("\x80\x80\x80", 1) == "\x80\x80\x80");
  CHECK(first_characters("\xC3\xC3\xC3", 1) == "\xC3");
}

}  // namespace schema
