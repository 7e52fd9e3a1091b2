#include "gateway/aggregate/cursor.hpp"

#include "schema/base64url.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

namespace gateway::aggregate {
namespace {

// A layout of another kind gets another number: a cursor of an older version is then refused, not misread.
constexpr std::uint8_t version = 1;
constexpr std::size_t max_payload = max_cursor_characters / 4 * 3 - 16;

class Writer {
 public:
  void byte(std::uint8_t value) { out_ += static_cast<char>(value); }
  void number(std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
      byte(static_cast<std::uint8_t>(value >> shift));
  }
  void text(std::string_view value) {
    byte(static_cast<std::uint8_t>(value.size()));
    out_ += value;
  }
  std::string take() { return std::move(out_); }
  std::size_t size() const { return out_.size(); }

 private:
  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t byte() { return static_cast<std::uint8_t>(take(1)[0]); }
  std::uint32_t number() {
    std::uint32_t value = 0;
    for (const char c : take(4))
      value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }
  std::string text() { return std::string(take(byte())); }
  // All of it was there, and nothing is left.
  bool finished() const { return good_ && rest_.empty(); }

 private:
  std::string_view take(std::size_t count) {
    static constexpr std::string_view nothing("\0\0\0\0", 4);
    if (count > rest_.size()) {
      good_ = false;
      rest_ = {};
      return nothing.substr(0, std::min<std::size_t>(count, nothing.size()));
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::string_view rest_;
  bool good_ = true;
};

// By name, so that a cursor of yesterday means the same when a code was added in between.
std::optional<schema::ProblemCode> code_named(std::string_view name) {
  for (const auto& kind : schema::problem_kinds()) {
    if (kind.name == name) return kind.code;
  }
  return std::nullopt;
}

std::string hmac(std::string_view key, std::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(data.data()), data.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace

std::string encode_cursor(const Cursor& cursor) {
  Writer out;
  out.byte(version);
  out.number(static_cast<std::uint32_t>(cursor.ends.time_since_epoch().count()));
  for (const std::uint8_t byte : cursor.walk)
    out.byte(byte);
  out.byte(cursor.last.is_null ? 1 : 0);
  out.text(cursor.last.text);
  out.text(cursor.last.id);
  for (std::size_t i = 0; i < cursor.pins.size(); ++i) {
    const Pin& pin = cursor.pins[i];
    out.byte(pin.provider);
    out.byte(static_cast<std::uint8_t>(pin.status));
    if (pin.status != Pin::Status::error) continue;
    const std::string_view name = schema::kind_of(pin.error).name;
    // With a good many failing providers the room may end: their codes are then told as the general one.
    const std::size_t still_to_come = (cursor.pins.size() - i) * 3;
    out.text(out.size() + name.size() + still_to_come <= max_payload ? name : "");
  }
  return out.take();
}

std::optional<Cursor> decode_cursor(std::string_view payload) {
  Reader in(payload);
  if (in.byte() != version) return std::nullopt;
  Cursor cursor;
  cursor.ends = std::chrono::sys_seconds(std::chrono::seconds(in.number()));
  for (std::uint8_t& byte : cursor.walk)
    byte = in.byte();
  cursor.last.is_null = in.byte() != 0;
  cursor.last.text = in.text();
  cursor.last.id = in.text();
  constexpr std::size_t most_pins = 64;
  while (!in.finished() && cursor.pins.size() < most_pins) {
    Pin pin;
    pin.provider = in.byte();
    const std::uint8_t status = in.byte();
    if (status > static_cast<std::uint8_t>(Pin::Status::not_bound)) return std::nullopt;
    pin.status = static_cast<Pin::Status>(status);
    if (pin.status == Pin::Status::error) {
      pin.error = code_named(in.text()).value_or(schema::ProblemCode::provider_error);
    }
    cursor.pins.push_back(pin);
  }
  if (!in.finished()) return std::nullopt;
  return cursor;
}

CursorSeal::CursorSeal(std::string_view state_key) : key_(hmac(state_key, "usher cursors")) {}

CursorSeal::Signature CursorSeal::sign(std::string_view payload, std::string_view bound_to) const {
  // The payload's length in front: else its end and the beginning of what it is bound to could change places.
  std::string signed_text = std::to_string(payload.size()) + ':';
  signed_text.append(payload).append(bound_to);
  const std::string digest = hmac(key_.reveal(), signed_text);
  Signature signature{};
  std::copy_n(digest.begin(), signature.size(), signature.begin());
  return signature;
}

std::string CursorSeal::seal(const Cursor& cursor, std::string_view bound_to) const {
  std::string payload = encode_cursor(cursor);
  const Signature signature = sign(payload, bound_to);
  payload.append(reinterpret_cast<const char*>(signature.data()), signature.size());
  return schema::encode_base64url(payload);
}

std::optional<Cursor> CursorSeal::open(std::string_view text, std::string_view bound_to,
                                       std::chrono::system_clock::time_point now) const {
  if (text.size() > max_cursor_characters) return std::nullopt;
  const auto bytes = schema::decode_base64url(text);
  if (!bytes || bytes->size() <= signature_bytes) return std::nullopt;
  const std::string_view whole = *bytes;
  const std::string_view payload = whole.substr(0, whole.size() - signature_bytes);
  const Signature signature = sign(payload, bound_to);
  if (CRYPTO_memcmp(signature.data(), whole.data() + payload.size(), signature.size()) != 0) {
    return std::nullopt;
  }
  auto cursor = decode_cursor(payload);
  if (!cursor || cursor->ends <= now) return std::nullopt;
  return cursor;
}

}  // namespace gateway::aggregate
