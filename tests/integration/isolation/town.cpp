#include "tests/integration/isolation/town.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace tests::integration::isolation {
namespace {
namespace json = boost::json;

std::string text_of(const json::value& value) { return std::string(value.as_string().c_str()); }

std::string loopback(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

// The emulator's credentials are public (tests/emulator/README.md).
std::string yaml_of(const Tenant& tenant) {
  const support::EmulatorProcess& emulator = *tenant.emulator;
  const std::string authority =
      "        auth:\n          authority: http://" + loopback(emulator.token_service()) + "\n";
  std::string yaml = "  " + tenant.name + ":\n    providers:\n";
  if (tenant.has_partner) {
    yaml += "      partner_center:\n        base_url: http://" + loopback(emulator.partner_center()) + "\n" +
            authority +
            "          tenant_id: 11111111-0000-4000-8000-000000000001\n"
            "          client_id: 11111111-0000-4000-8000-00000000000c\n"
            "          client_secret: emulator-partner-center-secret-1\n"
            "          refresh_token: emulator-partner-center-refresh-token-1\n";
  }
  if (tenant.has_cockpit) {
    yaml += "      cloud_cockpit:\n        base_url: http://" + loopback(emulator.cloud_cockpit()) +
            "\n        x_tenant: portal.contoso.com\n" + authority +
            "          client_id: 22222222-0000-4000-8000-00000000000c\n"
            "          client_secret: emulator-cloud-cockpit-secret-1\n";
  }
  yaml += "    customers:\n      " + tenant.alias + ": {";
  if (tenant.has_partner) yaml += "partner_center: " + tenant.partner_id;
  if (tenant.has_partner && tenant.has_cockpit) yaml += ", ";
  if (tenant.has_cockpit) yaml += "cloud_cockpit: " + tenant.cockpit_id;
  return yaml + "}\n";
}

// "users.read" -> "users-read": names have no dots.
std::string named_after(std::string_view permission) {
  std::string name(permission);
  std::ranges::replace(name, '.', '-');
  return name;
}

}  // namespace

Tenant& Town::settle(std::string name, bool partner, bool cockpit, std::string_view customer) {
  Tenant& tenant = tenants_.emplace_back();
  tenant.name = std::move(name);
  tenant.alias = tenant.name + "-heath-77";
  tenant.domain = std::string(customer) + ".example";
  tenant.has_partner = partner;
  tenant.has_cockpit = cockpit;
  const std::string seed = std::to_string(700 + tenants_.size());
  tenant.emulator = std::make_unique<support::EmulatorProcess>(
      std::vector<std::string>{"--quiet", "--seed", seed, "--set", "token_rotation=omit"});
  if (customer == "twelve") {
    // Seeded everywhere under the same ids, with other people for each seed.
    tenant.partner_id = "aaaaaaaa-0000-4000-8000-000000000012";
    tenant.cockpit_id = "cccccccc-0000-4000-8000-000000000012";
  } else {
    const json::value made = tenant.emulator->post(
        "/customers",
        json::serialize(
            json::object{{"name", customer}, {"partner_center", 5}, {"cloud_cockpit", 4}, {"overlap", 0.7}}));
    tenant.partner_id = text_of(made.at("partner_center"));
    tenant.cockpit_id = text_of(made.at("cloud_cockpit"));
  }
  return tenant;
}

void Town::learn_canaries(Tenant& of) {
  // The tenant's name is in its customer's, its alias, and in the names of some of its people.
  of.canaries = {of.name};
  for (const std::uint16_t port :
       {of.emulator->partner_center(), of.emulator->cloud_cockpit(), of.emulator->token_service()})
    of.canaries.push_back(loopback(port));
  for (const char* const provider : {"partner_center", "cloud_cockpit"}) {
    const bool is_partner = provider[0] == 'p';
    if (!(is_partner ? of.has_partner : of.has_cockpit)) continue;
    const std::string& customer = is_partner ? of.partner_id : of.cockpit_id;
    of.canaries.push_back(customer);
    // Everybody else's name is a common one.
    const json::object stranger = {{"displayName", "Canary of " + of.name},
                                   {"firstName", "Canary"},
                                   {"lastName", "of " + of.name},
                                   {"userPrincipalName", "canary@" + of.name + ".example"},
                                   {"email", "canary@" + of.name + ".example"},
                                   {"immutableId", "canary-id-" + of.name}};
    of.emulator->post("/users", json::serialize(json::object{
                                    {"provider", provider}, {"customer", customer}, {"user", stranger}}));
    const json::value all =
        of.emulator->get("/users?provider=" + std::string(provider) + "&customer=" + customer);
    for (const json::value& user : all.at("users").as_array()) {
      of.canaries.push_back(text_of(user.at("id")));
      if (of.user_id.empty()) of.user_id = std::string(provider) + ":" + text_of(user.at("id"));
    }
  }
}

Town::Town() {
  tenants_.reserve(6);
  settle("alderwood", true, true, "alderwood-vale");
  settle("birchwood", true, true, "birchwood-vale");
  settle("cedarwood", true, false, "cedarwood-vale");
  settle("dogwood", false, true, "dogwood-vale");
  settle("elmwood", true, true, "twelve");
  settle("firwood", true, true, "twelve");
  for (Tenant& tenant : tenants_)
    learn_canaries(tenant);
  // What several tenants have in common tells nothing of any.
  std::map<std::string, std::set<std::string>> owners;
  for (const Tenant& tenant : tenants_) {
    for (const std::string& canary : tenant.canaries)
      owners[canary].insert(tenant.name);
  }
  for (Tenant& tenant : tenants_)
    std::erase_if(tenant.canaries, [&](const std::string& canary) { return owners[canary].size() > 1; });
  const std::vector<std::string> all(std::begin(every_permission), std::end(every_permission));
  clients_ = {
      known_by_key("north", {{"alderwood", "elmwood"}, all}),
      registry_.known_by_certificate("south", {{"birchwood", "firwood"}, all}),
      reader_naming({{"alderwood", "cedarwood", "dogwood", "firwood"}, {"users.read", "operations.read"}}),
      known_by_key("west", {{"dogwood"}, {"customers.read", "operations.read"}})};
  std::vector<std::string> everywhere;
  std::string tenants = "tenants:\n";
  for (const Tenant& tenant : tenants_) {
    everywhere.push_back(tenant.name);
    tenants += yaml_of(tenant);
  }
  for (const std::string& permission : all) {
    std::vector<std::string> others = all;
    std::erase(others, permission);
    specialists_.push_back(known_by_key("only-" + named_after(permission), {everywhere, {permission}}));
    specialists_.push_back(known_by_key("no-" + named_after(permission), {everywhere, others}));
  }
  std::string yaml = registry_.yaml() + "allow_inline_secrets: true\nlimits: {retries: 0}\nclients:\n";
  for (const auto* list : {&clients_, &specialists_}) {
    for (const Client& one : *list)
      yaml += one.yaml;
  }
  gateway_ = std::make_unique<support::GatewayProcess>(yaml + tenants);
}

const Tenant& Town::tenant(std::string_view name) const {
  const auto found = std::ranges::find(tenants_, name, &Tenant::name);
  if (found == tenants_.end()) throw std::logic_error("no such tenant in the town");
  return *found;
}

const Client& Town::client(std::string_view name) const {
  for (const auto* list : {&clients_, &specialists_}) {
    const auto found = std::ranges::find(*list, name, &Client::name);
    if (found != list->end()) return *found;
  }
  throw std::logic_error("no such client in the town");
}

const Client& Town::only(std::string_view permission) const {
  return client("only-" + named_after(permission));
}

const Client& Town::all_but(std::string_view permission) const {
  return client("no-" + named_after(permission));
}

Client Town::reader_naming(const Rights& named) const {
  return registry_.known_by_token(
      "reader", {{"alderwood", "birchwood", "cedarwood"}, {"users.read", "users.create", "customers.read"}},
      named);
}

support::HttpReply Town::ask(const Client& by, std::string_view method, std::string_view target,
                             support::Headers headers, std::optional<std::string_view> body) const {
  return registry_.ask(*gateway_, by, method, target, std::move(headers), body);
}

json::object Town::draft(const Tenant& of, std::string_view name) const {
  const std::string address = std::string(name) + "@" + of.domain;
  json::object draft = {{"firstName", "Ada"}, {"lastName", "Lovelace"}};
  if (of.has_cockpit) draft["email"] = address;
  if (!of.has_partner) return draft;
  draft["userPrincipalName"] = address;
  draft["displayName"] = "Ada Lovelace";
  draft["passwordProfile"] = {{"password", "Correct-Horse-7"}, {"forceChangePassword", true}};
  return draft;
}

support::HttpReply Town::create(const Client& by, const Tenant& of, const json::object& draft,
                                std::string_view idempotency_key) const {
  std::string providers = of.has_partner ? "partner_center" : "";
  if (of.has_cockpit) providers += providers.empty() ? "cloud_cockpit" : ",cloud_cockpit";
  return ask(by, "POST", "/v1/tenants/" + of.name + "/customers/" + of.alias + "/users?provider=" + providers,
             {{"Idempotency-Key", std::string(idempotency_key)}}, json::serialize(draft));
}

void Town::remember(std::string_view tenant, std::string canary) {
  std::ranges::find(tenants_, tenant, &Tenant::name)->canaries.push_back(std::move(canary));
}

std::string Town::strangers_in(std::string_view answer, const Client& by, std::string_view request) const {
  std::string found;
  for (const Tenant& tenant : tenants_) {
    if (by.sees(tenant.name)) continue;
    for (const std::string& canary : tenant.canaries) {
      if (answer.find(canary) == answer.npos || request.find(canary) != request.npos) continue;
      found += tenant.name + "'s " + canary + "; ";
    }
  }
  return found;
}

std::size_t Town::heard_by(const Tenant& one) const { return one.emulator->ledger("", "").size(); }

void Town::forget_requests() const {
  for (const Tenant& tenant : tenants_)
    tenant.emulator->clear_ledger();
}

Town& town() {
  static Town one;
  return one;
}

}  // namespace tests::integration::isolation
