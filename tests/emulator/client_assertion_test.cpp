#include "tests/emulator/raw_client.hpp"
#include "tests/emulator/text.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>

using namespace tests::emulator;
namespace json = boost::json;

namespace {

const std::string client_id = "11111111-0000-4000-8000-00000000000c";
const std::string path = "/11111111-0000-4000-8000-000000000001/oauth2/v2.0/token";
// 2100: what the virtual clock says does not matter.
const std::int64_t far = 4102444800;

// An RSA key and a certificate for it.
class Identity {
 public:
  Identity() : key_(EVP_RSA_gen(2048), EVP_PKEY_free), certificate_(X509_new(), X509_free) {
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate_.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate_.get()), 3600);
    X509_set_pubkey(certificate_.get(), key_.get());
    X509_sign(certificate_.get(), key_.get(), EVP_sha256());
  }

  std::string pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(bio.get(), certificate_.get());
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &bytes);
    return {bytes, static_cast<std::size_t>(length)};
  }

  std::string assertion(const std::string& algorithm, const std::string& issuer,
                        const std::string& jti) const {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    X509_digest(certificate_.get(), EVP_sha256(), digest, &length);
    const json::object head{{"alg", algorithm},
                            {"typ", "JWT"},
                            {"x5t#S256", base64url({reinterpret_cast<const char*>(digest), length})}};
    const json::object claims{{"aud", "https://login.microsoftonline.com" + path},
                              {"iss", issuer},
                              {"sub", issuer},
                              {"jti", jti},
                              {"exp", far}};
    const std::string text = base64url(json::serialize(head)) + "." + base64url(json::serialize(claims));
    return text + "." + base64url(signature(text, algorithm == "PS256"));
  }

 private:
  std::string signature(const std::string& text, bool pss) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* key_context = nullptr;
    EVP_DigestSignInit(context.get(), &key_context, EVP_sha256(), nullptr, key_.get());
    if (pss) {
      EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING);
      EVP_PKEY_CTX_set_rsa_pss_saltlen(key_context, RSA_PSS_SALTLEN_DIGEST);
    }
    std::string out(512, '\0');
    std::size_t size = out.size();
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                   reinterpret_cast<const unsigned char*>(text.data()), text.size());
    out.resize(size);
    return out;
  }

  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
  std::unique_ptr<X509, decltype(&X509_free)> certificate_;
};

Reply sign_in(const RunningEmulator& emulator, const std::string& assertion) {
  return emulator.token(
      path,
      "grant_type=client_credentials&scope=https://api.partnercenter.microsoft.com/.default"
      "&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_id=" +
          client_id + "&client_assertion=" + assertion);
}

}  // namespace

TEST_CASE("a registered certificate stands for the secret, each assertion once") {
  RunningEmulator emulator;
  const Identity identity;
  const Identity stranger;
  const std::string good = identity.assertion("PS256", client_id, "one");
  CHECK(sign_in(emulator, good).status == 401);
  emulator.control(
      "POST", "/certificates",
      json::serialize(json::object{{"client_id", client_id}, {"certificate_pem", identity.pem()}}));
  CHECK(sign_in(emulator, good).status == 200);
  CHECK(sign_in(emulator, good).status == 401);
  CHECK(sign_in(emulator, identity.assertion("RS256", client_id, "two")).status == 200);
  CHECK(sign_in(emulator, identity.assertion("RS256", "somebody", "three")).status == 401);
  CHECK(sign_in(emulator, stranger.assertion("PS256", client_id, "four")).status == 401);
  std::string forged = identity.assertion("PS256", client_id, "five");
  forged[forged.size() - 20] = forged[forged.size() - 20] == 'A' ? 'B' : 'A';
  const Reply refused = sign_in(emulator, forged);
  CHECK(refused.json().at("error") == "invalid_client");
  CHECK(refused.body.find("AADSTS700027") != std::string::npos);
}
