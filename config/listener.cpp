#include "config/key_pair.hpp"
#include "config/server.hpp"
#include "schema/ascii.hpp"

#include <algorithm>

namespace config {

namespace {

// Just `address: 127.0.0.1:8080`, where the file has no `listen`.
Node default_listen() {
  Node address;
  address.kind = Node::Kind::scalar;
  address.text = "127.0.0.1:8080";
  Node listener;
  listener.kind = Node::Kind::mapping;
  listener.members.push_back({"address", 1, 1, std::move(address)});
  Node list;
  list.kind = Node::Kind::sequence;
  list.items.push_back(std::move(listener));
  return list;
}

std::optional<ListenAddress> read_address(const Section& section) {
  const std::string text = section.required_text("address");
  if (text.empty()) return std::nullopt;
  auto address = parse_listen_address(text);
  if (address) return std::move(*address);
  section.mistake("address", address.error().message);
  return std::nullopt;
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 253 &&
         host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_") == std::string_view::npos;
}

std::vector<std::string> read_hosts(const Section& section, const std::optional<ListenAddress>& address) {
  std::vector<std::string> hosts;
  for (const Value& item : section.items("hosts")) {
    auto host = item.text();
    if (!host) continue;
    *host = schema::ascii_lowered(*host);
    if (!is_host(*host)) {
      item.mistake("must be a host name in ASCII, without a port");
    } else if (std::find(hosts.begin(), hosts.end(), *host) != hosts.end()) {
      item.mistake("is repeated: keep one");
    } else {
      hosts.push_back(std::move(*host));
    }
  }
  if (section.has("hosts") && address && !address->is_loopback()) {
    section.mistake("hosts", "is for a loopback address only, any other takes every host: remove it");
  }
  return hosts;
}

std::optional<TlsFiles> read_tls(const Section& listener) {
  const auto section = listener.section("tls");
  if (!section) return std::nullopt;
  auto pair = read_key_pair(*section, "certificate", "key");
  auto client_ca = section->pem_file("client_ca", Value::Pem::authorities);
  if (!pair) return std::nullopt;
  return TlsFiles{std::move(pair->certificate), std::move(pair->key), std::move(client_ca),
                  section->value("certificate")};
}

// `at` is the section of the address that is one too many.
void check_unused(const Section& at, const ListenAddress& address, const std::vector<Listener>& listeners) {
  for (const Listener& other : listeners) {
    if (!collide(address, other.address)) continue;
    at.mistake("address", "is taken by the listener " + other.address.to_string() + ": choose another one");
    return;
  }
}

}  // namespace

std::vector<Listener> read_listeners(const Section& root, bool has_clients) {
  std::vector<Listener> listeners;
  std::optional<std::string> authorities;  // whose certificates they ask for
  const std::vector<Value> items = root.items("listen", default_listen());
  for (const Value& item : items) {
    const auto section = item.section();
    if (!section) continue;
    auto address = read_address(*section);
    auto hosts = read_hosts(*section, address);
    auto tls = read_tls(*section);
    if (tls && tls->client_ca) {
      // The name in a certificate leads to a client, whichever listener it was shown at.
      if (authorities && *authorities != *tls->client_ca)
        section->section("tls")->mistake("client_ca",
                                         "must be the same file for every listener: put all authorities into "
                                         "one, for a certificate's name leads to one client everywhere");
      authorities = tls->client_ca;
    }
    if (!address) continue;
    check_unused(*section, *address, listeners);
    if (!has_clients && !address->is_loopback() && !address->is_unix()) {
      section->mistake(
          "address",
          "can be reached by strangers, and there are no `clients`: configure them, or listen on a "
          "loopback or a Unix socket");
    }
    listeners.push_back({std::move(*address), std::move(hosts), std::move(tls)});
  }
  const auto list = root.value("listen");
  if (list && list->is_list() && list->is_empty())
    list->mistake("is empty: give it an address, or remove it");
  return listeners;
}

std::optional<Admin> read_admin(const Section& root, const std::vector<Listener>& listeners) {
  const auto section = root.section("admin");
  if (!section) return std::nullopt;
  auto address = read_address(*section);
  auto hosts = read_hosts(*section, address);
  if (!address) return std::nullopt;
  check_unused(*section, *address, listeners);
  return Admin{std::move(*address), std::move(hosts)};
}

}  // namespace config
