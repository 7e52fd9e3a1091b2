#include "gateway/aggregate/cursor.hpp"

#include <doctest/doctest.h>

#include <string>

namespace gateway::aggregate {

namespace {

using schema::ProblemCode;

const std::string state_key(32, 'k');
const std::chrono::system_clock::time_point made_at{std::chrono::seconds(1'800'000'000)};

Cursor a_cursor() {
  Cursor cursor;
  cursor.walk = {1, 2, 3, 4, 5, 6, 7, 8};
  cursor.ends = std::chrono::floor<std::chrono::seconds>(made_at) + cursor_life;
  cursor.last = {"m\xC3\xBCller", false, "partner_center:0f0f0f0f-0000-4000-8000-000000000000"};
  cursor.pins = {{0, Pin::Status::ok, {}},
                 {1, Pin::Status::error, ProblemCode::provider_timeout},
                 {2, Pin::Status::not_asked, {}},
                 {3, Pin::Status::not_bound, {}}};
  return cursor;
}

}  // namespace

TEST_CASE("a cursor comes back as it was, at whatever process has the key") {
  const std::string text = CursorSeal(state_key).seal(a_cursor(), "bound");
  const auto opened = CursorSeal(state_key).open(text, "bound", made_at);
  REQUIRE(opened.has_value());
  CHECK(opened->walk == a_cursor().walk);
  CHECK(opened->ends == a_cursor().ends);
  CHECK(opened->last == a_cursor().last);
  REQUIRE(opened->pins.size() == 4);
  CHECK(opened->pins[1].error == ProblemCode::provider_timeout);
  CHECK(opened->pins[3].status == Pin::Status::not_bound);
}

TEST_CASE("a cursor opens for nothing else, with no other key, and not after its end") {
  const CursorSeal seal(state_key);
  const std::string text = seal.seal(a_cursor(), "bound");
  CHECK_FALSE(seal.open(text, "Bound", made_at).has_value());
  CHECK_FALSE(seal.open(text, "", made_at).has_value());
  CHECK_FALSE(CursorSeal(std::string(32, 'l')).open(text, "bound", made_at).has_value());
  CHECK(seal.open(text, "bound", made_at + cursor_life - std::chrono::seconds(1)).has_value());
  CHECK_FALSE(seal.open(text, "bound", made_at + cursor_life).has_value());
}

TEST_CASE("no byte of a cursor can be changed, none added, none taken away") {
  const CursorSeal seal(state_key);
  const std::string text = seal.seal(a_cursor(), "bound");
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char other : {'A', 'z', '_', '=', ' ', '\0'}) {
      if (text[i] == other) continue;
      std::string changed = text;
      changed[i] = other;
      CHECK_FALSE(seal.open(changed, "bound", made_at).has_value());
    }
    CHECK_FALSE(seal.open(text.substr(0, i), "bound", made_at).has_value());
  }
  CHECK_FALSE(seal.open(text + "A", "bound", made_at).has_value());
  CHECK_FALSE(seal.open(text + text, "bound", made_at).has_value());
  CHECK_FALSE(seal.open(std::string(100'000, 'A'), "bound", made_at).has_value());
  CHECK_FALSE(seal.open("", "bound", made_at).has_value());
}

TEST_CASE("what a cursor is bound to cannot change places with what is in it") {
  const CursorSeal seal(state_key);
  Cursor cursor = a_cursor();
  cursor.pins.clear();
  cursor.last.id = "a";
  const std::string one = seal.seal(cursor, "xbound");
  cursor.last.id = "ax";
  CHECK(seal.seal(cursor, "bound") != one);
}

TEST_CASE("a cursor fits into 512 characters whatever stands in it") {
  const CursorSeal seal(state_key);
  Cursor cursor = a_cursor();
  cursor.last = {std::string(sort_text_bytes, '\xFF'), false, "cloud_cockpit:" + std::string(128, 'i')};
  cursor.pins.assign(8, {7, Pin::Status::error, ProblemCode::provider_rejected_credentials});
  const std::string text = seal.seal(cursor, "bound");
  CHECK(text.size() <= max_cursor_characters);
  CHECK(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
        std::string::npos);
  const auto opened = seal.open(text, "bound", made_at);
  REQUIRE(opened.has_value());
  CHECK(opened->last == cursor.last);
  REQUIRE(opened->pins.size() == 8);
  for (const Pin& pin : opened->pins)
    CHECK(pin.status == Pin::Status::error);
}

}  // namespace gateway::aggregate
