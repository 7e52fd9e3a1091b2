// What an answer to a create means for whoever would send it again (the contract's `Idempotency-Key`):
//   created  201: done, and a repeat with its key says the same
//   refused  409 user_exists, 422, and what a provider refused (404, or 502 provider_forbidden, with an
//            operation): nobody was created, and the key stands for that answer
//   open     every other: its key leads on, and never creates anybody twice
#pragma once

#include <cstdint>
#include <string_view>

namespace gateway::cli {

enum class CreateOutcome : std::uint8_t { created, refused, open };

// `status` 0: there was no answer.
CreateOutcome outcome_of(unsigned status, std::string_view code, bool has_operation);

// The key was used with another draft before: what became of that one, this answer does not say.
inline constexpr std::string_view reused_key_code = "idempotency_key_reused";

}  // namespace gateway::cli
