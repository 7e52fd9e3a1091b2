// What a caller wants created, checked and resolved: the draft, the providers in the order in which they are
// sent, and the key that makes a repeat the same request. The pipeline makes it; create_user() carries it
// out.
#pragma once

#include "adapters/call_context.hpp"
#include "gateway/runtime.hpp"
#include "schema/user_draft.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gateway::create {

struct CreateTarget {
  std::shared_ptr<ProviderHome> home;
  adapters::CustomerBinding customer;
  bool optional = false;
};

using Fingerprint = std::array<std::uint8_t, 32>;

struct CreateOrder {
  std::shared_ptr<const Runtime> runtime;  // kept alive for as long as the work takes
  const Tenant* tenant = nullptr;
  std::string client;              // empty: no clients are configured
  std::string customer;            // as the caller addressed it
  std::vector<std::string> named;  // the providers without whose names the customer is not found
  std::string key;                 // Idempotency-Key; empty: none
  Fingerprint fingerprint{};       // of all that makes a repeat the same request
  std::vector<CreateTarget> targets;
  std::shared_ptr<const schema::UserDraft> draft;
  adapters::CallContext context;
};

}  // namespace gateway::create
