#include "tests/integration/broken_configurations.hpp"

#include "tests/integration/list_scene.hpp"

#include <array>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace tests::integration {
namespace {

using All = std::vector<BrokenConfiguration>;

// What stands in the whole configuration, and what stands there instead.
struct Change {
  std::string from;
  std::string to;
};

std::string changed(std::string yaml, const Change& change) {
  const auto at = yaml.find(change.from);
  if (at == yaml.npos) throw std::logic_error("no such text to break: " + change.from);
  return yaml.replace(at, change.from.size(), change.to);
}

void append(All& all, const std::string& whole, const std::vector<Change>& changes) {
  for (const Change& change : changes)
    all.push_back({change.from + " -> " + change.to, changed(whole, change)});
}

// Values that no limit takes, and some that one kind of limit does not.
void break_limits(All& all, const std::string& whole) {
  constexpr std::array bytes = {"head_bytes", "target_bytes", "body_bytes",
                                "page_bytes", "list_bytes",   "walk_bytes"};
  constexpr std::array counts = {"head_fields", "json_depth", "connections",  "tls_handshakes",
                                 "list_pages",  "list_users", "upstream_max", "retries"};
  constexpr std::array times = {"head_timeout",       "body_timeout",    "idle_timeout",    "write_timeout",
                                "list_deadline",      "create_deadline", "connect_timeout", "tls_timeout",
                                "first_byte_timeout", "stall_timeout",   "walk_kept",       "sign_in_after",
                                "sign_in_again"};
  const auto add = [&](const std::string& key, const char* value) {
    append(all, whole, {{"limits: {", "limits: {" + key + ": " + value + ", "}});
  };
  for (const char* key : bytes)
    for (const char* value : {"-1KiB", "10s", "99999TiB", "[1KiB]"})
      add(key, value);
  for (const char* key : counts)
    for (const char* value : {"-1", "1.5", "99999999999", "{a: 1}"})
      add(key, value);
  for (const char* key : times)
    for (const char* value : {"-1s", "10", "1ns", "400d", "soon"})
      add(key, value);
  for (const char* value : {"101%", "-1%", "0.2", "many"})
    add("retry_budget", value);
  add("target_bytes", "32KiB, head_bytes: 16KiB");
  add("page_bytes", "2MiB, list_bytes: 1MiB");
  add("no_such_limit", "1");
}

void break_listeners(All& all, const std::string& whole, const ConfiguredFiles& files) {
  append(all, whole,
         {{"listen: [", "listen: [] #["},
          {"listen: [", "lisen: ["},
          {"{address: '127.0.0.1:0'}", "{addres: '127.0.0.1:0'}"},
          {"{address: '127.0.0.1:0'}", "{address: '127.0.0.1:65536'}"},
          {"{address: '127.0.0.1:0'}", "{address: '127.0.0.1'}"},
          {"{address: '127.0.0.1:0'}", "{address: 'nobody.invalid:80'}"},
          {"{address: '127.0.0.1:0'}", "{address: 'unix:relative'}"},
          {"{address: '127.0.0.1:0'}", "{address: '0.0.0.0:0', hosts: ['a b']}"},
          {"{address: '127.0.0.1:0'}", "{address: '127.0.0.1:0', hosts: [a, a]}"},
          {"{address: '127.0.0.1:0'}", "'127.0.0.1:0'"},
          {"admin: {address: '127.0.0.1:0'}", "admin: {address: '127.0.0.1:0', tls: {}}"},
          {"admin: {address: '127.0.0.1:0'}", "admin: {}"},
          {"admin: {address: '127.0.0.1:0'}", "admin: '127.0.0.1:0'"},
          {"certificate: " + files.certificate, "certificate: /nowhere/tls.pem"},
          {"certificate: " + files.certificate, "certificate: " + files.empty},
          {"certificate: " + files.certificate, "certificate: " + files.nonsense},
          {"certificate: " + files.certificate, "certificate: " + files.key},
          {"certificate: " + files.certificate, "certificat: " + files.certificate},
          {", key: " + files.key, ""},
          {"key: " + files.key, "key: /nowhere/tls.key"},
          {"key: " + files.key, "key: " + files.certificate},
          {"key: " + files.key, "key: " + files.other_key},
          {"key: " + files.key, "key: " + files.open_key},
          {"certificate: " + files.certificate + ", key: " + files.key,
           "certificate: " + files.weak_certificate + ", key: " + files.weak_key},
          {"key: " + files.key, "key: " + files.key + ", client_ca: " + files.empty},
          {"key: " + files.key, "key: " + files.key + ", client_ca: /nowhere/ca.pem"}});
}

void break_callers(All& all, const std::string& whole, const ConfiguredFiles& files) {
  const std::string digest(64, 'a');
  append(all, whole,
         {{"api_key_sha256: [" + digest + "]", "api_key_sha256: []"},
          {"api_key_sha256: [" + digest + "]", "api_key_sha256: [" + digest + "b]"},
          {"api_key_sha256: [" + digest + "]", "api_key_sha256: [" + std::string(64, 'A') + "]"},
          {"api_key_sha256: [" + digest + "]", "api_key_sha256: [" + digest + ", " + digest + "]"},
          {"api_key_sha256: [" + digest + "]", "api_key: secret"},
          {"tenants: [contoso]", "tenants: []"},
          {"tenants: [contoso]", "tenants: [contosso]"},
          {"tenants: [contoso]", "tenants: [contoso, contoso]"},
          {"tenants: [contoso]", "tenants: '*'"},
          {"allow: [users.read]", "allow: []"},
          {"allow: [users.read]", "allow: [users.write]"},
          {"allow: [users.read]", "allow: [users.read, users.read]"},
          {"allow: [users.read]", "allow: users.read"},
          {"rate: 50/s", "rate: 0/s"},
          {"rate: 50/s", "rate: 50"},
          {"rate: 50/s", "rate: 50/day"},
          {"rate: 50/s", "rate: -5/s"},
          {"rate: 50/s", "rate: many"},
          {"portal:", "Portal:"},
          {"issuer: https://issuer.example", "issuer: ''"},
          {"issuer: https://issuer.example, ", ""},
          {"audience: [usher]", "audience: []"},
          {"audience: [usher]", "audience: usher"},
          {"algorithms: [RS256]", "algorithms: []"},
          {"algorithms: [RS256]", "algorithms: [none]"},
          {"algorithms: [RS256]", "algorithms: [HS256]"},
          {"algorithms: [RS256]", "algorithms: [RS256, RS256]"},
          {"jwks: {file: " + files.jwks + "}", "jwks: {}"},
          {"jwks: {file: " + files.jwks + "}", "jwks: {file: /nowhere/jwks.json}"},
          {"jwks: {file: " + files.jwks + "}", "jwks: {file: " + files.empty + "}"},
          {"jwks: {file: " + files.jwks + "}", "jwks: {file: " + files.nonsense + "}"},
          {"jwks: {file: " + files.jwks + "}", "jwks: {url: 'ftp://a.example'}"},
          {"jwks: {file: " + files.jwks + "}", "jwks: {url: 'http://a.example/keys'}"},
          {"jwks: {file: " + files.jwks + "}", "jwks: {url: 'https://a.example/', file: " + files.jwks + "}"},
          {"jwt: {issuer: corporate,", "jwt: {issuer: nobody,"},
          {"jwt: {issuer: corporate,", "jwt: {isuer: corporate,"},
          {"claims: {azp: job}", "claims: {}"},
          {"claims: {azp: job}", "claims: {azp: [job]}"}});
}

void break_tenants(All& all, const std::string& whole) {
  append(
      all, whole,
      {{"tenants:\n", "tenant:\n"},
       {"contoso:\n", "Contoso:\n"},
       {"contoso:\n", "contoso:\n    deadline: tomorrow\n"},
       {"contoso:\n", "contoso:\n    deadline: 0s\n"},
       {"contoso:\n", "contoso:\n    precedence: [partner_center]\n"},
       {"contoso:\n", "contoso:\n    precedence: [partner_center, cloud_cockpit, third]\n"},
       {"contoso:\n", "contoso:\n    create_in: []\n"},
       {"contoso:\n", "contoso:\n    create_in: [third]\n"},
       {"contoso:\n", "contoso:\n    create_in: [{provider: cloud_cockpit, optional: maybe}]\n"},
       {"contoso:\n", "contoso:\n    defaults: {usageLocation: Germany}\n"},
       {"contoso:\n", "contoso:\n    defaults: {passwordProfile: x}\n"},
       {"contoso:\n", "contoso:\n    defualts: {usageLocation: DE}\n"},
       {"partner_center:\n", "partnercenter:\n"},
       {"cloud_cockpit:\n", "partner_center:\n"},
       {"base_url: http://", "base_url: ftp://"},
       {"base_url: http://", "base_url: http://user@"},
       {"base_url: http://127.0.0.1", "base_url: http://provider.example"},
       {"x_tenant: portal.contoso.com", "x_tenant: ''"},
       {"x_tenant: portal.contoso.com\n", "\n"},
       {"x_tenant: portal.contoso.com\n", "x_tenant: \"a\\nb\"\n"},
       {"x_tenant: portal.contoso.com\n", "x_tenant: portal.contoso.com\n        reseller_id: seven\n"},
       {"x_tenant: portal.contoso.com\n", "x_tenant: portal.contoso.com\n        create: sometimes\n"},
       {"x_tenant: portal.contoso.com\n", "x_tenant: portal.contoso.com\n        ca_file: /nowhere/ca.pem\n"},
       {"x_tenant: portal.contoso.com\n",
        "x_tenant: portal.contoso.com\n        client_certificate: /nowhere/usher.pem\n"},
       {"tenant_id: 11111111-0000-4000-8000-000000000001",
        "endpoint: v3\n          tenant_id: 11111111-0000-4000-8000-000000000001"},
       {"tenant_id: 11111111-0000-4000-8000-000000000001", "tenant_id: ''"},
       {"tenant_id: 11111111-0000-4000-8000-000000000001", "tenant_id: a/../b"},
       {"client_id: 11111111-0000-4000-8000-00000000000c\n", "\n"},
       {"client_secret: emulator-partner-center-secret-1", "client_secret: ${env:NO_SUCH_VARIABLE}"},
       {"client_secret: emulator-partner-center-secret-1", "client_secret: ${file:/nowhere/secret}"},
       {"client_secret: emulator-partner-center-secret-1", "client_secret: ${vault:secret}"},
       {"client_secret: emulator-partner-center-secret-1", "client_secret: ''"},
       {"client_secret: emulator-partner-center-secret-1", "client_secret: [a]"},
       {"client_secret: emulator-partner-center-secret-1", "client_secrt: a"},
       {"client_secret: emulator-partner-center-secret-1",
        "client_secret: a\n          certificate: /nowhere/app.pem"},
       {"allow_inline_secrets: true", "allow_inline_secrets: false"},
       {"allow_inline_secrets: true", "allow_inline_secrets: perhaps"},
       {"twelve: {", "Twel ve: {"},
       {"twelve: {", "crowd: {"},
       {"twelve: {partner_center: ", "twelve: {third: "},
       {"aaaaaaaa-0000-4000-8000-000000000012", "twelve"},
       {"aaaaaaaa-0000-4000-8000-000000000012", "00000000-0000-0000-0000-00000000000"},
       {"onlypc: {partner_center: aaaaaaaa-0000-4000-8000-000000000040}", "onlypc: {}"},
       {"onlycc: {cloud_cockpit: cccccccc-0000-4000-8000-000000000030}",
        "onlycc: {cloud_cockpit: cccccccc-0000-4000-8000-000000000030, create_in: [partner_center]}"}});
}

// A line, and what may stand in its place: no YAML, or YAML that nobody reads.
std::vector<std::string> broken_lines(const std::string& line) {
  const std::string indent = line.substr(0, line.find_first_not_of(' '));
  std::vector<std::string> broken = {line + ": ]",       "%" + line,  line + "\n" + indent + "no_such_key: 1",
                                     line + "\n" + line, "\t" + line, line + "\n" + indent + "? ["};
  const auto colon = line.find(": ");
  if (colon == line.npos) return broken;
  for (const char* value : {": [", ": {", ": *nobody", ": &x !!y z", ": \"open", ": {a: 1, a: 1}"})
    broken.push_back(line.substr(0, colon) + value);
  return broken;
}

void break_lines(All& all, const std::string& whole) {
  std::vector<std::string> lines;
  std::istringstream stream(whole);
  for (std::string line; std::getline(stream, line);)
    if (!line.empty()) lines.push_back(line);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const std::string& broken : broken_lines(lines[i])) {
      std::string text;
      for (std::size_t at = 0; at < lines.size(); ++at)
        text += (at == i ? broken : lines[at]) + "\n";
      all.push_back({"line " + std::to_string(i + 1) + ": " + broken, std::move(text)});
    }
  }
}

}  // namespace

// A line for each piece, since a line is what gets broken.
std::string whole_configuration(std::string emulated, const ConfiguredFiles& files) {
  const std::string plain = "listen: [{address: '127.0.0.1:0'}]\n";
  const std::string callers =
      "limits: {retries: 2}\n"
      "issuers:\n"
      "  corporate: {issuer: https://issuer.example, audience: [usher], algorithms: [RS256], jwks: {file: " +
      files.jwks +
      "}}\n"
      "clients:\n"
      "  portal: {api_key_sha256: [" +
      std::string(64, 'a') +
      "], tenants: [contoso], allow: [users.read], rate: 50/s}\n"
      "  load: {api_key_sha256: [5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8], "
      "tenants: [contoso], allow: [users.read]}\n"  // its key is "password"
      "  job: {jwt: {issuer: corporate, claims: {azp: job}}, tenants: [contoso], allow: [users.read]}\n";
  return with(std::move(emulated), plain,
              "listen: [{address: '127.0.0.1:0'}, {address: '127.0.0.1:0', tls: {certificate: " +
                  files.certificate + ", key: " + files.key + "}}]\n" + callers);
}

std::vector<BrokenConfiguration> broken_configurations(const std::string& whole,
                                                       const ConfiguredFiles& files) {
  All all;
  break_listeners(all, whole, files);
  break_callers(all, whole, files);
  break_tenants(all, whole);
  break_limits(all, whole);
  break_lines(all, whole);
  return all;
}

}  // namespace tests::integration
