#include "config/load.hpp"

#include "config/document.hpp"
#include "config/reading.hpp"

#include <algorithm>

namespace config {

namespace {

// What must be known before the first secret is read.
void read_policy(const Section& root, Config& config) {
  config.allow_inline_secrets = root.boolean("allow_inline_secrets", false);
  config.allow_world_readable = root.section_or_empty("secrets").boolean("allow_world_readable", false);
  config.reading->allow_inline_secrets = config.allow_inline_secrets;
  config.reading->allow_world_readable = config.allow_world_readable;
}

// Whether a listener is meant to: what is wrong with its files is a mistake of its own.
bool asks_for_certificates(const Section& root) {
  const auto listen = root.has("listen") ? root.value("listen") : std::nullopt;
  const auto listeners = listen && listen->is_list() ? listen->items() : std::nullopt;
  if (!listeners) return false;
  return std::any_of(listeners->begin(), listeners->end(), [](const Value& listener) {
    const auto section = listener.is_section() ? listener.section() : std::nullopt;
    const auto tls = section && section->has("tls") ? section->value("tls") : std::nullopt;
    return tls && tls->is_section() && tls->section()->has("client_ca");
  });
}

void read_root(const Section& root, Config& config) {
  root.order({"listen", "admin", "state", "limits", "issuers", "clients", "tenants", "secrets",
              "allow_inline_secrets"});
  read_policy(root, config);
  config.listen = read_listeners(root, root.has("clients"));
  config.admin = read_admin(root, config.listen);
  config.state = read_state(root);
  config.limits = read_limits(root.section_or_empty("limits"));
  config.tenants = read_tenants(root);
  config.issuers = read_issuers(root);
  config.clients =
      read_clients(root, {root.names("tenants"), root.names("issuers"), asks_for_certificates(root)});
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
  config.text = schema::SecretText(std::move(text));
  auto node = parse_document(file, config.text.reveal(), *config.diagnostics);
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
