// What is remembered of one create: who asked, for whom, where it was sent and what became of it. A plain
// value that the journal (gateway/create) changes and the store keeps; it never holds a password.
#pragma once

#include "schema/guid.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::state {

// Of one provider; the published words.
enum class TargetState : std::uint8_t {
  pending,    // not sent, or certainly not executed
  sent,       // on its way: nobody knows yet
  created,    // the provider said so
  recovered,  // it was found there after an unclear answer, and looks as asked
  exists,     // somebody else of this name is there
  refused,    // a definite business refusal: nothing was created
  unknown,    // an unclear answer, and nobody was found
};
inline constexpr std::size_t target_state_count = 7;

// Of the whole; the published words.
enum class OperationState : std::uint8_t {
  running,    // somebody is at work on it, or was when the process died
  succeeded,  // every required provider has the user
  partial,    // one has, and a required other has not, or may not have
  in_doubt,   // none is known to have it, and one may
  refused,    // none has it, and none will under this operation
};
inline constexpr std::size_t operation_state_count = 5;

std::string_view name_of(TargetState state);
std::string_view name_of(OperationState state);
// nullopt: no such word.
std::optional<TargetState> target_state_named(std::string_view name);
std::optional<OperationState> operation_state_named(std::string_view name);

// Milliseconds since 1970, UTC: what outlives the process cannot be a steady time.
using Instant = std::int64_t;

struct Target {
  std::string provider;
  schema::Guid customer;  // at this provider
  std::string qualifier;  // what else its adapter needs to find the customer
  bool optional = false;
  std::string person;  // the identity there, folded: who must not be created twice
  TargetState state = TargetState::pending;
  // The write's own id (MS-RequestId): kept over unclear outcomes, made anew after any business answer.
  std::string request_id;
  std::uint32_t sends = 0;  // since it was last known to have made nobody
  std::string user_id;      // as the provider writes it; empty: none is known
  std::string user;         // the account, as gateway/create/stored_user writes it; empty: none
  std::string error;        // an encoded problem; empty: none
  // Look-ups that did not find the person while the state was unknown.
  std::uint32_t absences = 0;
  Instant doubt_began = 0;  // 0: there is no doubt
  // A doubt ended without anybody being seen. Whoever turns up after all, looking as asked, is this create's.
  bool had_doubt = false;

  bool has_user() const { return state == TargetState::created || state == TargetState::recovered; }
  bool is_unclear() const { return state == TargetState::sent || state == TargetState::unknown; }
  bool operator==(const Target&) const = default;
};

// The answer that a settled operation gives to its key, byte for byte.
struct StoredAnswer {
  unsigned status = 0;
  std::string content_type;
  std::string location;  // empty: none
  std::string body;
  bool operator==(const StoredAnswer&) const = default;
};

// What a user found after an unclear outcome is compared with; never a secret.
struct Profile {
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> display_name;
  bool operator==(const Profile&) const = default;
};

struct Operation {
  std::string id;      // a UUID
  std::string tenant;  // by name
  std::string client;  // by name; empty: no clients are configured
  std::string key;     // Idempotency-Key; empty: none was given, or it is free again
  // HMAC-SHA256 over what was asked, the password included; 32 bytes.
  std::array<std::uint8_t, 32> fingerprint{};
  std::string customer;            // as the caller addressed it
  std::vector<std::string> named;  // the providers without whose names the customer is not found
  std::string person;              // the identity as the caller wrote it
  Profile profile;
  OperationState state = OperationState::running;
  bool recovered = false;      // some target was
  bool doubt_is_over = false;  // the person was looked for long enough: a new create may go out
  Instant created_at = 0;
  Instant updated_at = 0;
  std::vector<Target> targets;         // in the order in which they are sent
  std::optional<StoredAnswer> answer;  // there is one once the key is used up

  // Whether there is still something to find out, or to finish by whoever has the key. One that has succeeded
  // may be in doubt at an optional provider.
  bool is_open() const;
  bool operator==(const Operation&) const = default;
};

}  // namespace gateway::state
