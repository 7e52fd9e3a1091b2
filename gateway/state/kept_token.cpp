#include "gateway/state/kept_token.hpp"

#include "schema/hex_text.hpp"

#include <openssl/evp.h>

#include <array>

namespace gateway::state {
namespace {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return schema::hex_text(std::string_view(reinterpret_cast<const char*>(digest.data()), size));
}

}  // namespace

KeptToken::KeptToken(std::shared_ptr<Store> store, Owner owner, const schema::SecretText& configured,
                     std::function<Instant()> now, std::function<void(const std::string&)> on_fault)
    : store_(std::move(store)),
      owner_(std::move(owner)),
      configured_(sha256_hex(configured.reveal())),
      now_(std::move(now)),
      on_fault_(std::move(on_fault)) {}

KeptToken::Newest KeptToken::newest(const schema::SecretText& configured) {
  auto kept = store_->token(owner_.tenant, owner_.provider);
  if (!kept) on_fault_(kept.error().detail);
  if (!kept || !*kept || (*kept)->configured != configured_) return {configured.duplicate(), std::nullopt};
  return {std::move((*kept)->token), (*kept)->rotated_at};
}

boost::asio::awaitable<void> KeptToken::keep(schema::SecretText rotated) {
  RotatedToken token{owner_.tenant, owner_.provider, configured_, std::move(rotated), now_()};
  const auto put = co_await store_->put_token(std::move(token));
  if (!put) on_fault_(put.error().detail);
}

}  // namespace gateway::state
