#include "config/load.hpp"

#include "tests/config/fake_environment.hpp"

#include <doctest/doctest.h>

using tests::config_files::Broken;
using tests::config_files::smallest_tenant;

namespace {

// The published example, with what this version understands.
const std::string example = R"(listen:
  - address: 127.0.0.1:8080        # or unix:/run/usher/usher.sock
admin:
  address: 127.0.0.1:9080
state:
  sqlite: /var/lib/usher/state.db   # on a volume that outlives the container
  key: ${file:/run/secrets/state_key}
limits: {}                          # the table of the gateway's limits, by key
clients:
  billing-portal:
    api_key_sha256: [5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8]
    tenants: [contoso]
    allow: [users.read, users.create, customers.read, operations.read]
tenants:
  contoso:
    deadline: 20s                   # from the request's head to the first byte of the answer
    precedence: [partner_center, cloud_cockpit]
    create_in: [partner_center, {provider: cloud_cockpit, optional: true}]
    defaults: {usageLocation: DE}
    providers:
      partner_center:
        base_url: https://api.partnercenter.microsoft.com      # the default
        auth:
          authority: https://login.microsoftonline.com         # the default
          endpoint: v2                                         # or v1
          tenant_id: 1f2e3d4c-0000-4000-8000-000000000001
          client_id: 9a8b7c6d-0000-4000-8000-000000000002
          client_secret: ${file:/run/secrets/good}
          bearer_token: ${file:/run/secrets/windows}
      cloud_cockpit:
        base_url: https://api.cloudcockpit.com                 # the default
        x_tenant: portal.contoso.com
        reseller_id: 6f0c1122-0000-4000-8000-000000000003      # optional
        ca_file: /etc/usher/tls.pem # any provider: a private CA instead of the system's
        create: at_most_once        # any provider; default exactly_once
        auth:
          tenant_id: 4e806121-ff28-4286-ab4e-3be0a08f9ce0      # the default, as published
          client_id: 77aa7c6d-0000-4000-8000-000000000004
          client_secret: ${env:SECRET}
    customers:
      fabrikam:
        partner_center: 4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04
        cloud_cockpit: {id: 0d5c1122-0000-4000-8000-000000000005, reseller_id: 6f0c1122-0000-4000-8000-000000000003}
        create_in: [partner_center]
)";

std::string effective_of(const std::string& yaml) {
  const config::Config config = tests::config_files::load(yaml);
  tests::config_files::read_providers(config);
  config::finish(config);
  INFO(to_string(*config.diagnostics));
  REQUIRE(config.is_good());
  return config::effective(config);
}

}  // namespace

TEST_CASE("loads the published example") {
  const config::Config config = tests::config_files::load(example);
  tests::config_files::read_providers(config);
  config::finish(config);
  INFO(to_string(*config.diagnostics));
  REQUIRE(config.is_good());
  CHECK(config.listen.size() == 1);
  REQUIRE(config.state.has_value());
  CHECK(config.state->sqlite == "/var/lib/usher/state.db");
  CHECK(config.clients.size() == 1);
  REQUIRE(config.tenants.size() == 1);
  CHECK(config.tenants[0].providers.size() == 2);
  CHECK(config.tenants[0].customers.size() == 1);
}

TEST_CASE("prints the whole configuration with its defaults and without a secret") {
  const std::string printed = effective_of(example);
  for (const char* line :
       {"  - address: 127.0.0.1:8080\n", "  idle_timeout: 1m\n", "  target_bytes: 8000B\n",
        "  retry_budget: 20%\n", "    deadline: 20s\n", "        optional: true\n", "  key: \"***\"\n",
        "          client_secret: \"***\"\n", "          bearer_token: \"***\"\n",
        "        create: exactly_once\n", "        create: at_most_once\n",
        "        partner_center: 4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04\n", "  allow_world_readable: false\n",
        "\nallow_inline_secrets: false\n"}) {
    CAPTURE(std::string(line));
    CHECK(printed.find(line) != std::string::npos);
  }
  CHECK(printed.find("hunter2") == std::string::npos);
  CHECK(printed.find("${") == std::string::npos);
}

TEST_CASE("prints a configuration that loads again as the same one") {
  // "***" is as good a secret as any, but it is no key of 32 bytes.
  std::string without_key = example;
  const std::string key = "  key: ${file:/run/secrets/state_key}\n";
  without_key.erase(without_key.find(key), key.size());
  const std::string printed = effective_of("allow_inline_secrets: true\n" + without_key);
  CHECK(effective_of(printed) == printed);
  const std::string shortest = effective_of(smallest_tenant);
  CHECK(effective_of(shortest) == shortest);
  CHECK(shortest.find("listen:\n  - address: 127.0.0.1:8080\n") == 0);
}

TEST_CASE("quotes in print what would be something else without quotes") {
  for (const std::string text :
       {"null", "~",  "*x", "&x", "!x",  "a: b", "a #b", "{a}",  "[a]", "- a", "'a'", "a\"b\\c",
        "#a",   "%a", "@a", "`a", " a ", "a:",   "für",  "true", "-",   "?",   "|",   ">"}) {
    CAPTURE(text);
    std::string quoted = "\"";
    for (const char c : text)
      quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    const std::string yaml = "tenants: {t: {providers: {p: {x_tenant: " + quoted + "\"}}}}\n";
    const std::string printed = effective_of(yaml);
    const auto again = tests::config_files::load(printed);
    CHECK(again.tenants[0].providers[0].section.text("x_tenant") == text);
  }
}

TEST_CASE("tells mistakes at the top of the file with the rest") {
  const Broken table[] = {
      {"a misspelt key",
       "tenant: {}\n" + smallest_tenant,
       {"1:1: tenant: is unknown here: did you mean `tenants`?"}},
      {"a misspelt tenants",
       "tenant: {}\n",
       {"1:1: tenant: is unknown here: did you mean `tenants`?", "1:1: tenants: is missing"}},
      {"a yes",
       "allow_inline_secrets: yes\n" + smallest_tenant,
       {"1:23: allow_inline_secrets: must be true or false"}},
      {"a True",
       "allow_inline_secrets: True\n" + smallest_tenant,
       {"1:23: allow_inline_secrets: must be true or false"}},
      {"a quoted true",
       "allow_inline_secrets: 'true'\n" + smallest_tenant,
       {"1:23: allow_inline_secrets: must be true or false"}},
      {"secrets that are no mapping",
       "secrets: true\n" + smallest_tenant,
       {"1:10: secrets: is a single value"}},
      {"an unknown key of secrets",
       "secrets: {allow_inline: true}\n" + smallest_tenant,
       {"1:11: secrets.allow_inline: is unknown here: remove it; known are allow_world_readable"}},
      {"mistakes all over",
       "listen: [{}]\nlimits: {retries: x}\nclients: {}\nadmin: 1\ntenants: {t: {}}\n",
       {"1:10: listen[0].address: is missing", "2:19: limits.retries: must be a whole number",
        "3:1: clients: is empty", "4:8: admin: is a single value", "5:11: tenants.t.providers: is missing"}},
  };
  for (const Broken& row : table)
    check(row);
}

TEST_CASE("tells an unreadable file from a wrong one") {
  auto environment = tests::config_files::furnished();
  environment.files["/etc/usher/good.yaml"] = {smallest_tenant, 0644};
  environment.files["/etc/usher/big.yaml"] = {std::string((1 << 20) + 1, '#'), 0644};
  const auto gone = config::load("/etc/usher/gone.yaml", environment.get());
  CHECK(gone.unreadable == "No such file or directory");
  CHECK(!gone.is_good());
  config::finish(gone);
  CHECK(config::effective(gone).empty());
  const auto big = config::load("/etc/usher/big.yaml", environment.get());
  CHECK(!big.unreadable.has_value());
  CHECK(to_string(*big.diagnostics).starts_with("/etc/usher/big.yaml:1:1: the file is bigger than 1 MiB"));
  CHECK(config::load("/etc/usher/good.yaml", environment.get()).is_good());
}

TEST_CASE("survives the example cut anywhere, or with any byte replaced, and never tells a secret") {
  const auto survives = [](const std::string& yaml) {
    for (const std::string& mistake : tests::config_files::mistakes(yaml)) {
      if (mistake.find("hunter2") != std::string::npos) return false;
      if (mistake.find('\n') != std::string::npos) return false;
    }
    return true;
  };
  for (std::size_t cut = 0; cut < example.size(); cut += 7) {
    CAPTURE(cut);
    REQUIRE(survives(example.substr(0, cut)));
  }
  constexpr std::string_view bytes = "\"'{}[]:,&*!|>%@#-?\n\t x0\xff";
  for (std::size_t at = 0; at < example.size(); at += 5) {
    CAPTURE(at);
    std::string broken = example;
    broken[at] = bytes[(at / 5) % bytes.size()];
    REQUIRE(survives(broken));
  }
}
