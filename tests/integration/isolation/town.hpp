// Six tenants behind one gateway, each with providers of its own and people whose names occur nowhere else;
// and their clients. For the tests that ask whether anything crosses from one tenant, or one client, to
// another.
#pragma once

#include "tests/integration/isolation/client.hpp"
#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests::integration::isolation {

struct Tenant {
  std::string name;
  std::string alias;   // of its one customer
  std::string domain;  // of that customer
  bool has_partner = true;
  bool has_cockpit = true;
  std::unique_ptr<support::EmulatorProcess> emulator;  // its providers, nobody else's
  // The customer's ids; `elmwood` and `firwood` have the same ones, each at its own provider. Never empty:
  // where the tenant has not got the provider, the id leads nowhere.
  std::string partner_id;
  std::string cockpit_id;
  std::string user_id;                // "partner_center:…"
  std::vector<std::string> canaries;  // what only an answer about this tenant may say

  bool is_bound_to(std::string_view id) const {
    return id == alias || (has_partner && id == partner_id) || (has_cockpit && id == cockpit_id);
  }
};

class Town {
 public:
  Town();
  // Of a cell's path; a name that is nobody's is another matter.
  const Tenant& tenant(std::string_view name) const;
  const std::vector<Tenant>& tenants() const { return tenants_; }
  // The four of the matrix: two who may everything in two tenants each, two who may less. `south` is known by
  // its certificate, `reader` by a token that names more than it has and less than the file gives it; the
  // others by keys.
  const std::vector<Client>& clients() const { return clients_; }
  // One who may just this in every tenant, and one who may all but this.
  const Client& only(std::string_view permission) const;
  const Client& all_but(std::string_view permission) const;
  const Client& client(std::string_view name) const;
  // `reader` with another token.
  Client reader_naming(const Rights& named) const;
  const support::GatewayProcess& gateway() const { return *gateway_; }
  support::HttpReply ask(const Client& by, std::string_view method, std::string_view target,
                         support::Headers headers = {}, std::optional<std::string_view> body = {}) const;
  support::HttpReply get(const Client& by, std::string_view target, support::Headers headers = {}) const {
    return ask(by, "GET", target, std::move(headers));
  }

  // A draft that the tenant's providers take, of somebody new; `name` begins the address.
  boost::json::object draft(const Tenant& of, std::string_view name) const;
  // Creates the draft for real.
  support::HttpReply create(const Client& by, const Tenant& of, const boost::json::object& draft,
                            std::string_view idempotency_key) const;
  void remember(std::string_view tenant, std::string canary);
  // What of a tenant that `by` may not see stands in `answer`, but for what the request itself said; empty:
  // nothing.
  std::string strangers_in(std::string_view answer, const Client& by, std::string_view request) const;
  // How many requests the providers of these tenants have heard since the last call of forget_requests().
  std::size_t heard_by(const Tenant& one) const;
  void forget_requests() const;

 private:
  Tenant& settle(std::string name, bool partner, bool cockpit, std::string_view customer);
  static void learn_canaries(Tenant& of);
  const Registry registry_;
  std::vector<Tenant> tenants_;
  std::vector<Client> clients_;
  std::vector<Client> specialists_;
  std::unique_ptr<support::GatewayProcess> gateway_;
};

// One for all of these files.
Town& town();

}  // namespace tests::integration::isolation
