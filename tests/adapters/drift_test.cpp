#include "adapters/drift.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace adapters {
namespace {

TEST_CASE("counts each path for itself, in the order in which they were met") {
  Drift drift;
  CHECK(drift.is_empty());
  drift.note_member("users[].", "riskLevel");
  drift.note_value("users[].", "state");
  drift.note_missing("users[].", "displayName");
  drift.note_member("users[].", "riskLevel");
  CHECK_FALSE(drift.is_empty());
  REQUIRE(drift.entries().size() == 3);
  CHECK(drift.entries()[0].path == "users[].riskLevel");
  CHECK(drift.entries()[1].path == "users[].state=?");
  CHECK(drift.entries()[2].path == "users[].displayName missing");
  CHECK(drift.count("users[].riskLevel") == 2);
  CHECK(drift.count("users[].state=?") == 1);
  CHECK(drift.count("users[].state") == 0);
}

TEST_CASE("keeps a provider's names printable and short") {
  Drift drift;
  drift.note_member("users[].", "a b\n\x01\xC3\xA9\x7f\"");
  CHECK(drift.count("users[].a?b?????\"") == 1);
  drift.note_member("users[].", std::string(1000, 'x'));
  drift.note_value("users[].", std::string(1000, 'x'));
  CHECK(drift.count("users[]." + std::string(56, 'x')) == 1);
  CHECK(drift.count("users[]." + std::string(54, 'x') + "=?") == 1);
  drift.note(std::string(100, 'p'), "name", "suffix");
  for (const auto& entry : drift.entries()) {
    CAPTURE(entry.path);
    CHECK(entry.path.size() <= 64);
    CHECK(std::ranges::all_of(entry.path, [](char byte) { return byte > ' ' && byte < '\x7f'; }));
  }
}

TEST_CASE("counts what comes after 32 paths as one, and those that it has as before") {
  Drift drift;
  for (int number = 0; number < 100; ++number)
    drift.note_member("users[].", "made-up-" + std::to_string(number));
  drift.note_member("users[].", "made-up-31");
  CHECK(drift.entries().size() == 33);
  CHECK(drift.entries().back().path == "other");
  CHECK(drift.count("other") == 68);
  CHECK(drift.count("users[].made-up-31") == 2);
}

}  // namespace
}  // namespace adapters
