#include "tests/config/fake_environment.hpp"

#include "config/diagnostic.hpp"
#include "tests/config/certificate.hpp"

#include <doctest/doctest.h>

namespace tests::config_files {

namespace {

constexpr const char* file = "/etc/usher/usher.yaml";

const Certificate& own() {
  static const Certificate certificate = make_certificate();
  return certificate;
}

const Certificate& authority() {
  static const Certificate certificate = make_certificate(true);
  return certificate;
}

const Certificate& other_certificate() {
  static const Certificate certificate = make_certificate();
  return certificate;
}

void read_auth(const config::Section& auth) {
  auth.https_url("authority", "https://login.example.com");
  auth.one_of("endpoint", {"v1", "v2"}, "v2");
  auth.guid("tenant_id");
  auth.text("client_id");
  auth.secret("client_secret");
  auth.secret("bearer_token");
  auth.not_yet("certificate", "signing in with a certificate");
  auth.not_yet("key", "signing in with a certificate");
}

void read_binding(const config::Value& value) {
  if (!value.is_section()) {
    value.guid();
  } else if (const auto section = value.section()) {
    section->required_guid("id");
    section->guid("reseller_id");
  }
}

}  // namespace

config::Environment FakeEnvironment::get() const {
  const auto variable = [values = variables](const std::string& name) -> std::optional<std::string> {
    const auto at = values.find(name);
    return at == values.end() ? std::nullopt : std::optional(at->second);
  };
  const auto read = [all = files](const std::string& path, std::size_t max_bytes) {
    config::FileRead result;
    const auto at = all.find(path);
    if (at == all.end()) {
      result.error = "No such file or directory";
      return result;
    }
    result.mode = at->second.mode;
    result.too_big = at->second.too_big || at->second.bytes.size() > max_bytes;
    if (!result.too_big) result.bytes = at->second.bytes;
    return result;
  };
  return {variable, read};
}

FakeEnvironment furnished() {
  FakeEnvironment environment;
  environment.files["/etc/usher/tls.pem"] = {own().certificate, 0644};
  environment.files["/etc/usher/ca.pem"] = {authority().certificate, 0644};
  environment.files["/etc/usher/more.pem"] = {authority().certificate, 0644};
  environment.files["/etc/usher/mixed.pem"] = {authority().certificate + own().certificate, 0644};
  environment.files["/etc/usher/cut.pem"] = {authority().certificate + authority().certificate.substr(0, 99),
                                             0644};
  environment.files["/etc/usher/keys.json"] = {"{\"keys\": []}", 0644};
  environment.files["/etc/usher/tls.key"] = {own().key, 0600};
  environment.files["/etc/usher/open.key"] = {own().key, 0644};
  environment.files["/etc/usher/locked.key"] = {own().locked_key, 0600};
  environment.files["/etc/usher/other.key"] = {other_certificate().key, 0600};
  environment.files["/etc/usher/big.pem"] = {"", 0600, true};
  environment.files["/run/secrets/state_key"] = {std::string(32, 'k'), 0400};
  environment.files["/run/secrets/good"] = {"from-a-file-hunter2\n", 0400};
  environment.files["/run/secrets/windows"] = {"from-a-file-hunter2\r\n", 0400};
  environment.files["/run/secrets/open"] = {"from-a-file-hunter2\n", 0444};
  environment.files["/run/secrets/empty"] = {"\n", 0400};
  environment.files["/run/secrets/lines"] = {"hunter2\n\n", 0400};
  environment.files["/run/secrets/big"] = {"", 0400, true};
  environment.variables["SECRET"] = "from-a-variable-hunter2";
  environment.variables["EMPTY"] = "";
  return environment;
}

config::Config load(const std::string& yaml, const FakeEnvironment& environment) {
  return config::load_text(file, yaml, environment.get());
}

void read_providers(const config::Config& config) {
  for (const config::Tenant& entry : config.tenants) {
    for (const config::ProviderEntry& provider : entry.providers) {
      provider.section.https_url("base_url", "https://api.example.com");
      provider.section.text("x_tenant");
      provider.section.guid("reseller_id");
      provider.section.pem_file("ca_file", config::Value::Pem::certificates);
      provider.section.one_of("create", {"exactly_once", "at_most_once"}, "exactly_once");
      if (const auto auth = provider.section.section("auth")) read_auth(*auth);
    }
    for (const config::CustomerEntry& customer : entry.customers) {
      for (const config::Binding& binding : customer.bindings)
        read_binding(binding.value);
    }
  }
}

std::vector<std::string> mistakes(const std::string& yaml, const FakeEnvironment& environment) {
  const config::Config config = load(yaml, environment);
  read_providers(config);
  config::finish(config);
  std::vector<std::string> lines;
  const std::size_t prefix = std::string(file).size() + 1;
  for (const config::Diagnostic& diagnostic : config.diagnostics->sorted()) {
    lines.push_back(to_string(diagnostic).substr(prefix));
  }
  return lines;
}

void check(const Broken& broken) {
  CAPTURE(broken.what);
  const std::vector<std::string> found = mistakes(broken.yaml);
  for (std::size_t i = 0; i < std::max(found.size(), broken.expected.size()); ++i) {
    const std::string got = i < found.size() ? found[i] : "(no mistake)";
    const std::string wanted = i < broken.expected.size() ? broken.expected[i] : "(no mistake)";
    CAPTURE(got);
    CHECK(got.substr(0, wanted.size()) == wanted);
    // Every message says more than the row: what would be right.
    CHECK(got.size() > 20);
  }
}

}  // namespace tests::config_files
