#include "tests/integration/leaks.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

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

// What makes a key private: an elliptic one's number, or an RSA one's exponents and factors.
std::vector<std::string> private_numbers(const EVP_PKEY* key) {
  std::vector<std::string> all;
  for (const char* const name : {OSSL_PKEY_PARAM_PRIV_KEY, OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1,
                                 OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_EXPONENT1,
                                 OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1}) {
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1) continue;
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(number);
    all.push_back(std::move(bytes));
  }
  return all;
}

// The lines of a PEM between its first and its last.
std::vector<std::string> body_of(const std::string& pem) {
  std::vector<std::string> lines;
  for (std::size_t at = pem.find('\n') + 1; pem[at] != '-'; at = pem.find('\n', at) + 1)
    lines.push_back(pem.substr(at, pem.find('\n', at) - at));
  return lines;
}

std::string decoded(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines)
    text += line;
  std::string bytes(text.size(), '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) throw std::logic_error("no PEM");
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
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

void Canaries::add_private_key(const std::string& what, const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  const auto numbers = private_numbers(key.get());
  if (numbers.empty()) throw std::logic_error("no private key: " + what);
  const auto lines = body_of(pem);
  const std::string der = decoded(lines);
  const std::size_t bytes_of_line = lines.front().size() / 4 * 3;
  for (const std::string& number : numbers) {
    add(what + ", a number of it", number, false);
    const std::size_t at = der.find(number);
    if (at == std::string::npos) throw std::logic_error("not where PEM has it: " + what);
    for (std::size_t line = at / bytes_of_line; line <= (at + number.size() - 1) / bytes_of_line; ++line)
      add(what + ", a line of it", lines[line], false);
  }
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
