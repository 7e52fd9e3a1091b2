#include "tests/integration/leaks.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <openssl/evp.h>

#include <algorithm>

namespace tests::integration {
namespace {

std::string hex(std::string_view bytes, std::string_view digits) {
  std::string text;
  for (const char c : bytes) {
    const auto value = static_cast<unsigned char>(c);
    text += digits[value >> 4];
    text += digits[value & 0xf];
  }
  return text;
}

// Of a secret that begins `shift` bytes behind a multiple of three: without the characters at the ends that
// depend on its neighbours.
std::string base64(std::string_view secret, std::size_t shift) {
  const std::string padded = std::string(shift, '.') + std::string(secret);
  std::string text(4 * (padded.size() / 3 + 1) + 1, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(padded.data()), static_cast<int>(padded.size()));
  const std::size_t from = shift == 0 ? 0 : shift + 1;
  return text.substr(from, padded.size() * 4 / 3 - from);
}

std::string url_safe(std::string text) {
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

}  // namespace

std::string percent_encoded(std::string_view text, bool in_capitals) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '.' || c == '_' || c == '*';
    encoded +=
        plain ? std::string(1, c) : "%" + hex({&c, 1}, in_capitals ? "0123456789ABCDEF" : "0123456789abcdef");
  }
  return encoded;
}

std::string json_escaped(std::string_view text) {
  const std::string quoted = boost::json::serialize(boost::json::value(text));
  return quoted.substr(1, quoted.size() - 2);
}

void Canaries::add_form(std::string what, std::string bytes) {
  const bool known = std::ranges::any_of(forms_, [&](const Form& form) { return form.bytes == bytes; });
  if (!known) forms_.push_back({std::move(what), std::move(bytes)});
}

void Canaries::add(std::string what, std::string_view secret, bool distinct_start) {
  add_form(what, std::string(secret));
  add_form(what + ", JSON-escaped", json_escaped(secret));
  add_form(what + ", JSON-escaped twice", json_escaped(json_escaped(secret)));
  add_form(what + ", percent-encoded", percent_encoded(secret));
  add_form(what + ", percent-encoded in small letters", percent_encoded(secret, false));
  add_form(what + ", in hex", hex(secret, "0123456789abcdef"));
  add_form(what + ", in HEX", hex(secret, "0123456789ABCDEF"));
  for (std::size_t shift = 0; shift < 3; ++shift) {
    add_form(what + ", in base64", base64(secret, shift));
    add_form(what + ", in base64url", url_safe(base64(secret, shift)));
  }
  if (!distinct_start || secret.size() <= 8) return;
  add_form(what + ", its first eight characters", std::string(secret.substr(0, 8)));
  add_form(what + ", its first eight characters JSON-escaped", json_escaped(secret.substr(0, 8)));
}

std::string Canaries::leaks_in(std::string_view text) const {
  constexpr std::size_t context = 120;
  std::string leaks;
  for (const Form& form : forms_) {
    const std::size_t at = text.find(form.bytes);
    if (at == std::string_view::npos) continue;
    const std::size_t from = at < context ? 0 : at - context;
    leaks.append(form.what).append(", after: ").append(text.substr(from, at - from)).append("\n");
  }
  return leaks;
}

}  // namespace tests::integration
