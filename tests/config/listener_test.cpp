#include "config/server.hpp"
#include "tests/config/fake_environment.hpp"

#include <doctest/doctest.h>

using tests::config_files::Broken;
using tests::config_files::smallest_tenant;

namespace {

std::string listen(const std::string& items) { return "listen: [" + items + "]\n" + smallest_tenant; }

}  // namespace

TEST_CASE("listens on 127.0.0.1:8080 where the file says nothing") {
  const auto config = tests::config_files::load(smallest_tenant);
  REQUIRE(config.is_good());
  REQUIRE(config.listen.size() == 1);
  CHECK(config.listen[0].address.to_string() == "127.0.0.1:8080");
  CHECK(!config.listen[0].tls.has_value());
  CHECK(!config.admin.has_value());
}

TEST_CASE("reads listeners with their hosts and TLS, and the admin listener") {
  const auto config = tests::config_files::load(
      "listen:\n"
      "  - {address: 'localhost:0', hosts: [Usher.Test]}\n"
      "  - {address: '[::1]:0', tls: {certificate: tls.pem, key: /etc/usher/tls.key}}\n"
      "  - {address: unix:/run/usher.sock}\n"
      "admin: {address: 0.0.0.0:9080}\n" +
      smallest_tenant);
  INFO(to_string(*config.diagnostics));
  REQUIRE(config.is_good());
  REQUIRE(config.listen.size() == 3);
  CHECK(config.listen[0].hosts == std::vector<std::string>{"usher.test"});
  REQUIRE(config.listen[1].tls.has_value());
  CHECK(config.listen[1].tls->certificate == "/etc/usher/tls.pem");
  CHECK(config.listen[1].tls->key == "/etc/usher/tls.key");
  CHECK(config.listen[2].address.is_unix());
  REQUIRE(config.admin.has_value());
  CHECK(config.admin->address.port == 9080);
}

TEST_CASE("lets strangers reach a listener only where clients are configured") {
  const std::string clients =
      "clients: {portal: {api_key_sha256: "
      "[5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8], "
      "tenants: [contoso], allow: [users.read]}}\n";
  for (const std::string address : {"0.0.0.0:80", "'[::]:80'", "10.0.0.1:80", "'[::ffff:127.0.0.1]:80'"}) {
    CAPTURE(address);
    const std::string file = "listen: [{address: " + address + "}]\n";
    const auto found = tests::config_files::mistakes(file + smallest_tenant);
    REQUIRE(found.size() == 1);
    CHECK(found[0].starts_with("1:20: listen[0].address: can be reached by strangers"));
    CHECK(tests::config_files::mistakes(file + clients + smallest_tenant).empty());
  }
}

TEST_CASE("says of each wrong listener what would be right") {
  const Broken table[] = {
      {"no list",
       "listen: 127.0.0.1:80\n" + smallest_tenant,
       {"1:9: listen: is a single value: it must be a list"}},
      {"an empty list", listen(""), {"1:1: listen: is empty"}},
      {"a text in the list",
       listen("127.0.0.1:80"),
       {"1:10: listen[0]: is a single value: it must be a mapping"}},
      {"no address", listen("{}"), {"1:10: listen[0].address: is missing"}},
      {"an empty address", listen("{address: ''}"), {"1:20: listen[0].address: is empty"}},
      {"no port", listen("{address: 127.0.0.1}"), {"1:20: listen[0].address: must be an address"}},
      {"a name", listen("{address: usher.test:80}"), {"1:20: listen[0].address: must be an address"}},
      {"a port too high",
       listen("{address: 127.0.0.1:70000}"),
       {"1:20: listen[0].address: has no valid port"}},
      {"a relative socket",
       listen("{address: unix:usher.sock}"),
       {"1:20: listen[0].address: must be unix: and"}},
      {"a misspelt key",
       listen("{adress: 127.0.0.1:80}"),
       {"1:10: listen[0].address: is missing",
        "1:11: listen[0].adress: is unknown here: did you mean `address`?"}},
      {"one address twice",
       listen("{address: 127.0.0.1:80}, {address: localhost:80}"),
       {"1:45: listen[1].address: is taken by the listener 127.0.0.1:80"}},
      {"hosts on a socket",
       listen("{address: unix:/a, hosts: [a]}"),
       {"1:29: listen[0].hosts: is for a loopback address only"}},
      {"a host with a port",
       listen("{address: 127.0.0.1:80, hosts: ['a:80']}"),
       {"1:42: listen[0].hosts[0]: must be a host name"}},
      {"a host twice",
       listen("{address: 127.0.0.1:80, hosts: [a, A]}"),
       {"1:45: listen[0].hosts[1]: is repeated"}},
      {"hosts that are no list",
       listen("{address: 127.0.0.1:80, hosts: a}"),
       {"1:41: listen[0].hosts: is a single value: it must be a list"}},
      {"an admin without an address", "admin: {}\n" + smallest_tenant, {"1:1: admin.address: is missing"}},
      {"an admin that is a text",
       "admin: 127.0.0.1:1\n" + smallest_tenant,
       {"1:8: admin: is a single value"}},
      {"an admin on a listener's port",
       "admin: {address: 127.0.0.1:8080}\n" + smallest_tenant,
       {"1:18: admin.address: is taken by the listener 127.0.0.1:8080"}},
      {"an admin with tls",
       "admin: {address: 127.0.0.1:1, tls: {}}\n" + smallest_tenant,
       {"1:31: admin.tls: is unknown here"}},
  };
  for (const Broken& row : table)
    check(row);
}

TEST_CASE("finds wrong TLS files before a restart does") {
  const auto tls = [](const std::string& members) {
    return listen("{address: 127.0.0.1:80, tls: {" + members + "}}");
  };
  const Broken table[] = {
      {"nothing",
       tls(""),
       {"1:34: listen[0].tls.certificate: is missing", "1:34: listen[0].tls.key: is missing"}},
      {"no key", tls("certificate: tls.pem"), {"1:34: listen[0].tls.key: is missing"}},
      {"no such file",
       tls("certificate: gone.pem, key: tls.key"),
       {"1:53: listen[0].tls.certificate: the file `/etc/usher/gone.pem` cannot be read: No such file"}},
      {"no certificate in it",
       tls("certificate: tls.key, key: tls.key"),
       {"1:53: listen[0].tls.certificate: the file `/etc/usher/tls.key` holds no certificate"}},
      {"no key in it",
       tls("certificate: tls.pem, key: tls.pem"),
       {"1:67: listen[0].tls.key: the file `/etc/usher/tls.pem` is readable by everybody"}},
      {"a key with a passphrase",
       tls("certificate: tls.pem, key: locked.key"),
       {"1:67: listen[0].tls.key: the file `/etc/usher/locked.key` holds no private key"}},
      {"a key that everybody reads",
       tls("certificate: tls.pem, key: open.key"),
       {"1:67: listen[0].tls.key: the file `/etc/usher/open.key` is readable by everybody"}},
      {"another certificate's key",
       tls("certificate: tls.pem, key: other.key"),
       {"1:67: listen[0].tls.key: is not the key of the first certificate"}},
      {"a file that is too big",
       tls("certificate: big.pem, key: tls.key"),
       {"1:53: listen[0].tls.certificate: the file `/etc/usher/big.pem` is bigger than 4 MiB"}},
      {"callers' certificates",
       tls("certificate: tls.pem, key: tls.key, client_ca: tls.pem"),
       {"1:87: listen[0].tls.client_ca: the file `/etc/usher/tls.pem` must be PEM, with the certificates of "
        "authorities"}},
      {"another listener's authorities",
       "clients: {a: {api_key_sha256: [" + std::string(64, 'a') +
           "], tenants: [contoso], allow: [users.read]}}\n" +
           listen("{address: 127.0.0.1:80, tls: {certificate: tls.pem, key: tls.key, client_ca: ca.pem}}, "
                  "{address: 127.0.0.1:81, tls: {certificate: tls.pem, key: tls.key, client_ca: more.pem}}"),
       {"2:174: listen[1].tls.client_ca: must be the same file for every listener"}},
      {"an authority and somebody else",
       tls("certificate: tls.pem, key: tls.key, client_ca: mixed.pem"),
       {"1:87: listen[0].tls.client_ca: the file `/etc/usher/mixed.pem` must be PEM, with the certificates"}},
      {"an authority and half of one",
       tls("certificate: tls.pem, key: tls.key, client_ca: cut.pem"),
       {"1:87: listen[0].tls.client_ca: the file `/etc/usher/cut.pem` must be PEM, with the certificates"}},
      {"callers' authority that is not there",
       tls("certificate: tls.pem, key: tls.key, client_ca: none.pem"),
       {"1:87: listen[0].tls.client_ca: the file `/etc/usher/none.pem` cannot be read"}},
  };
  for (const Broken& row : table)
    check(row);
  CHECK(tests::config_files::mistakes("secrets: {allow_world_readable: true}\n" +
                                      tls("certificate: tls.pem, key: open.key"))
            .empty());
}
