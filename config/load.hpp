// Reads a configuration file whole. A caller loads it, lets each adapter read its sections, calls finish(),
// and may use it only when there is no mistake; until then it holds what could be understood.
#pragma once

#include "config/environment.hpp"
#include "config/server.hpp"
#include "config/tenant.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace config {

struct Config {
  std::vector<Listener> listen;  // at least one
  std::optional<Admin> admin;
  std::optional<State> state;  // absent: nothing outlives the process
  Limits limits;
  std::vector<Issuer> issuers;
  std::vector<Client> clients;  // empty: every caller is anonymous, on loopback and Unix sockets only
  std::vector<Tenant> tenants;  // in the file's order, at least one
  bool allow_inline_secrets = false;
  bool allow_world_readable = false;

  std::optional<std::string> unreadable;  // why the file itself could not be read; nothing else is then set
  schema::SecretText text;                // as it was read; a demo's may hold secrets
  std::shared_ptr<Diagnostics> diagnostics;  // never null
  std::shared_ptr<Reading> reading;          // keeps the text, and what was read of it; null: no valid YAML

  bool is_good() const { return !unreadable && diagnostics->empty(); }
};

Config load(const std::string& path, const Environment& environment);
// The same for text that is at hand; `file` is for messages and relative paths.
Config load_text(const std::string& file, std::string text, const Environment& environment);

// Adds a mistake for each key that nobody read. After the adapters.
void finish(const Config& config);

// YAML with everything that was read, defaults filled in, secrets as "***". For a good configuration.
std::string effective(const Config& config);

}  // namespace config
