#include "config/load.hpp"

#include "config/document.hpp"
#include "config/reading.hpp"

namespace config {

namespace {

// What must be known before the first secret is read.
void read_policy(const Section& root, Config& config) {
  config.allow_inline_secrets = root.boolean("allow_inline_secrets", false);
  config.allow_world_readable = root.section_or_empty("secrets").boolean("allow_world_readable", false);
  config.reading->allow_inline_secrets = config.allow_inline_secrets;
  config.reading->allow_world_readable = config.allow_world_readable;
}

void read_root(const Section& root, Config& config) {
  root.order({"listen", "admin", "state", "limits", "clients", "tenants", "secrets", "allow_inline_secrets"});
  read_policy(root, config);
  config.listen = read_listeners(root, root.has("clients"));
  config.admin = read_admin(root, config.listen);
  config.state = read_state(root);
  config.limits = read_limits(root.section_or_empty("limits"));
  config.tenants = read_tenants(root);
  config.clients = read_clients(root, root.names("tenants"));
  root.not_yet("jwt", "signing in with a JWT");
}

Config empty_config() {
  Config config;
  config.diagnostics = std::make_shared<Diagnostics>();
  return config;
}

}  // namespace

Config load(const std::string& path, const Environment& environment) {
  FileRead read = environment.read_file(path, max_file_bytes);
  if (read.error.empty() && !read.too_big) return load_text(path, std::move(read.bytes), environment);
  Config config = empty_config();
  if (read.too_big) {
    config.diagnostics->add({path, 1, 1}, "", "the file is bigger than 1 MiB: a configuration is not");
  } else {
    config.unreadable = std::move(read.error);
  }
  return config;
}

Config load_text(const std::string& file, std::string text, const Environment& environment) {
  Config config = empty_config();
  auto node = parse_document(file, text, *config.diagnostics);
  if (!node) return config;
  config.reading = std::make_shared<Reading>();
  config.reading->file = file;
  config.reading->diagnostics = config.diagnostics;
  config.reading->environment = environment;
  const Value root(config.reading, std::make_shared<const Node>(std::move(*node)), config.reading->root, "");
  read_root(*root.section(), config);
  return config;
}

void finish(const Config& config) {
  if (!config.reading) return;
  for (const OpenSection& section : config.reading->sections)
    config.reading->finish(section);
}

std::string effective(const Config& config) {
  return config.reading ? print_yaml(*config.reading->root) : "";
}

}  // namespace config
