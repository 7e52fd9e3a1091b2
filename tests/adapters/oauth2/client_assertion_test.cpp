#include "adapters/oauth2/client_assertion.hpp"

#include "tests/support/authority.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace adapters::oauth2 {
namespace {

namespace json = boost::json;
using tests::support::IssuedCertificate;

const IssuedCertificate& identity() {
  static const IssuedCertificate one = tests::support::Authority().issue({.ends = 7200, .rsa_bits = 2048});
  return one;
}

TokenRequest request() {
  TokenRequest made;
  made.authority = {"https", "login.microsoftonline.com", 443, ""};
  made.path = "/contoso/oauth2/v2.0/token";
  made.client_id = "9a8b\"c";
  made.certificate = *ClientCertificate::read(identity().certificate, identity().key);
  return made;
}

std::string decode(std::string text) {
  for (char& letter : text)
    letter = letter == '-' ? '+' : letter == '_' ? '/' : letter;
  const std::size_t size = text.size() * 3 / 4;
  while (text.size() % 4 != 0)
    text += '=';
  std::string bytes(text.size(), '\0');
  EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                  reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  bytes.resize(size);
  return bytes;
}

// Verified with OpenSSL and the certificate alone.
bool is_signed_by(const IssuedCertificate& pair, const std::string& text, const std::string& signature) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pair.certificate.data(), static_cast<int>(pair.certificate.size())), BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> paper(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* context = nullptr;
  EVP_DigestVerifyInit(digest.get(), &context, EVP_sha256(), nullptr, X509_get0_pubkey(paper.get()));
  EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING);
  EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST);
  return EVP_DigestVerify(digest.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                          text.size()) == 1;
}

struct Parts {
  explicit Parts(const schema::SecretText& assertion) {
    const std::string whole(assertion.reveal());
    const auto first = whole.find('.');
    const auto last = whole.rfind('.');
    header = json::parse(decode(whole.substr(0, first))).as_object();
    claims = json::parse(decode(whole.substr(first + 1, last - first - 1))).as_object();
    text = whole.substr(0, last);
    signature = decode(whole.substr(last + 1));
  }
  json::object header, claims;
  std::string text, signature;
};

}  // namespace

TEST_CASE(
    "a client assertion says who asks, whom, and for how long, and is signed with the certificate's key") {
  const auto now = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1) + std::chrono::hours(1);
  const Parts parts(make_client_assertion(request(), "0f0f-id", now));
  CHECK(parts.header.at("alg") == "PS256");
  CHECK(parts.header.at("typ") == "JWT");
  CHECK(parts.header.at("x5t#S256").as_string().size() == 43);
  CHECK(parts.header.size() == 3);
  CHECK(parts.claims.at("aud") == "https://login.microsoftonline.com/contoso/oauth2/v2.0/token");
  CHECK(parts.claims.at("iss") == "9a8b\"c");
  CHECK(parts.claims.at("sub") == "9a8b\"c");
  CHECK(parts.claims.at("jti") == "0f0f-id");
  const auto begins = parts.claims.at("nbf").as_int64();
  const auto ends = parts.claims.at("exp").as_int64();
  CHECK(begins < 1767229200);
  CHECK(ends > 1767229200);
  CHECK(ends - begins <= 600);
  CHECK(is_signed_by(identity(), parts.text, parts.signature));
  CHECK_FALSE(is_signed_by(identity(), parts.text + "x", parts.signature));
}

TEST_CASE("a certificate is known by when it ends") {
  const auto certificate = *ClientCertificate::read(identity().certificate, identity().key);
  const auto left = certificate->not_after() - std::chrono::system_clock::now();
  CHECK(left < std::chrono::hours(2));
  CHECK(left > std::chrono::minutes(110));
}

}  // namespace adapters::oauth2
