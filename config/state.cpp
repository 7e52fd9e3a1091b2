#include "config/server.hpp"

namespace config {

std::optional<State> read_state(const Section& root) {
  const auto section = root.section("state");
  if (!section) return std::nullopt;
  State state;
  section->order({"sqlite", "key"});
  if (const auto path = section->value("sqlite")) {
    state.sqlite = path->file_path().value_or("");
  } else {
    section->mistake("sqlite", "is missing: it is the path of the database, in a folder of its own");
  }
  if (const auto key = section->value("key")) state.key = key->key(state_key_bytes);
  return state;
}

}  // namespace config
