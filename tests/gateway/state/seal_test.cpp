#include "gateway/state/seal.hpp"

#include "tests/gateway/state/state_scene.hpp"

#include <doctest/doctest.h>

namespace gateway::state {

namespace {

using tests::gateway_state::key;

std::string_view view(const Seal::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

TEST_CASE("a seal is good for the same bytes under the same key only") {
  const Seal seal(key('a'));
  const auto mac = seal.mac("bytes");
  CHECK(seal.is_sealed("bytes", view(mac)));
  CHECK_FALSE(seal.is_sealed("byteS", view(mac)));
  CHECK_FALSE(seal.is_sealed("bytes", view(mac).substr(1)));
  CHECK_FALSE(seal.is_sealed("bytes", ""));
  CHECK_FALSE(Seal(key('b')).is_sealed("bytes", view(mac)));
}

TEST_CASE("a fingerprint is not a seal, though the bytes are the same") {
  const Seal seal(key('a'));
  CHECK(seal.mac("bytes") != seal.fingerprint("bytes"));
  CHECK(seal.fingerprint("bytes") == Seal(key('a')).fingerprint("bytes"));
  CHECK(seal.fingerprint("bytes") != Seal(key('b')).fingerprint("bytes"));
}

TEST_CASE("a secret comes back with its key and its place, and no other way") {
  const Seal seal(key('a'));
  for (const std::string secret : {"", "t", "a refresh token"}) {
    const schema::SecretText plain{std::string(secret)};
    const std::string sealed = seal.encrypt(plain, "contoso");
    CHECK(seal.decrypt(sealed, "contoso")->reveal() == secret);
    CHECK_FALSE(seal.decrypt(sealed, "fabrikam").has_value());
    CHECK_FALSE(Seal(key('b')).decrypt(sealed, "contoso").has_value());
    // Never the same bytes twice.
    CHECK(seal.encrypt(plain, "contoso") != sealed);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
      std::string flipped = sealed;
      flipped[i] ^= 1;
      CHECK_FALSE(seal.decrypt(flipped, "contoso").has_value());
      CHECK_FALSE(seal.decrypt(sealed.substr(0, i), "contoso").has_value());
    }
  }
}

}  // namespace gateway::state
