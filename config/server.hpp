// What the file says about the gateway itself: where it listens, its limits, and who may call. Plain values
// for the server and its steps; `read_` functions are called by load().
#pragma once

#include "config/credential.hpp"
#include "config/listen_address.hpp"
#include "config/section.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config {

// Every key of `limits:`; timeouts and deadlines are lengths.
struct Limits {
  // Requests
  std::uint64_t head_bytes = 16 * 1024;
  std::uint32_t head_fields = 64;
  std::uint64_t target_bytes = 8000;
  std::uint64_t body_bytes = 64 * 1024;
  std::uint32_t json_depth = 8;
  milliseconds head_timeout{5'000};
  milliseconds body_timeout{10'000};
  milliseconds idle_timeout{60'000};
  milliseconds write_timeout{10'000};  // without a byte taken by the caller
  std::uint32_t connections = 4096;
  std::uint32_t tls_handshakes = 64;
  milliseconds list_deadline{30'000};
  milliseconds create_deadline{60'000};
  // Upstreams
  milliseconds connect_timeout{2'000};
  milliseconds tls_timeout{3'000};
  milliseconds first_byte_timeout{10'000};
  milliseconds stall_timeout{5'000};
  std::uint64_t page_bytes = 8ull << 20;
  std::uint64_t list_bytes = 128ull << 20;
  std::uint32_t list_pages = 1000;
  std::uint32_t list_users = 200'000;
  std::uint64_t walk_bytes = 64ull << 20;      // what is kept of lists between the pages of walks
  milliseconds walk_kept{60'000};              // after the last page that was asked for
  milliseconds sign_in_after{5'000};           // of the start: the first sign-in that no request causes
  milliseconds sign_in_again{24 * 3'600'000};  // where no request did meanwhile
  std::uint32_t upstream_max = 32;             // connections of one tenant to one provider
  std::uint32_t retries = 2;                   // after the first attempt
  std::uint32_t retry_budget = 20;             // percent of the requests
};

struct TlsFiles {
  std::string certificate;  // PEM: the chain, leaf first
  std::string key;          // PEM
  std::optional<std::string>
      client_ca;                 // PEM: whose certificates callers must have; absent: none is asked for
  std::optional<Value> written;  // where to say what is wrong with the pair
};

struct Listener {
  ListenAddress address;
  std::vector<std::string> hosts;  // lower case; names that a loopback listener takes beside localhost
  std::optional<TlsFiles> tls;
};

struct Admin {
  ListenAddress address;
  std::vector<std::string> hosts;
};

// Where the gateway keeps what must outlive it.
struct State {
  std::string sqlite;                     // the path of the database; its folder is where `state.key` is
  std::optional<schema::SecretText> key;  // absent: the file `state.key` beside the database
};
inline constexpr std::size_t state_key_bytes = 32;

enum class Permission : std::uint8_t { users_read, users_create, customers_read, operations_read };
inline constexpr std::array<std::string_view, 4> permission_names = {"users.read", "users.create",
                                                                     "customers.read", "operations.read"};

class Permissions {
 public:
  constexpr void add(Permission permission) { bits_ |= bit(permission); }
  constexpr bool has(Permission permission) const { return (bits_ & bit(permission)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  static constexpr Permissions all() {
    Permissions permissions;
    permissions.bits_ = 0x0f;
    return permissions;
  }

 private:
  static constexpr std::uint8_t bit(Permission p) { return std::uint8_t(1u << static_cast<unsigned>(p)); }
  std::uint8_t bits_ = 0;
};

using Sha256 = std::array<std::uint8_t, 32>;

struct Client {
  std::string name;
  std::vector<Sha256> api_key_sha256;  // one, or two while rotating; none where it has other credentials
  std::vector<std::string> tenants;    // by name, as written
  Permissions allow;
  std::optional<TokenRule> jwt;
  std::vector<std::string> subject_names;  // of its certificates, as parse_subject_name spells them
  std::optional<Rate> rate;
};

Limits read_limits(const Section& limits);
std::vector<Listener> read_listeners(const Section& root, bool has_clients);
std::optional<State> read_state(const Section& root);
std::optional<Admin> read_admin(const Section& root, const std::vector<Listener>& listeners);
std::vector<Issuer> read_issuers(const Section& root);
// What a client may name.
struct ClientSurroundings {
  std::vector<std::string> tenants;
  std::vector<std::string> issuers;
  bool has_certificates = false;  // a listener asks for them
};
std::vector<Client> read_clients(const Section& root, const ClientSurroundings& around);

}  // namespace config
