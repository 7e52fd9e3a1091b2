// The Retry-After field (RFC 9110, 10.2.3): seconds, or an HTTP-date in any of its three forms. Pure; used by
// codecs and by gateway/policy/retry.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace adapters {

// How long to wait from `wall_now` on; zero for a date that has passed, at most a day; nullopt where the
// value is neither.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value,
                                                      std::chrono::system_clock::time_point wall_now);

}  // namespace adapters
