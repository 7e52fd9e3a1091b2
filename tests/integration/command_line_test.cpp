// The command line: what it says, where, and with which exit code.
#include "tests/integration/hostile.hpp"
#include "tests/integration/texts.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace tests::integration {
namespace {

using support::Finished;
using support::TemporaryFile;

Finished usher(std::vector<std::string> arguments, std::string_view input = {}) {
  arguments.insert(arguments.begin(), USHER_PROGRAM);
  return support::run_to_end(std::move(arguments), input);
}

}  // namespace

TEST_CASE("finds a good configuration good, without a word") {
  const TemporaryFile file(".yaml", support::emulated_yaml(arena().emulator));
  const Finished checked = usher({"check", file.path()});
  CHECK(checked.exit_code == 0);
  CHECK(checked.out.empty());
  CHECK(checked.err.empty());
}

TEST_CASE("prints the whole configuration without its secrets") {
  const TemporaryFile file(".yaml", support::emulated_yaml(arena().emulator));
  const Finished printed = usher({"check", "--effective", file.path()});
  CHECK(printed.exit_code == 0);
  CHECK(contains(printed.out, "idle_timeout: "));
  CHECK_FALSE(contains(printed.out, "emulator-partner-center-secret-1"));
  CHECK_FALSE(contains(printed.out, "emulator-partner-center-refresh-token-1"));
  CHECK_FALSE(contains(printed.out, "emulator-cloud-cockpit-secret-1"));
}

TEST_CASE("tells all mistakes at once on stderr, each with its place") {
  const TemporaryFile file(".yaml",
                           "listen:\n"
                           "  - address: 127.0.0.1:notaport\n"
                           "limits: {body_bytes: 1 hat, unknown_limit: 3}\n"
                           "tenant: {}\n"
                           "tenants:\n"
                           "  Contoso: {}\n");
  for (const char* command : {"check", "serve"}) {
    const Finished checked = usher({command, file.path()});
    CHECK(checked.exit_code == 1);
    CHECK(checked.out.empty());
    for (const char* place :
         {":2:14: listen[0].address: ", ":3:22: limits.body_bytes: ", ":3:", ":4:1: tenant: ", ":6:"}) {
      CAPTURE(place);
      CAPTURE(checked.err);
      CHECK(contains(checked.err, file.path() + place));
    }
    CHECK(contains(checked.err, "unknown_limit"));
    CHECK(std::ranges::count(checked.err, '\n') >= 5);
  }
}

TEST_CASE("exits with 2 where it cannot read or does not understand what is asked") {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{},
                                                                     {"dance"},
                                                                     {"--dance"},
                                                                     {"check"},
                                                                     {"serve"},
                                                                     {"check", "a.yaml", "b.yaml"},
                                                                     {"check", "--dance", "a.yaml"},
                                                                     {"check", "/nowhere/usher.yaml"},
                                                                     {"serve", "/nowhere/usher.yaml"},
                                                                     {"check", "/tmp"}}) {
    const Finished refused = usher(arguments);
    CHECK(refused.exit_code == 2);
    CHECK(refused.out.empty());
    CHECK_FALSE(refused.err.empty());
  }
}

TEST_CASE("tells its version and those of its libraries, and how it is used") {
  const Finished version = usher({"--version"});
  CHECK(version.exit_code == 0);
  for (const char* name : {"usher ", "Boost 1.81", "OpenSSL 3.", "yaml-cpp 0.7"})
    CHECK(contains(version.out, name));
  const Finished help = usher({"--help"});
  CHECK(help.exit_code == 0);
  for (const char* command : {"serve", "check", "users", "hash-key"})
    CHECK(contains(help.out, command));
}

TEST_CASE("makes a key and its hash, and hashes a given one") {
  const Finished made = usher({"hash-key"});
  CHECK(made.exit_code == 0);
  REQUIRE(made.out.starts_with("key: "));
  const std::string key = made.out.substr(5, 64);
  const Finished hashed = usher({"hash-key", "--stdin"}, key + "\n");
  CHECK(made.out == "key: " + key + "\n" + hashed.out);
  CHECK(usher({"hash-key"}).out != made.out);
  CHECK(usher({"hash-key", "--stdin"}, "password").out ==
        "api_key_sha256: 5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8\n");
  CHECK(usher({"hash-key", "--stdin"}).exit_code == 2);
}

TEST_CASE("does not start where its port is taken, and says so") {
  const std::string address = "127.0.0.1:" + std::to_string(arena().gateway.port());
  std::string yaml = support::emulated_yaml(arena().emulator);
  const std::string any = "127.0.0.1:0";
  yaml.replace(yaml.find(any), any.size(), address);
  const TemporaryFile file(".yaml", yaml);
  const Finished refused = usher({"serve", file.path()});
  CHECK(refused.exit_code == 1);
  CHECK(contains(refused.err, "usher: cannot listen on " + address + ": "));
  CHECK(arena().gateway.get("/livez").status == 200);
}

}  // namespace tests::integration
