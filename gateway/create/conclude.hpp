// The end of a piece of work on an operation: what it came to, as an answer, and whether that answer is the
// one that its key gives from now on.
#pragma once

#include "gateway/call.hpp"
#include "gateway/create/attempt.hpp"
#include "gateway/state/operation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gateway::create {

// An answer, and the operation it tells of (its address; empty: there is none).
struct CreateReply {
  Answer answer;
  std::string operation;
};

// /v1/tenants/{tenant}/operations/{id}
std::string address_of(const state::Operation& operation);

// Judges the operation and writes its answer into it where the key is used up. `attempts`: one for each
// target.
CreateReply conclude(state::Operation& operation, const Tenant& tenant, std::vector<Attempt> attempts,
                     const std::string& correlation_id);
// The answer that was given before, byte for byte.
CreateReply replay(const state::Operation& operation);
// A problem without an operation.
CreateReply refuse(schema::Problem problem, const std::string& correlation_id);

}  // namespace gateway::create
