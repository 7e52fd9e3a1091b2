// Where a walk over a list stopped, and the text of it that a caller brings back: versioned, signed, and
// bound to what it was given out for, so that it opens for the same client, tenant, customer and parameters
// only. Pure but for the signature.
#pragma once

#include "schema/problem.hpp"
#include "schema/secret_text.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::aggregate {

// A sort text counts up to here, and those that agree so far are in the order of their ids: so the place of
// whoever came last fits into a cursor whole, and no text is too long to go on from.
inline constexpr std::size_t sort_text_bytes = 112;

// The place behind one that was delivered. It stays good when that one has gone.
struct Position {
  std::string text;  // folded, at most sort_text_bytes
  bool is_null = false;
  std::string id;

  bool operator==(const Position&) const = default;
};

// What a provider was when the walk began; it stays so to the walk's end.
struct Pin {
  enum class Status : std::uint8_t { ok, error, not_asked, not_bound };
  std::uint8_t provider = 0;  // in the tenant's precedence order
  Status status = Status::ok;
  schema::ProblemCode error = schema::ProblemCode::provider_error;  // where status is error

  bool operator==(const Pin&) const = default;
};

using WalkId = std::array<std::uint8_t, 8>;

struct Cursor {
  WalkId walk{};  // under which the list may still be kept
  std::chrono::sys_seconds ends;
  Position last;
  std::vector<Pin> pins;

  bool operator==(const Cursor&) const = default;
};

inline constexpr std::size_t max_cursor_characters = 512;
inline constexpr std::chrono::hours cursor_life{24};

// What stands inside of a cursor's text, in front of its signature; nullopt for what is no such bytes.
std::string encode_cursor(const Cursor& cursor);
std::optional<Cursor> decode_cursor(std::string_view payload);

class CursorSeal {
 public:
  // `state_key`: the secret that outlives a restart; the cursors' own key is derived from it.
  explicit CursorSeal(std::string_view state_key);

  // At most max_cursor_characters, of [A-Za-z0-9_-].
  std::string seal(const Cursor& cursor, std::string_view bound_to) const;
  // nullopt: not one of ours, of another use, or past its end.
  std::optional<Cursor> open(std::string_view text, std::string_view bound_to,
                             std::chrono::system_clock::time_point now) const;

 private:
  static constexpr std::size_t signature_bytes = 16;
  using Signature = std::array<unsigned char, signature_bytes>;
  Signature sign(std::string_view payload, std::string_view bound_to) const;

  schema::SecretText key_;
};

}  // namespace gateway::aggregate
