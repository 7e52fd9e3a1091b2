#include "adapters/draft_check.hpp"

#include <doctest/doctest.h>

namespace adapters {
namespace {

TEST_CASE("counts characters as the providers do: in UTF-16 units") {
  CHECK(utf16_length("") == 0);
  CHECK(utf16_length("abc") == 3);
  CHECK(utf16_length("Zoë") == 3);
  CHECK(utf16_length("\xF0\x9F\x98\x80") == 2);
}

TEST_CASE("takes a blank text for a missing one") {
  for (const char* blank : {"", " ", "\t\n"}) {
    schema::UserDraft draft;
    draft.display_name = blank;
    DraftCheck check(draft);
    check.require(schema::DraftField::display_name);
    const auto errors = check.take();
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].pointer == "/displayName");
    CHECK(errors[0].reason == "required");
  }
}

}  // namespace
}  // namespace adapters
