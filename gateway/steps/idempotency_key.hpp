// The Idempotency-Key of a request: 1 to 255 visible ASCII characters, bare or as a quoted string of RFC
// 8941; both spellings are one key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gateway::steps {

// nullopt: it is none.
std::optional<std::string> read_idempotency_key(std::string_view value);

inline constexpr std::string_view idempotency_key_rule =
    "It has 1 to 255 visible ASCII characters, bare or in quotes.";

}  // namespace gateway::steps
