// Reloading the configuration of a running gateway: by SIGHUP, by POST /admin/reload, and by itself when a
// secret is replaced. What is wrong changes nothing.
#include "tests/integration/broken_configurations.hpp"
#include "tests/integration/canned_server.hpp"
#include "tests/integration/hostile.hpp"
#include "tests/support/authority.hpp"
#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"
#include "tests/support/signing_key.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

namespace tests::integration {
namespace {
using support::EmulatorProcess;
using support::GatewayProcess;
using support::HttpReply;
using support::TemporaryFile;

const EmulatorProcess& seeded_emulator() {
  static const EmulatorProcess process;
  return process;
}

std::string good_yaml() { return support::emulated_yaml(seeded_emulator()); }

// Somebody who lists users all the time, on connections of its own; ends with the object.
class Load {
 public:
  explicit Load(GatewayProcess& gateway, support::Headers headers = {})
      : thread_([this, &gateway, headers = std::move(headers)] {
          while (!is_over_)
            ++(is_served(gateway, headers) ? served_ : failed_);
        }) {}
  ~Load() { end(); }

  void end() {
    is_over_ = true;
    if (thread_.joinable()) thread_.join();
  }
  int served() const { return served_; }
  int failed() const { return failed_; }

 private:
  static bool is_served(GatewayProcess& gateway, const support::Headers& headers) {
    try {
      return gateway.get(users_target, headers).status == 200;
    } catch (const std::exception&) {
      return false;
    }
  }

  std::atomic<bool> is_over_{false};
  std::atomic<int> served_{0};
  std::atomic<int> failed_{0};
  std::thread thread_;
};

void write(const std::string& path, std::string_view text) { std::ofstream(path) << text; }

HttpReply reload(GatewayProcess& gateway) {
  return support::request(gateway.port(1), "POST", "/admin/reload");
}

bool await_event(GatewayProcess& gateway, const std::string& event) {
  const auto is_it = [&](const std::string& line) {
    return line.find("\"" + event + "\"") != std::string::npos;
  };
  return gateway.process().wait_for_line(is_it).has_value();
}

std::size_t resident_kib(GatewayProcess& gateway) {
  std::ifstream stream("/proc/" + std::to_string(gateway.process().pid()) + "/status");
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  return 0;
}

std::string with_alias(std::string yaml, const std::string& alias) {
  const auto at = yaml.find("twelve:");
  return yaml.replace(at, 7, alias + ":");
}

TEST_CASE("SIGHUP puts the new file in the place of the old one, without a restart") {
  GatewayProcess gateway(good_yaml());
  const std::string renamed = "/v1/tenants/contoso/customers/dozen/users";
  CHECK(gateway.get(renamed).status == 404);
  gateway.write_configuration(with_alias(good_yaml(), "dozen"));
  gateway.process().signal(SIGHUP);
  REQUIRE(await_event(gateway, "reloaded"));
  CHECK(gateway.get(renamed).status == 200);
  CHECK(gateway.get(users_target).status == 404);
}

TEST_CASE("hundreds of broken files are refused while requests are served, and none of them fails") {
  const support::Authority authority;
  support::CertificateWish weak;
  weak.rsa_bits = 1024;
  const auto issued = authority.issue();
  const auto issued_weak = authority.issue(weak);
  const TemporaryFile certificate(".pem", issued.certificate);
  const TemporaryFile key(".pem", issued.key);
  const TemporaryFile other_key(".pem", authority.issue().key);
  const TemporaryFile open_key(".pem", issued.key);
  const TemporaryFile weak_certificate(".pem", issued_weak.certificate);
  const TemporaryFile weak_key(".pem", issued_weak.key);
  const TemporaryFile jwks(".json", support::jwks(support::SigningKey().jwk("one")));
  const TemporaryFile empty(".pem", "");
  const TemporaryFile nonsense(".pem", "nonsense\n");
  for (const TemporaryFile* file : {&key, &other_key, &weak_key})
    REQUIRE(chmod(file->path().c_str(), 0600) == 0);
  REQUIRE(chmod(open_key.path().c_str(), 0644) == 0);
  const ConfiguredFiles files = {certificate.path(),      key.path(),      other_key.path(), open_key.path(),
                                 weak_certificate.path(), weak_key.path(), jwks.path(),      empty.path(),
                                 nonsense.path()};
  const std::string whole = whole_configuration(good_yaml(), files);
  GatewayProcess gateway(whole);
  const auto reloaded_with = [&gateway](const std::string& yaml) {
    gateway.write_configuration(yaml);
    return support::request(gateway.port(2), "POST", "/admin/reload");
  };
  Load load(gateway, {{"Authorization", "Bearer password"}});
  CHECK(reloaded_with(whole).status == 200);
  const auto broken = broken_configurations(whole, files);
  for (const auto& [what, yaml] : broken) {
    const HttpReply reply = reloaded_with(yaml);
    CAPTURE(what);
    CAPTURE(reply.body);
    CHECK(reply.status == 400);
    CHECK(reply.body.find("invalid_configuration") != std::string::npos);
  }
  load.end();
  CHECK(broken.size() >= 300);
  CHECK(load.served() > 0);
  CHECK(load.failed() == 0);
  const HttpReply metrics = support::request(gateway.port(2), "GET", "/metrics");
  CHECK(metrics.body.find("usher_config_last_reload_successful 0") != std::string::npos);
  CHECK(reloaded_with(whole).status == 200);
}

TEST_CASE("a thousand good reloads under load lose no request and leave no memory behind") {
  GatewayProcess gateway(good_yaml());
  Load load(gateway);
  // The most of a first thousand: runtimes that requests still have lie beside each other meanwhile, more of
  // them on a busy machine. What is lost at each reload goes on growing in the second.
  std::size_t before = 0;
  for (int i = 0; i < 2000; ++i) {
    if (i < 1000) before = std::max(before, resident_kib(gateway));
    REQUIRE(reload(gateway).status == 200);
  }
  const std::size_t after = resident_kib(gateway);
  load.end();
  CHECK(load.served() > 0);
  CHECK(load.failed() == 0);
  CAPTURE(before);
  CAPTURE(after);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // (A sanitizer keeps freed memory on purpose; it finds leaks itself.)
  CHECK(after < before + before / 20);
#endif
}

TEST_CASE("a client that is taken out is refused on the connection that it has open") {
  const auto with_clients = [](const std::string& digest) {
    return support::emulated_yaml(seeded_emulator(), "clients: {portal: {api_key_sha256: [" + digest +
                                                         "], tenants: [contoso], allow: [users.read]}}\n");
  };
  // Of "password".
  const std::string old_digest = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";
  GatewayProcess gateway(with_clients(old_digest));
  support::HttpConnection caller(gateway.port());
  const auto ask = [&caller] {
    caller.send(support::encode_request("GET", users_target, {{"Authorization", "Bearer password"}}, ""));
    return caller.read_reply().status;
  };
  CHECK(ask() == 200);
  REQUIRE(gateway.reload(with_clients(std::string(64, '0'))).status == 200);
  CHECK(ask() == 401);
}

TEST_CASE("a secret that is replaced is used without anybody asking for it") {
  const TemporaryFile secret(".secret", "wrong-secret");
  REQUIRE(chmod(secret.path().c_str(), 0600) == 0);
  std::string yaml = good_yaml();
  const std::string given = "emulator-cloud-cockpit-secret-1";
  const auto at = yaml.find(given);
  REQUIRE(at != std::string::npos);
  yaml.replace(at, given.size(), "${file:" + secret.path() + "}");
  GatewayProcess gateway(yaml);
  const std::string asked = std::string(users_target) + "?provider=cloud_cockpit";
  CHECK(gateway.get(asked).status == 502);
  write(secret.path(), given);
  REQUIRE(await_event(gateway, "reloaded"));
  CHECK(gateway.get(asked).status == 200);
}

TEST_CASE(
    "an edit of the configuration waits until somebody says that it is whole, whatever else is replaced") {
  const TemporaryFile secret(".secret", "emulator-cloud-cockpit-secret-1");
  REQUIRE(chmod(secret.path().c_str(), 0600) == 0);
  std::string yaml = good_yaml();
  const std::string given = "emulator-cloud-cockpit-secret-1";
  yaml.replace(yaml.find(given), given.size(), "${file:" + secret.path() + "}");
  GatewayProcess gateway(yaml);
  const std::string renamed = "/v1/tenants/contoso/customers/dozen/users";
  gateway.write_configuration(with_alias(yaml, "dozen"));
  write(secret.path(), given + "\n");
  REQUIRE(await_event(gateway, "reloaded"));
  CHECK(gateway.get(renamed).status == 404);
  CHECK(gateway.get(users_target).status == 200);
  gateway.process().signal(SIGHUP);
  REQUIRE(await_event(gateway, "reloaded"));
  CHECK(gateway.get(renamed).status == 200);
}

TEST_CASE("a configuration that is refused asks nobody for anything and takes no figure off the page") {
  const support::Authority authority;
  support::CertificateWish weak;
  weak.rsa_bits = 1024;
  const auto issued = authority.issue(weak);
  const TemporaryFile certificate(".pem", issued.certificate);
  const TemporaryFile key(".pem", issued.key);
  REQUIRE(chmod(key.path().c_str(), 0600) == 0);
  const CannedServer issuer({});
  GatewayProcess gateway(good_yaml());
  CHECK(gateway.get(users_target).status == 200);
  const auto figures = [&gateway] {
    std::istringstream page(support::request(gateway.port(1), "GET", "/metrics").body);
    std::string found;
    for (std::string line; std::getline(page, line);)
      if (line.starts_with("usher_credential_")) found += line + '\n';
    return found;
  };
  const std::string before = figures();
  CHECK(before.find("usher_credential_up") != std::string::npos);
  std::string yaml = good_yaml() +
                     "issuers: {corporate: {issuer: x, audience: [y], algorithms: [RS256], jwks: {url: '" +
                     issuer.url() + "/keys'}}}\n";
  const std::string plain = "{address: '127.0.0.1:0'}";
  yaml.replace(
      yaml.find(plain), plain.size(),
      "{address: '127.0.0.1:0', tls: {certificate: " + certificate.path() + ", key: " + key.path() + "}}");
  const HttpReply reply = gateway.reload(yaml);
  CHECK(reply.status == 400);
  CHECK(reply.body.find("listen[0].tls.certificate: cannot serve: ") != std::string::npos);
  CHECK(figures() == before);
  CHECK(issuer.requests().empty());
  // A good one keeps them too, until it has news of its own.
  CHECK(gateway.reload(good_yaml()).status == 200);
  CHECK(figures() == before);
}

TEST_CASE("no web page can have the configuration read anew") {
  const GatewayProcess gateway(good_yaml());
  const HttpReply reply =
      support::request(gateway.port(1), "POST", "/admin/reload", {{"Origin", "https://evil.example"}});
  CHECK(reply.status == 403);
  CHECK(support::request(gateway.port(1), "POST", "/admin/reload").status == 200);
}

TEST_CASE("a certificate that is replaced is shown to the next caller, without anybody asking for it") {
  const support::Authority authority;
  const auto named = [&authority](const std::string& name) {
    support::CertificateWish wish;
    wish.common_name = name;
    return authority.issue(wish);
  };
  const auto first = named("the first");
  const TemporaryFile certificate(".pem", first.certificate);
  const TemporaryFile key(".pem", first.key);
  REQUIRE(chmod(key.path().c_str(), 0600) == 0);
  std::string yaml = good_yaml();
  const std::string plain = "{address: '127.0.0.1:0'}";
  yaml.replace(
      yaml.find(plain), plain.size(),
      "{address: '127.0.0.1:0', tls: {certificate: " + certificate.path() + ", key: " + key.path() + "}}");
  GatewayProcess gateway(yaml);
  const auto shown = [&gateway] {
    return support::run_to_end(
               {"openssl", "s_client", "-connect", "127.0.0.1:" + std::to_string(gateway.port())})
        .out;
  };
  CHECK(shown().find("the first") != std::string::npos);
  // Between the two files nothing fits, and the old ones serve.
  const auto second = named("the second");
  write(certificate.path(), second.certificate);
  CHECK(reload(gateway).status == 400);
  CHECK(shown().find("the first") != std::string::npos);
  write(key.path(), second.key);
  REQUIRE(await_event(gateway, "reloaded"));
  std::string now;
  // The listener takes it on its own thread.
  for (int i = 0; i < 100 && now.find("the second") == std::string::npos; ++i)
    now = shown();
  CHECK(now.find("the second") != std::string::npos);
}

TEST_CASE("what a process has opened for its life is refused by a reload, with the reason") {
  GatewayProcess gateway(good_yaml());
  std::string yaml = good_yaml();
  const HttpReply reply = gateway.reload(yaml + "state: {sqlite: /tmp/usher-reload-test/state.db}\n");
  CHECK(reply.status == 400);
  CHECK(reply.body.find("restart") != std::string::npos);
  CHECK(gateway.reload(yaml + "limits: {walk_bytes: 1MiB}\n").status == 400);
}

TEST_CASE("the admin's console is there for this machine alone, and shows no secret") {
  GatewayProcess gateway(good_yaml());
  const HttpReply config = support::request(gateway.port(1), "GET", "/admin/config");
  CHECK(config.status == 200);
  CHECK(config.body.find("x_tenant") != std::string::npos);
  CHECK(config.body.find("secret-1") == std::string::npos);
  CHECK(gateway.get("/admin/config").status == 404);
  CHECK(support::request(gateway.port(0), "POST", "/admin/reload").status == 404);
  CHECK(support::request(gateway.port(1), "GET", "/admin/reload").status == 405);
  CHECK(support::request(gateway.port(1), "POST", "/admin/reload", {{"Host", "evil.example"}}).status == 421);
  std::string yaml = good_yaml();
  yaml.replace(yaml.find("127.0.0.1:0", yaml.find("admin:")), 11, "0.0.0.0:0");
  GatewayProcess open(yaml);
  CHECK(support::request(open.port(1), "GET", "/livez").status == 200);
  CHECK(support::request(open.port(1), "GET", "/admin/config").status == 404);
  CHECK(support::request(open.port(1), "POST", "/admin/reload").status == 404);
}

}  // namespace
}  // namespace tests::integration
