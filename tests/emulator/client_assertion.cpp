#include "tests/emulator/client_assertion.hpp"

#include "tests/emulator/text.hpp"

#include <boost/json.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>

namespace tests::emulator {
namespace {

namespace json = boost::json;

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Bio = std::unique_ptr<BIO, Deleter<BIO_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;

Certificate read_certificate(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

std::optional<json::object> segment(std::string_view text) {
  const auto bytes = base64_decode(text);
  if (!bytes) return std::nullopt;
  boost::system::error_code failed;
  json::value parsed = json::parse(*bytes, failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

bool thumbprint_fits(X509* certificate, const json::object& header) {
  const auto fits = [&](const char* name, const EVP_MD* digest) {
    const auto given = text_member(header, name);
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    X509_digest(certificate, digest, bytes, &length);
    return given && *given == base64url({reinterpret_cast<const char*>(bytes), length});
  };
  return fits("x5t#S256", EVP_sha256()) || fits("x5t", EVP_sha1());
}

bool signature_fits(X509* certificate, bool pss, std::string_view signed_part, const std::string& signature) {
  const Context context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* key_context = nullptr;
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (EVP_DigestVerifyInit(context.get(), &key_context, EVP_sha256(), nullptr, key) != 1) return false;
  if (pss && (EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING) != 1 ||
              EVP_PKEY_CTX_set_rsa_pss_saltlen(key_context, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return false;
  }
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(signed_part.data()),
                          signed_part.size()) == 1;
}

}  // namespace

std::string problem_of_assertion(const AssertionCheck& check, std::string& jti) {
  const std::string_view text = check.assertion;
  const std::size_t first = text.find('.');
  const std::size_t last = text.rfind('.');
  if (first == std::string_view::npos || first == last) return "it is not a JWT";
  const auto header = segment(text.substr(0, first));
  const auto claims = segment(text.substr(first + 1, last - first - 1));
  const auto signature = base64_decode(text.substr(last + 1));
  if (!header || !claims || !signature) return "its segments cannot be read";
  const auto is = [&](const char* name) { return text_member(*claims, name).value_or(""); };
  if (is("iss") != check.client || is("sub") != check.client) return "iss and sub must be the client id";
  if (!lower(is("aud")).ends_with(lower(check.token_path))) return "aud is not this token endpoint";
  const json::value* expires = claims->if_contains("exp");
  if (expires == nullptr || !expires->is_int64() || expires->get_int64() <= check.now)
    return "it has expired";
  const json::value* begins = claims->if_contains("nbf");
  if (begins != nullptr && begins->is_int64() && begins->get_int64() > check.now + 300)
    return "it is not valid yet";
  jti = is("jti");
  if (jti.empty()) return "jti is missing";
  const std::string algorithm = text_member(*header, "alg").value_or("");
  if (algorithm != "PS256" && algorithm != "RS256") return "alg must be PS256 or RS256";
  const Certificate certificate = read_certificate(check.certificate_pem);
  if (!certificate) return "no certificate is registered for this client";
  if (!thumbprint_fits(certificate.get(), *header))
    return "its thumbprint is not that of a registered certificate";
  if (!signature_fits(certificate.get(), algorithm == "PS256", text.substr(0, last), *signature)) {
    return "its signature is invalid";
  }
  return {};
}

}  // namespace tests::emulator
