#include "config/client_credentials.hpp"
#include "config/nearest.hpp"
#include "config/server.hpp"

#include <algorithm>
#include <map>

namespace config {

namespace {

constexpr std::size_t most_keys = 2;  // the old one and the new one

std::optional<Sha256> parse_sha256(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  Sha256 hash{};
  if (text.size() != 2 * hash.size()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t digit = digits.find(text[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    hash[i / 2] = static_cast<std::uint8_t>(hash[i / 2] << 4 | digit);
  }
  return hash;
}

// A required list that must not be empty; nothing is said twice of one that is no list at all.
std::vector<Value> read_list(const Section& client, std::string_view key, const char* remedy) {
  if (!client.has(key)) {
    client.mistake(key, std::string("is missing: ") + remedy);
    client.items(key);
    return {};
  }
  std::vector<Value> items = client.items(key);
  if (client.value(key)->is_list() && items.empty()) client.mistake(key, std::string("is empty: ") + remedy);
  return items;
}

// The key's hash must say which client it is. Who has another credential needs no key.
std::vector<Sha256> read_keys(const Section& client, std::map<Sha256, std::string>& taken) {
  std::vector<Sha256> keys;
  const bool has_other = client.has("jwt") || client.has("mtls");
  if (has_other && !client.has("api_key_sha256")) return keys;
  const auto items = read_list(client, "api_key_sha256", "list what `usher hash-key` prints");
  for (const Value& item : items) {
    const auto text = item.text();
    if (!text) continue;
    const auto hash = parse_sha256(*text);
    if (!hash) {
      item.mistake("must be 64 lower-case hexadecimal digits, as `usher hash-key` prints them");
    } else if (const auto [first, is_new] = taken.emplace(*hash, item.path()); !is_new) {
      item.mistake("is the key of " + first->second + " already: give each client its own");
    } else {
      keys.push_back(*hash);
    }
  }
  if (items.size() > most_keys)
    client.mistake("api_key_sha256", "has more than two keys: keep the old and the new one");
  return keys;
}

std::vector<std::string> read_tenant_names(const Section& client, const std::vector<std::string>& known) {
  std::vector<std::string> names;
  for (const Value& item : read_list(client, "tenants", "list the tenants that this client may ask for")) {
    const auto name = item.name();
    if (!name) continue;
    if (std::find(known.begin(), known.end(), *name) == known.end()) {
      const auto near = nearest(*name, known);
      item.mistake(quoted(*name) + " is no tenant of this file" +
                   (near ? ": did you mean " + quoted(*near) + "?" : ": name one of `tenants`"));
    } else if (std::find(names.begin(), names.end(), *name) != names.end()) {
      item.mistake("is repeated: keep one");
    } else {
      names.push_back(*name);
    }
  }
  return names;
}

Permissions read_permissions(const Section& client) {
  Permissions allowed;
  for (const Value& item :
       read_list(client, "allow", "list the permissions of this client, such as users.read")) {
    const auto name =
        item.one_of({permission_names[0], permission_names[1], permission_names[2], permission_names[3]});
    if (!name) continue;
    const auto at =
        std::find(permission_names.begin(), permission_names.end(), *name) - permission_names.begin();
    const auto permission = static_cast<Permission>(at);
    if (allowed.has(permission)) item.mistake("is repeated: keep one");
    allowed.add(permission);
  }
  return allowed;
}

}  // namespace

std::vector<Client> read_clients(const Section& root, const ClientSurroundings& around) {
  std::vector<Client> clients;
  const auto section = root.section("clients");
  if (!section) return clients;
  std::map<Sha256, std::string> taken;
  ClientCredentials credentials(around);
  const auto entries = section->entries("a client");
  for (const auto& [name, value] : entries) {
    const auto client = value.section();
    if (!client) continue;
    client->order({"api_key_sha256", "jwt", "mtls", "tenants", "allow", "rate"});
    Client read;
    read.name = name;
    read.api_key_sha256 = read_keys(*client, taken);
    read.jwt = credentials.read_jwt(name, *client);
    read.subject_names = credentials.read_subject_names(*client);
    read.tenants = read_tenant_names(*client, around.tenants);
    read.allow = read_permissions(*client);
    read.rate = read_rate(*client);
    clients.push_back(std::move(read));
  }
  if (root.value("clients")->is_empty())
    section->mistake("is empty, so nobody could call: add a client, or remove it");
  return clients;
}

}  // namespace config
