// The scanner of the tests about secrets: what it must find, planted in every form, and what it must leave
// alone.
#include "tests/integration/leaks.hpp"

#include "tests/support/authority.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tests::integration {
namespace {

constexpr std::string_view planted = R"(Kq7"w\Zr+/=&%j~canary<'>{}?)";

std::string base64_of(const std::string& bytes) {
  std::string text(4 * (bytes.size() / 3 + 1) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string hex_of(std::string_view bytes, const char* digits) {
  std::string text;
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 0xf];
  }
  return text;
}

std::string between(const std::string& text, std::string_view begin, std::string_view end) {
  const auto from = text.find(begin) + begin.size();
  return text.substr(from, text.find(end, from) - from);
}

struct Plant {
  std::string form;
  std::string text;
};

std::vector<Plant> plants() {
  const std::string secret(planted);
  std::vector<Plant> all = {
      {"plain", secret},
      {"JSON-escaped", json_escaped(secret)},
      {"JSON-escaped twice", json_escaped(json_escaped(secret))},
      {"percent-encoded", percent_encoded(secret)},
      {"percent-encoded in small letters", percent_encoded(secret, false)},
      {"hex", hex_of(secret, "0123456789abcdef")},
      {"HEX", hex_of(secret, "0123456789ABCDEF")},
      {"its first eight characters", secret.substr(0, 8)},
      {"its first eight characters JSON-escaped", json_escaped(secret.substr(0, 8))},
      {"bytes of a file", std::string("\0\xff", 2) + secret + std::string("\0\x01", 2)},
  };
  // At every place among what is encoded with it.
  for (std::size_t before = 0; before < 6; ++before) {
    for (std::size_t behind = 0; behind < 3; ++behind) {
      std::string text = base64_of(std::string(before, 'u') + secret + std::string(behind, ':'));
      all.push_back({"base64", text});
      std::ranges::replace(text, '+', '-');
      std::ranges::replace(text, '/', '_');
      all.push_back({"base64url", text.substr(0, text.find('='))});
    }
  }
  return all;
}

}  // namespace

TEST_CASE("a planted secret is found in every form and at every place") {
  Canaries all;
  all.add("the secret", planted, true);
  for (const Plant& plant : plants()) {
    CAPTURE(plant.form);
    for (const std::string& around : {std::string(), std::string("some text before it: ")}) {
      const std::string found = all.leaks_in(around + plant.text + around);
      CHECK(found.starts_with("the secret"));
      // The message does not show what must not be shown.
      CHECK(found.find(plant.text) == std::string::npos);
    }
  }
}

TEST_CASE("a private key is found by any line of it and by its numbers, and its certificate is no secret") {
  const support::Authority authority;
  for (const unsigned bits : {0U, 2048U}) {
    CAPTURE(bits);
    support::CertificateWish wish;
    wish.rsa_bits = bits;
    const auto pair = authority.issue(wish);
    Canaries all;
    all.add_private_key("the key", pair.key);
    CHECK(all.leaks_in("log: " + pair.key).starts_with("the key, a "));
    CHECK(all.leaks_in("log: " + json_escaped(pair.key)).starts_with("the key, a "));
    // Without line breaks, as base64 and as bytes.
    const std::string body = between(pair.key, "-----\n", "\n-----END");
    std::string text = body;
    std::erase(text, '\n');
    CHECK(all.leaks_in(text).starts_with("the key, a "));
    // Cut in two, and the half that an elliptic key is private in.
    CHECK(all.leaks_in(body.substr(0, body.size() / 2)).starts_with("the key, a "));
    CHECK(all.leaks_in(pair.certificate).empty());
    CHECK(all.leaks_in(authority.issue(wish).key).empty());
  }
}

TEST_CASE("what is not the secret is left alone") {
  Canaries all;
  all.add("the secret", planted, false);
  for (const std::string& text :
       {std::string(), std::string("Kq7"), std::string(planted.substr(0, 8)), std::string(planted.substr(1)),
        std::string(planted.substr(0, planted.size() - 1)), base64_of(std::string(planted.substr(2)))}) {
    CAPTURE(text);
    CHECK(all.leaks_in(text).empty());
  }
}

TEST_CASE("each of several secrets is told by its name") {
  Canaries all;
  all.add("the first", "first-secret-of-all", false);
  all.add("the second", "second-secret-of-all", false);
  const std::string found = all.leaks_in("first-secret-of-all second-secret-of-all");
  CHECK(found.find("the first, after") != std::string::npos);
  CHECK(found.find("the second, after") != std::string::npos);
}

}  // namespace tests::integration
