// What each kind of listener serves, and whom: portal and admin, loopback and Unix sockets, with and without
// clients.
#include "schema/problem.hpp"
#include "tests/integration/hostile.hpp"
#include "tests/integration/list_scene.hpp"

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace tests::integration {
namespace {

using support::GatewayProcess;
using support::HttpConnection;

const std::string clients_line =
    "clients: {a: {api_key_sha256: [5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8], "
    "tenants: "
    "[contoso], allow: [users.read]}}";

std::string with_line(std::string yaml, const std::string& key, const std::string& line) {
  const auto at = yaml.find(key + ':');
  return yaml.replace(at, yaml.find('\n', at) - at, line);
}

unsigned status_at(std::uint16_t port, std::string_view target, const std::string& host) {
  return support::request(port, "GET", target, {{"Host", host}}).status;
}

class TemporaryFolder {
 public:
  TemporaryFolder() { REQUIRE(mkdtemp(path_.data()) != nullptr); }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_ = "/tmp/usher-test-XXXXXX";
};

// A socket file as a process leaves it that was killed.
void leave_stale_socket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  close(descriptor);
}

bool same(const boost::json::value& json, const YAML::Node& yaml) {
  if (json.is_object()) {
    if (!yaml.IsMap() || yaml.size() != json.get_object().size()) return false;
    for (const auto& [name, value] : json.get_object()) {
      if (!yaml[std::string(name)] || !same(value, yaml[std::string(name)])) return false;
    }
    return true;
  }
  if (json.is_array()) {
    if (!yaml.IsSequence() || yaml.size() != json.get_array().size()) return false;
    for (std::size_t i = 0; i < yaml.size(); ++i) {
      if (!same(json.get_array()[i], yaml[i])) return false;
    }
    return true;
  }
  if (json.is_null()) return yaml.IsNull();
  if (json.is_bool()) return yaml.as<bool>() == json.get_bool();
  if (json.is_number()) return yaml.as<double>() == json.to_number<double>();
  return yaml.IsScalar() && yaml.Scalar() == std::string(json.as_string());
}

}  // namespace

TEST_CASE(
    "answers local callers for local names only, so that no web page can reach it by a name of its own") {
  const std::string yaml = with_line(support::emulated_yaml(arena().emulator), "listen",
                                     "listen: [{address: '127.0.0.1:0', hosts: [portal.example]}]");
  const GatewayProcess gateway(yaml);
  struct Row {
    const char* host;
    unsigned portal;
    unsigned admin;
  };
  for (const Row& row :
       {Row{"localhost", 200, 200}, Row{"LocalHost:80", 200, 200}, Row{"127.0.0.1", 200, 200},
        Row{"127.1.2.3:9", 200, 200}, Row{"[::1]:8080", 200, 200}, Row{"portal.example", 200, 421},
        Row{"PORTAL.example.:443", 200, 421}, Row{"evil.example", 421, 421},
        Row{"localhost.evil.example", 421, 421}, Row{"portal.example.evil", 421, 421},
        Row{"10.0.0.1", 421, 421}, Row{"0.0.0.0", 421, 421}, Row{"[::2]", 421, 421}}) {
    CAPTURE(row.host);
    CHECK(status_at(gateway.port(0), "/v1/tenants", row.host) == row.portal);
    CHECK(status_at(gateway.port(0), "/livez", row.host) == row.portal);
    CHECK(status_at(gateway.port(1), "/metrics", row.host) == row.admin);
  }
  // An absolute-form target stands in the place of Host.
  CHECK(status_at(gateway.port(), "http://evil.example/livez", "localhost") == 421);
  CHECK(status_at(gateway.port(), "http://localhost/livez", "evil.example") == 200);
  HttpConnection old(gateway.port());
  old.send("GET /livez HTTP/1.0\r\n\r\n");
  CHECK(code_of(old.read_reply()) == "misdirected_request");
}

TEST_CASE("takes any host where callers need a key, but not on the admin listener") {
  const GatewayProcess gateway(support::emulated_yaml(arena().emulator, clients_line));
  CHECK(status_at(gateway.port(0), "/livez", "gateway.example") == 200);
  CHECK(status_at(gateway.port(1), "/livez", "gateway.example") == 421);
}

TEST_CASE("keeps the API off the admin listener and the metrics off the other") {
  const auto& gateway = arena().gateway;
  for (const char* target : {"/livez", "/readyz", "/readyz?verbose", "/startupz", "/metrics"}) {
    CAPTURE(target);
    CHECK(support::request(gateway.port(1), "GET", target).status == 200);
  }
  for (const std::string target : {"/v1/tenants", users_target.data(), "/openapi.json", "/openapi.yaml"}) {
    CAPTURE(target);
    CHECK(support::request(gateway.port(1), "GET", target).status == 404);
  }
  CHECK(support::request(gateway.port(1), "POST", users_target, {}, "{}").status == 404);
  CHECK(gateway.get("/metrics").status == 404);
}

TEST_CASE("serves the metrics beside the API where there is no admin listener and no client") {
  const std::string yaml = support::emulated_yaml(arena().emulator);
  CHECK(GatewayProcess(with_line(yaml, "admin", "")).get("/metrics").status == 200);
  const std::string guarded = support::emulated_yaml(arena().emulator, clients_line);
  CHECK(GatewayProcess(with_line(guarded, "admin", "")).get("/metrics").status == 404);
}

TEST_CASE("says in its log that a listener without clients is open to every local caller") {
  CHECK(arena().gateway.process().output().find("\"no_clients\"") != std::string::npos);
}

TEST_CASE("does not start on an address that strangers reach where there are no clients") {
  const std::string open =
      with_line(support::emulated_yaml(arena().emulator), "listen", "listen: [{address: '0.0.0.0:0'}]");
  const support::TemporaryFile file(".yaml", open);
  for (const char* command : {"check", "serve"}) {
    const auto ended = support::run_to_end({USHER_PROGRAM, command, file.path()});
    CHECK(ended.exit_code == 1);
    CHECK(ended.err.find("listen[0].address") != std::string::npos);
  }
  const std::string guarded = support::emulated_yaml(arena().emulator, clients_line);
  CHECK(
      GatewayProcess(with_line(guarded, "listen", "listen: [{address: '0.0.0.0:0'}]")).get("/livez").status ==
      200);
}

TEST_CASE("serves a Unix socket under any host, takes the place of a stale one and leaves none behind") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/usher.sock";
  leave_stale_socket(path);
  const std::string yaml = with_line(support::emulated_yaml(arena().emulator), "listen",
                                     "listen: [{address: 'unix:" + path + "'}]");
  GatewayProcess gateway(yaml);
  for (const char* host : {"localhost", "anything.example"}) {
    HttpConnection connection(path);
    connection.send(support::encode_request("GET", users_target, {{"Host", host}}));
    CHECK(connection.read_reply().status == 200);
  }
  // Who listens there already is not pushed aside.
  const support::TemporaryFile second(".yaml", yaml);
  const auto refused = support::run_to_end({USHER_PROGRAM, "serve", second.path()});
  CHECK(refused.exit_code == 1);
  CHECK(refused.err.find(path) != std::string::npos);
  HttpConnection still(path);
  still.send(get("/livez"));
  CHECK(still.read_reply().status == 200);

  CHECK(gateway.process().end() == 0);
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("has a page for every problem code") {
  for (const auto& kind : schema::problem_kinds()) {
    CAPTURE(kind.name);
    const auto page = arena().gateway.get("/problems/" + std::string(kind.name));
    CHECK(page.status == 200);
    CHECK(page.header("content-type").starts_with("text/html"));
    CHECK(page.body.find(kind.name) != std::string::npos);
  }
}

TEST_CASE("publishes one contract, as JSON and as YAML") {
  const auto json = arena().gateway.get("/openapi.json").json();
  const YAML::Node yaml = YAML::Load(arena().gateway.get("/openapi.yaml").body);
  CHECK(json.at("openapi").as_string().starts_with("3."));
  CHECK(same(json, yaml));
  CHECK(same(json, YAML::LoadFile(USHER_SOURCE_DIR "/schema/openapi.yaml")));
}

TEST_CASE("answers that it lives, has started and is ready") {
  for (const char* target : {"/livez", "/readyz", "/startupz"}) {
    const auto reply = arena().gateway.get(target);
    CHECK(reply.status == 200);
    CHECK(reply.header("cache-control") == "no-store");
  }
}

}  // namespace tests::integration
