#include "config/tenant.hpp"

#include "tests/config/fake_environment.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using tests::config_files::Broken;

namespace {

// Members of the tenant `t` from line 2 on, which has the providers `a` and `b`.
std::string tenant_with(const std::string& members) {
  return "tenants: {t: {\n" + members + ", providers: {alpha: {}, beta: {}}}}\n";
}
std::string customer_with(const std::string& members) {
  return tenant_with("customers: {c: {" + members + "}}");
}

}  // namespace

TEST_CASE("reads a tenant with its providers, customers and choices") {
  const auto config = tests::config_files::load(tenant_with(
      "deadline: 20s, precedence: [beta, alpha], create_in: [alpha, {provider: beta, optional: true}], "
      "defaults: {usageLocation: DE, phoneNumber: '1'}, customers: {c: {beta: "
      "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04, create_in: [beta]}, d: {alpha: {id: x}, beta: y}}"));
  REQUIRE(config.is_good());
  REQUIRE(config.tenants.size() == 1);
  const config::Tenant& tenant = config.tenants[0];
  CHECK(tenant.name == "t");
  CHECK(tenant.deadline == 20s);
  CHECK(tenant.precedence == std::vector<std::string>{"beta", "alpha"});
  REQUIRE(tenant.create_in.size() == 2);
  CHECK(tenant.create_in[0].provider == "alpha");
  CHECK(!tenant.create_in[0].optional);
  CHECK(tenant.create_in[1].provider == "beta");
  CHECK(tenant.create_in[1].optional);
  CHECK(tenant.defaults == std::map<std::string, std::string>{{"usageLocation", "DE"}, {"phoneNumber", "1"}});
  REQUIRE(tenant.providers.size() == 2);
  CHECK(tenant.providers[0].name == "alpha");
  REQUIRE(tenant.customers.size() == 2);
  CHECK(tenant.customers[0].alias == "c");
  REQUIRE(tenant.customers[0].bindings.size() == 1);
  CHECK(tenant.customers[0].bindings[0].provider == "beta");
  CHECK(tenant.customers[0].bindings[0].value.guid()->to_string() == "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04");
  REQUIRE(tenant.customers[0].create_in.has_value());
  CHECK(tenant.customers[0].create_in->front().provider == "beta");
  REQUIRE(tenant.customers[1].bindings.size() == 2);
  CHECK(tenant.customers[1].bindings[0].value.is_section());
  CHECK(!tenant.customers[1].create_in.has_value());
}

TEST_CASE("takes the providers' order for the precedence where none is given") {
  const auto config = tests::config_files::load("tenants: {t: {providers: {beta: {}, alpha: {}}}}\n");
  REQUIRE(config.is_good());
  CHECK(config.tenants[0].precedence == std::vector<std::string>{"beta", "alpha"});
  CHECK(config.tenants[0].create_in.empty());
}

TEST_CASE("says of each wrong tenant what would be right") {
  const Broken table[] = {
      {"no tenants", "limits: {}\n", {"1:1: tenants: is missing"}},
      {"empty tenants", "tenants: {}\n", {"1:1: tenants: is empty"}},
      {"tenants in a list", "tenants: [t]\n", {"1:1: tenants: is a list: it must be a mapping"}},
      {"a bad name", "tenants: {T: {providers: {a: {}}}}\n", {"1:11: tenants.T: is no name for a tenant"}},
      {"a tenant without anything", "tenants:\n  t:\n", {"2:3: tenants.t: has no value"}},
      {"no providers", "tenants: {t: {}}\n", {"1:11: tenants.t.providers: is missing"}},
      {"empty providers", "tenants: {t: {providers: {}}}\n", {"1:15: tenants.t.providers: is empty"}},
      {"a provider without a section",
       "tenants: {t: {providers: {a: }}}\n",
       {"1:27: tenants.t.providers.a: has no value"}},
      {"a provider's bad name",
       "tenants: {t: {providers: {A: {}}}}\n",
       {"1:27: tenants.t.providers.A: is no name for a provider"}},
      {"a misspelt key",
       tenant_with("presedence: [alpha, beta]"),
       {"2:1: tenants.t.presedence: is unknown here: did you mean `precedence`?"}},
      {"a deadline that is none",
       tenant_with("deadline: soon"),
       {"2:11: tenants.t.deadline: must be a duration"}},
      {"a deadline too long",
       tenant_with("deadline: 1h"),
       {"2:11: tenants.t.deadline: must be between 10ms and 10m"}},
      {"an unknown provider preferred",
       tenant_with("precedence: [alpha, beta, gamma]"),
       {"2:27: tenants.t.precedence[2]: `gamma` is no provider of this tenant"}},
      {"a provider preferred twice",
       tenant_with("precedence: [alpha, beta, alpha]"),
       {"2:27: tenants.t.precedence[2]: is repeated"}},
      {"a provider left out",
       tenant_with("precedence: [alpha]"),
       {"2:1: tenants.t.precedence: must name every provider of the tenant: `beta` is missing"}},
      {"a precedence that is no list",
       tenant_with("precedence: alpha"),
       {"2:13: tenants.t.precedence: is a single value"}},
      {"creating nowhere", tenant_with("create_in: []"), {"2:1: tenants.t.create_in: is empty"}},
      {"creating in an unknown provider",
       tenant_with("create_in: [alhpa]"),
       {"2:13: tenants.t.create_in[0]: `alhpa` is no provider of this tenant: did you mean `alpha`?"}},
      {"creating twice in one",
       tenant_with("create_in: [alpha, {provider: alpha}]"),
       {"2:20: tenants.t.create_in[1]: is repeated"}},
      {"creating in no provider",
       tenant_with("create_in: [{optional: true}]"),
       {"2:13: tenants.t.create_in[0].provider: is missing"}},
      {"a yes for a true",
       tenant_with("create_in: [{provider: alpha, optional: yes}]"),
       {"2:41: tenants.t.create_in[0].optional: must be true or false"}},
      {"a quoted true",
       tenant_with("create_in: [{provider: alpha, optional: 'true'}]"),
       {"2:41: tenants.t.create_in[0].optional: must be true or false"}},
      {"a list for a provider",
       tenant_with("create_in: [[alpha]]"),
       {"2:13: tenants.t.create_in[0]: is a list"}},
      {"a default that is one person's",
       tenant_with("defaults: {email: a@b.c}"),
       {"2:12: tenants.t.defaults.email: is one person's own"}},
      {"a default password",
       tenant_with("defaults: {passwordProfile: {password: hunter2}}"),
       {"2:12: tenants.t.defaults.passwordProfile: is one person's own"}},
      {"a default that is no text",
       tenant_with("defaults: {groups: []}"),
       {"2:12: tenants.t.defaults.groups: cannot be"}},
      {"a default list",
       tenant_with("defaults: {usageLocation: [DE]}"),
       {"2:12: tenants.t.defaults.usageLocation: is a list"}},
      {"no country",
       tenant_with("defaults: {usageLocation: Germany}"),
       {"2:27: tenants.t.defaults.usageLocation: must be a country's two capital letters"}},
      {"an unknown default",
       tenant_with("defaults: {usagelocation: DE}"),
       {"2:12: tenants.t.defaults.usagelocation: is unknown here: did you mean `usageLocation`?"}},
  };
  for (const Broken& row : table)
    check(row);
}

TEST_CASE("says of each wrong customer what would be right") {
  const Broken table[] = {
      {"customers in a list", tenant_with("customers: []"), {"2:1: tenants.t.customers: is a list"}},
      {"a bad alias",
       tenant_with("customers: {Fabrikam: {}}"),
       {"2:13: tenants.t.customers.Fabrikam: is no name for a customer"}},
      {"a GUID for an alias",
       tenant_with("customers: {4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04: {create_in: []}}"),
       {"2:13: tenants.t.customers.4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04: is a GUID, which an alias must not "
        "be",
        "2:13: tenants.t.customers.4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04: is bound to no provider",
        "2:52: tenants.t.customers.4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04.create_in: is empty"}},
      {"no bindings", customer_with(""), {"2:13: tenants.t.customers.c: is bound to no provider"}},
      {"a customer that is an id",
       tenant_with("customers: {c: 4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04}"),
       {"2:16: tenants.t.customers.c: is a single value"}},
      {"bound to an unknown provider",
       customer_with("gamma: x"),
       {"2:13: tenants.t.customers.c: is bound to no provider",
        "2:17: tenants.t.customers.c.gamma: is unknown here"}},
      {"bound to a misspelt provider",
       customer_with("alpha: {id: 4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04}, bta: x"),
       {"2:68: tenants.t.customers.c.bta: is unknown here: did you mean `beta`?"}},
      {"bound to no id", customer_with("alpha: "), {"2:17: tenants.t.customers.c.alpha: has no value"}},
      {"bound to what is no GUID",
       customer_with("alpha: 4d3cf487"),
       {"2:24: tenants.t.customers.c.alpha: must be a GUID"}},
      {"a GUID in braces",
       customer_with("alpha: '{4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04}'"),
       {"2:24: tenants.t.customers.c.alpha: must be a GUID"}},
      {"a binding without an id",
       customer_with("alpha: {}"),
       {"2:17: tenants.t.customers.c.alpha.id: is missing"}},
      {"a binding with a strange key",
       customer_with("alpha: {id: 4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04, reseler_id: x}"),
       {"2:67: tenants.t.customers.c.alpha.reseler_id: is unknown here: did you mean `reseller_id`?"}},
      {"creating where it is not bound",
       customer_with("alpha: {id: 4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04}, create_in: [beta]"),
       {"2:80: tenants.t.customers.c.create_in[0]: `beta` is no provider of this customer: name alpha"}},
  };
  for (const Broken& row : table)
    check(row);
}
