#include "gateway/callers/jwks.hpp"

#include "schema/strict_json.hpp"

namespace gateway::callers {
namespace {

constexpr std::size_t jwks_depth = 8;
constexpr std::size_t most_keys = 100;

}  // namespace

const PublicKey* Jwks::pick(const std::optional<std::string>& id, config::JwsAlgorithm algorithm) const {
  const PublicKey* picked = nullptr;
  for (const PublicKey& key : keys_) {
    if (!key.fits(algorithm) || (id && key.id != id)) continue;
    if (picked != nullptr) return nullptr;
    picked = &key;
  }
  return picked;
}

boost::system::result<Jwks, JwksMistake> read_jwks(std::string_view text) {
  const auto read = schema::parse_strict_json(text, jwks_depth);
  if (!read)
    return JwksMistake{"is no JSON: " + read.error().detail + " (byte " +
                       std::to_string(read.error().offset) + ")"};
  const auto* set = read->if_object();
  const auto* keys = set == nullptr ? nullptr : set->if_contains("keys");
  if (keys == nullptr || !keys->is_array()) return JwksMistake{"is no key set: it has no list `keys`"};
  if (keys->get_array().size() > most_keys) return JwksMistake{"holds more than 100 keys"};
  std::vector<PublicKey> usable;
  for (const auto& entry : keys->get_array()) {
    const auto* jwk = entry.if_object();
    if (jwk == nullptr) return JwksMistake{"is no key set: a key is no object"};
    if (jwk->contains("d")) return JwksMistake{"holds a private key: publish the public half only"};
    if (auto key = read_public_key(*jwk)) usable.push_back(std::move(*key));
  }
  if (usable.empty())
    return JwksMistake{
        "holds no key to verify signatures with: RSA of 2048 to 8192 bits, or P-256, P-384 or P-521"};
  return Jwks(std::move(usable));
}

}  // namespace gateway::callers
