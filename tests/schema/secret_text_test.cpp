#include "schema/secret_text.hpp"

#include "tests/schema/freed_memory.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <functional>
#include <iterator>
#include <memory>
#include <new>
#include <ostream>
#include <string>
#include <type_traits>

namespace schema {
namespace {

// Short enough to live inside the string object itself.
constexpr std::string_view short_secret = "hunter2";
constexpr std::string_view long_secret = "correct horse battery staple, and then some more";

bool holds(const void* object, std::size_t size, std::string_view text) {
  return std::string_view(static_cast<const char*>(object), size).find(text) != std::string_view::npos;
}

}  // namespace

// What would show a secret, or tell two of them apart by more than their equality's time.
template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};
template <class T>
concept Comparable = requires(const T& a, const T& b) {
  a == b;
};
template <class T>
concept Ordered = requires(const T& a, const T& b) {
  a < b;
};
template <class T>
concept Hashable = requires(const T& value) {
  std::hash<T>()(value);
};
template <class T>
concept Indexable = requires(const T& value) {
  value[0];
};
template <class T>
concept Iterable = requires(const T& value) {
  std::begin(value);
};

TEST_CASE("a secret is neither printed, compared nor turned into a text by accident") {
  static_assert(!Printable<SecretText> && Printable<std::string>);
  static_assert(!Comparable<SecretText> && Comparable<std::string>);
  static_assert(!Ordered<SecretText> && !Hashable<SecretText>);
  static_assert(!Indexable<SecretText> && !Iterable<SecretText>);
  static_assert(!std::is_convertible_v<SecretText, std::string>);
  static_assert(!std::is_convertible_v<SecretText, std::string_view>);
  static_assert(!std::is_convertible_v<SecretText, const char*>);
  static_assert(!std::is_convertible_v<SecretText, bool>);
  static_assert(!std::is_constructible_v<std::string, SecretText>);
  static_assert(!std::is_constructible_v<std::string_view, SecretText>);
  static_assert(!std::is_convertible_v<const char*, SecretText>);
  static_assert(!std::is_convertible_v<std::string_view, SecretText>);
  // A failed check of doctest has nothing to show of it.
  const SecretText secret{std::string(long_secret)};
  const std::string shown = doctest::toString(secret).c_str();
  CHECK(shown.find(long_secret.substr(0, 4)) == std::string::npos);
}

TEST_CASE("a secret cannot be copied by accident, only moved or duplicated on purpose") {
  static_assert(!std::is_copy_constructible_v<SecretText>);
  static_assert(!std::is_copy_assignable_v<SecretText>);
  static_assert(std::is_nothrow_move_constructible_v<SecretText>);
  static_assert(!std::is_convertible_v<std::string, SecretText>);
  const SecretText secret{std::string(long_secret)};
  const SecretText copy = secret.duplicate();
  CHECK(secret.reveal() == long_secret);
  CHECK(copy.reveal() == long_secret);
  CHECK(SecretText().empty());
}

TEST_CASE("a secret that moves leaves nothing behind") {
  for (const std::string_view text : {short_secret, long_secret}) {
    std::string source(text);
    SecretText first(std::move(source));
    SecretText second(std::move(first));
    SecretText third;
    third = std::move(second);
    CHECK(third.reveal() == text);
    // A move alone clears the first byte.
    const std::string_view rest = text.substr(1);
    CHECK_FALSE(holds(&source, sizeof source, rest));
    CHECK_FALSE(holds(&first, sizeof first, rest));
    CHECK_FALSE(holds(&second, sizeof second, rest));
  }
}

TEST_CASE("assigning a secret to itself keeps it") {
  SecretText secret{std::string(short_secret)};
  SecretText& same = secret;
  secret = std::move(same);
  CHECK(secret.reveal() == short_secret);
}

TEST_CASE("a short secret is wiped from its object when it goes") {
  alignas(SecretText) std::array<unsigned char, sizeof(SecretText)> place{};
  auto* const secret = new (place.data()) SecretText(std::string(short_secret));
  REQUIRE(holds(place.data(), place.size(), short_secret));
  std::destroy_at(secret);
  CHECK_FALSE(holds(place.data(), place.size(), short_secret));
}

TEST_CASE("a long secret is wiped before its memory is given back") {
  const test::FreedMemoryWatch watch(long_secret);
  {
    SecretText secret{std::string(long_secret)};
    SecretText copy = secret.duplicate();
    copy = SecretText(std::string(long_secret));
  }
  CHECK(watch.leaks() == 0);
}

TEST_CASE("wiping reaches the bytes past a string that was shortened") {
  std::string bytes(long_secret);
  const char* const data = bytes.data();
  const std::size_t capacity = bytes.capacity();
  bytes.resize(3);
  wipe(bytes);
  CHECK(bytes.empty());
  CHECK_FALSE(holds(data, capacity, long_secret.substr(4)));
}

TEST_CASE("the watch itself sees a secret that is not wiped") {
  const test::FreedMemoryWatch watch(long_secret);
  { const std::string plain(long_secret); }
  CHECK(watch.leaks() == 1);
}

}  // namespace schema
