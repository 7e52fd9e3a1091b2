// A folder of its own for a state file, an operation that uses every member, and a loop to wait on the store
// with.
#pragma once

#include "gateway/state/sqlite_store.hpp"
#include "tests/gateway/transport/loop.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>

namespace tests::gateway_state {

inline schema::SecretText key(char filler = 'k') { return schema::SecretText(std::string(32, filler)); }

inline gateway::state::Operation operation(const std::string& id, const std::string& key = {}) {
  using namespace gateway::state;
  Operation made;
  made.id = id;
  made.tenant = "contoso";
  made.client = "portal";
  made.key = key;
  made.fingerprint[0] = 0xab;
  made.fingerprint[31] = 1;
  made.customer = "fabrikam";
  made.named = {"partner_center"};
  made.person = "Zoë@x";
  made.profile = {"Zoë", std::nullopt, "Zoë \"Z\""};
  made.state = OperationState::running;
  made.recovered = true;
  made.created_at = 1'800'000'000'123;
  made.updated_at = 1'800'000'000'456;
  Target target;
  target.provider = "partner_center";
  target.customer.bytes[15] = 7;
  target.qualifier = "reseller";
  target.optional = true;
  target.person = "zoë@x";
  target.state = TargetState::created;
  target.request_id = "11111111-1111-4111-8111-111111111111";
  target.sends = 2;
  target.user_id = "user-of-" + id;
  target.user = "{\"a\":\"b\"}";
  target.error = "{}";
  target.absences = 3;
  target.doubt_began = 1'800'000'000'001;
  made.targets = {target, {}};
  made.answer = StoredAnswer{201, "application/json", "/there", "{\"id\":\"1\"}"};
  return made;
}

// No thread runs yet.
class StateFolder {
 public:
  StateFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "usher-state-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~StateFolder() { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name = "state.db") const { return (folder_ / name).string(); }

  // A store that must open.
  std::unique_ptr<gateway::state::SqliteStore> open(gateway::state::SqliteStore::Options options = {}) const {
    auto store = gateway::state::SqliteStore::open(path(), key(), options);
    if (!store) FAIL(store.error().detail);
    return std::move(*store);
  }
  // Why it does not; empty: it opens.
  std::string refusal(char filler = 'k') const {
    auto store = gateway::state::SqliteStore::open(path(), key(filler));
    return store ? std::string() : store.error().detail;
  }

  std::string content() const {
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write(const std::string& bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }

 private:
  std::filesystem::path folder_;
};

class StateScene : public StateFolder {
 public:
  gateway_loop::Loop loop;
};

// Leaves a state file that was closed well, with one operation in it.
inline void fill(StateScene& scene) {
  const auto store = scene.open();
  REQUIRE(scene.loop.run(store->put(operation("one", "key"))).has_value());
}

inline mode_t mode_of(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777 : 0;
}

}  // namespace tests::gateway_state
