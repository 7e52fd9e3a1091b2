#include "config/load.hpp"
#include "tests/config/fake_environment.hpp"

#include <doctest/doctest.h>

using tests::config_files::Broken;
using tests::config_files::smallest_tenant;

namespace {

const std::string raw_key = std::string(31, 'k') + '\n';  // the last byte of a key may be a newline
const std::string hex_key = "000102030405060708090a0b0c0d0e0fF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF";

tests::config_files::FakeEnvironment furnished() {
  auto environment = tests::config_files::furnished();
  environment.files["/run/secrets/raw"] = {raw_key, 0400};
  environment.files["/run/secrets/hex"] = {hex_key + "\n", 0400};
  environment.files["/run/secrets/short"] = {std::string(31, 'k'), 0400};
  environment.files["/run/secrets/public"] = {raw_key, 0444};
  environment.variables["STATE_KEY"] = hex_key;
  return environment;
}

config::Config load(const std::string& state) {
  return tests::config_files::load("state: {" + state + "}\n" + smallest_tenant, furnished());
}

std::string key_of(const std::string& state) {
  const auto config = load(state);
  INFO(to_string(*config.diagnostics));
  REQUIRE(config.is_good());
  return config.state->key ? std::string(config.state->key->reveal()) : "(none)";
}

}  // namespace

TEST_CASE(
    "a state has the path of its database, relative to the file, and may leave its key to a file of its "
    "own") {
  const auto config = load("sqlite: state/state.db");
  REQUIRE(config.is_good());
  CHECK(config.state->sqlite == "/etc/usher/state/state.db");
  CHECK_FALSE(config.state->key.has_value());
  CHECK_FALSE(tests::config_files::load(smallest_tenant).state.has_value());
}

TEST_CASE("a state key is 32 bytes as they are, or their hexadecimal digits") {
  CHECK(key_of("sqlite: /s.db, key: '${file:/run/secrets/raw}'") == raw_key);
  const std::string from_hex = key_of("sqlite: /s.db, key: '${file:/run/secrets/hex}'");
  REQUIRE(from_hex.size() == 32);
  CHECK(from_hex[1] == '\x01');
  CHECK(from_hex[31] == '\xff');
  CHECK(key_of("sqlite: /s.db, key: '${env:STATE_KEY}'") == from_hex);
  const auto config = load("sqlite: /s.db, key: '${env:STATE_KEY}'");
  CHECK(config::effective(config).find("  key: \"***\"\n") != std::string::npos);
}

TEST_CASE("says of a wrong state what would be right") {
  struct Row {
    std::string state;
    std::string expected;
  };
  for (const Row& row : {
           Row{"key: '${env:STATE_KEY}'", "state.sqlite: is missing"},
           {"sqlite: ''", "state.sqlite: "},
           {"sqlite: /s.db, key: '${file:/run/secrets/short}'",
            "state.key: must be a key of 32 bytes, or the 64"},
           {"sqlite: /s.db, key: '${file:/run/secrets/public}'", "is readable by everybody"},
           {"sqlite: /s.db, key: '${env:MISSING}'", "is not set"},
           {"sqlite: /s.db, key: abc", "is a secret in clear"},
           {"sqlite: /s.db, path: /x", "state.path: is unknown here"},
       }) {
    CAPTURE(row.state);
    const auto found =
        tests::config_files::mistakes("state: {" + row.state + "}\n" + smallest_tenant, furnished());
    REQUIRE(found.size() == 1);
    CHECK(found[0].find(row.expected) != std::string::npos);
  }
}
