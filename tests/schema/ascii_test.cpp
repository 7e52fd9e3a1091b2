#include "schema/ascii.hpp"

#include <doctest/doctest.h>

#include <string>

namespace schema {
namespace {

std::string all_bytes_that(bool (*holds)(char)) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) {
    if (holds(static_cast<char>(byte))) bytes += static_cast<char>(byte);
  }
  return bytes;
}

TEST_CASE("letters and digits are those of ASCII alone") {
  const std::string digits = "0123456789";
  const std::string upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::string lower = "abcdefghijklmnopqrstuvwxyz";
  CHECK(all_bytes_that(is_digit) == digits);
  CHECK(all_bytes_that(is_upper) == upper);
  CHECK(all_bytes_that(is_lower) == lower);
  CHECK(all_bytes_that(is_letter) == upper + lower);
  CHECK(all_bytes_that(is_letter_or_digit) == digits + upper + lower);
}

TEST_CASE("what is visible is neither blank nor control character nor past ASCII") {
  const std::string visible = all_bytes_that(is_visible);
  CHECK(visible.size() == 94);
  CHECK(visible.front() == '!');
  CHECK(visible.back() == '~');
}

TEST_CASE("only the letters of ASCII are lowered, byte for byte") {
  CHECK(ascii_lowered("X-Tenant: ÄZ09[`{") == "x-tenant: Äz09[`{");
  CHECK(ascii_lowered("").empty());
}

}  // namespace
}  // namespace schema
