#include "config/pem.hpp"

#include "config/plain_text.hpp"
#include "config/reading.hpp"
#include "config/scalar.hpp"
#include "config/value.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace config {

namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

constexpr std::size_t max_pem_bytes = 4 << 20;  // a system's whole CA bundle is a quarter of a MiB

Bio open(std::string_view pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
}

// OpenSSL asks the terminal for a passphrase otherwise.
int no_passphrase(char*, int, int, void*) { return -1; }

Certificate first_certificate(std::string_view pem) {
  const Bio bio = open(pem);
  Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, no_passphrase, nullptr), X509_free);
  ERR_clear_error();
  return certificate;
}

Key private_key(std::string_view pem) {
  const Bio bio = open(pem);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr), EVP_PKEY_free);
  ERR_clear_error();
  return key;
}

}  // namespace

bool holds_certificate(std::string_view pem) { return first_certificate(pem) != nullptr; }

bool holds_authorities(std::string_view pem) {
  const Bio bio = open(pem);
  bool any = false;
  for (;;) {
    const Certificate one(PEM_read_bio_X509(bio.get(), nullptr, no_passphrase, nullptr), X509_free);
    if (!one) break;
    any = true;
    if (X509_check_ca(one.get()) == 0) return false;
  }
  // It ends for want of another beginning, not at one that is broken.
  const bool whole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  return any && whole;
}

bool holds_private_key(std::string_view pem) { return private_key(pem) != nullptr; }

bool belong_together(std::string_view certificate, std::string_view key) {
  const Certificate first = first_certificate(certificate);
  const Key own = private_key(key);
  const bool same = first && own && X509_check_private_key(first.get(), own.get()) == 1;
  ERR_clear_error();
  return same;
}

std::optional<std::string> Value::pem_file(Pem content) const {
  if (!pem(content)) return std::nullopt;
  return reading_->resolve(node_->text);
}

std::optional<std::string> Value::file_text(std::size_t max_bytes) const {
  const auto written = text();
  if (!written) return std::nullopt;
  const std::string path = reading_->resolve(*written);
  set_effective(path);
  FileRead read = reading_->environment.read_file(path, max_bytes);
  if (read.error.empty() && !read.too_big) return std::move(read.bytes);
  mistake("the file " + quoted(path) +
          (read.too_big ? " is bigger than " + print_size(max_bytes) + ": it is not what is meant"
                        : " cannot be read: " + read.error));
  return std::nullopt;
}

std::optional<schema::SecretText> Value::pem(Pem content) const {
  const auto written = text();
  if (!written) return std::nullopt;
  const std::string path = reading_->resolve(*written);
  set_effective(path);
  FileRead read = reading_->environment.read_file(path, max_pem_bytes);
  schema::SecretText bytes(std::move(read.bytes));
  if (!read.error.empty()) {
    mistake("the file " + quoted(path) + " cannot be read: " + read.error);
  } else if (read.too_big) {
    mistake("the file " + quoted(path) + " is bigger than 4 MiB: it must be a PEM file");
  } else if (content == Pem::certificates && !holds_certificate(bytes.reveal())) {
    mistake("the file " + quoted(path) + " holds no certificate: it must be PEM, with BEGIN CERTIFICATE");
  } else if (content == Pem::authorities && !holds_authorities(bytes.reveal())) {
    mistake("the file " + quoted(path) +
            " must be PEM, with the certificates of authorities (CA:TRUE) and no others");
  } else if (content == Pem::private_key && (read.mode & 04u) != 0 && !reading_->allow_world_readable) {
    mistake("the file " + quoted(path) +
            " is readable by everybody: chmod o-r it, or set `secrets: {allow_world_readable: true}`");
  } else if (content == Pem::private_key && !holds_private_key(bytes.reveal())) {
    mistake("the file " + quoted(path) + " holds no private key: it must be PEM, without a passphrase");
  } else {
    return bytes;
  }
  return std::nullopt;
}

}  // namespace config
