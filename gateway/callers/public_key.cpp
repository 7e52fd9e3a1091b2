#include "gateway/callers/public_key.hpp"

#include "schema/base64url.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace gateway::callers {
namespace {

namespace json = boost::json;
using config::JwsAlgorithm;

template <class T, void (*release)(T*)>
struct Release {
  void operator()(T* what) const { release(what); }
};
template <class T, void (*release)(T*)>
using Owned = std::unique_ptr<T, Release<T, release>>;

using Number = Owned<BIGNUM, BN_free>;
using ParamBuild = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using EcSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

constexpr int least_rsa_bits = 2048;
constexpr int most_rsa_bits = 8192;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string member(const json::object& jwk, const char* name) {
  const json::value* value = jwk.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

std::string decoded(const json::object& jwk, const char* name) {
  return schema::decode_base64url(member(jwk, name)).value_or("");
}

Number number(std::string_view bytes) {
  return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

std::shared_ptr<EVP_PKEY> key_from(const char* kind, OSSL_PARAM_BLD* build) {
  const Params params(OSSL_PARAM_BLD_to_param(build));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* key = nullptr;
  const bool made = params && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) == 1;
  std::shared_ptr<EVP_PKEY> owned(key, EVP_PKEY_free);
  if (!made) return nullptr;
  return owned;
}

// Whether the point is on its curve. (Of an RSA key OpenSSL would look whether the modulus is a prime, which
// takes it as long as some hundred signatures and says nothing that its issuer could not get round.)
bool is_on_curve(EVP_PKEY* key) {
  const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  return check && EVP_PKEY_public_check(check.get()) == 1;
}

std::shared_ptr<EVP_PKEY> rsa_key(const json::object& jwk) {
  const Number modulus = number(decoded(jwk, "n"));
  const Number exponent = number(decoded(jwk, "e"));
  if (!modulus || !exponent) return nullptr;
  const int bits = BN_num_bits(modulus.get());
  // An even or huge exponent is nobody's key, and 1 would accept every signature.
  const bool is_sound = bits >= least_rsa_bits && bits <= most_rsa_bits && BN_is_odd(modulus.get()) &&
                        BN_is_odd(exponent.get()) && !BN_is_one(exponent.get()) &&
                        BN_num_bits(exponent.get()) <= 64;
  if (!is_sound) return nullptr;
  const ParamBuild build(OSSL_PARAM_BLD_new());
  if (!build || OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
    return nullptr;
  return key_from("RSA", build.get());
}

int bits_of_curve(std::string_view curve) {
  if (curve == "P-256") return 256;
  if (curve == "P-384") return 384;
  return curve == "P-521" ? 521 : 0;
}

std::size_t coordinate_bytes(int ec_bits) { return static_cast<std::size_t>(ec_bits + 7) / 8; }

std::shared_ptr<EVP_PKEY> ec_key(const json::object& jwk, int bits) {
  const std::string x = decoded(jwk, "x");
  const std::string y = decoded(jwk, "y");
  // RFC 7518, 6.2.1.2: as long as the curve's field, zeros in front included.
  if (bits == 0 || x.size() != coordinate_bytes(bits) || y.size() != x.size()) return nullptr;
  const std::string point = '\x04' + x + y;
  const std::string curve = member(jwk, "crv");
  const ParamBuild build(OSSL_PARAM_BLD_new());
  if (!build ||
      OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.data(), curve.size()) !=
          1 ||
      OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    return nullptr;
  auto key = key_from("EC", build.get());
  return key && is_on_curve(key.get()) ? key : nullptr;
}

bool is_to_verify(const json::object& jwk) {
  if (jwk.contains("use") && member(jwk, "use") != "sig") return false;
  const json::value* operations = jwk.if_contains("key_ops");
  if (operations == nullptr) return true;
  if (!operations->is_array()) return false;
  for (const json::value& operation : operations->get_array()) {
    if (operation == "verify") return true;
  }
  return false;
}

const EVP_MD* digest_of(JwsAlgorithm algorithm) {
  switch (algorithm) {
    case JwsAlgorithm::rs256:
    case JwsAlgorithm::ps256:
    case JwsAlgorithm::es256:
      return EVP_sha256();
    case JwsAlgorithm::rs384:
    case JwsAlgorithm::ps384:
    case JwsAlgorithm::es384:
      return EVP_sha384();
    case JwsAlgorithm::rs512:
    case JwsAlgorithm::ps512:
    case JwsAlgorithm::es512:
      return EVP_sha512();
  }
  return nullptr;
}

// The curve that the algorithm is for; 0: it is RSA's.
int curve_bits_of(JwsAlgorithm algorithm) {
  switch (algorithm) {
    case JwsAlgorithm::es256:
      return 256;
    case JwsAlgorithm::es384:
      return 384;
    case JwsAlgorithm::es512:
      return 521;
    default:
      return 0;
  }
}

bool is_pss(JwsAlgorithm algorithm) {
  return algorithm == JwsAlgorithm::ps256 || algorithm == JwsAlgorithm::ps384 ||
         algorithm == JwsAlgorithm::ps512;
}

// RFC 7518, 3.4: r and s one behind the other; OpenSSL wants them in DER.
std::string in_der(std::string_view signature, int ec_bits) {
  const std::size_t half = coordinate_bytes(ec_bits);
  if (signature.size() != 2 * half) return {};
  const EcSignature pair(ECDSA_SIG_new());
  Number r = number(signature.substr(0, half));
  Number s = number(signature.substr(half));
  if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  r.release();
  s.release();
  unsigned char* bytes = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &bytes);
  if (size <= 0) return {};
  std::string der(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

}  // namespace

bool PublicKey::fits(JwsAlgorithm wanted) const {
  return ec_bits == curve_bits_of(wanted) && (!algorithm || *algorithm == wanted);
}

bool PublicKey::verify(JwsAlgorithm by, std::string_view signed_part, std::string_view signature) const {
  if (!fits(by)) return false;
  const std::string der = ec_bits != 0 ? in_der(signature, ec_bits) : std::string(signature);
  if (der.empty()) return false;
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* how = nullptr;
  bool good = context && EVP_DigestVerifyInit(context.get(), &how, digest_of(by), nullptr, key.get()) == 1;
  if (good && is_pss(by)) {
    // RFC 7518, 3.5: the salt is as long as the hash, and MGF1 uses the same one.
    good = EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST) == 1;
  }
  good = good && EVP_DigestVerify(context.get(), bytes_of(der), der.size(), bytes_of(signed_part),
                                  signed_part.size()) == 1;
  ERR_clear_error();
  return good;
}

std::optional<PublicKey> read_public_key(const json::object& jwk) {
  if (!is_to_verify(jwk)) return std::nullopt;
  PublicKey read;
  if (jwk.contains("kid")) read.id = member(jwk, "kid");
  if (jwk.contains("alg")) {
    read.algorithm = config::parse_jws_algorithm(member(jwk, "alg"));
    if (!read.algorithm) return std::nullopt;
  }
  const std::string kind = member(jwk, "kty");
  if (kind == "RSA") read.key = rsa_key(jwk);
  if (kind == "EC") {
    read.ec_bits = bits_of_curve(member(jwk, "crv"));
    read.key = ec_key(jwk, read.ec_bits);
  }
  ERR_clear_error();
  if (!read.key) return std::nullopt;
  return read;
}

}  // namespace gateway::callers
