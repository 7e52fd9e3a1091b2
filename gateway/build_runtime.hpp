// From a Blueprint to what serves: tenants with their providers' layers, TLS contexts, what each listener
// may. All or nothing, and without a word to anybody else until it begins: at the start and at each reload.
#pragma once

#include "gateway/blueprint.hpp"
#include "gateway/callers/known_keys.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/observe/metrics.hpp"
#include "gateway/runtime.hpp"
#include "gateway/server/io_threads.hpp"
#include "gateway/state/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gateway {

// What outlives every runtime. All of it lives longer than what is built.
struct RuntimeParts {
  observe::Log* log = nullptr;
  observe::Metrics* metrics = nullptr;
  server::IoThreads* threads = nullptr;
  std::shared_ptr<state::Store> store;  // null: nothing outlives the process
  std::function<std::int64_t()> now;    // the journal's time
  callers::RateBuckets* rate_buckets = nullptr;
  callers::KnownKeys* known_keys = nullptr;
};

// How a listener is called in a runtime: two may have one address in the file (a port 0).
std::string listener_name(std::size_t place);
inline constexpr std::string_view admin_name = "admin";

struct BuiltRuntime {
  std::shared_ptr<Runtime> runtime;   // usable without mistakes only
  std::vector<std::string> mistakes;  // files that were good when they were read, and are of no use
};

// Whoever reads the log learns that nobody is asked for a key.
void tell_no_clients(observe::Log& log);

BuiltRuntime build_runtime(const Blueprint& blueprint, const RuntimeParts& parts);

}  // namespace gateway
