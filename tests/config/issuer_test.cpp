#include "config/server.hpp"
#include "tests/config/fake_environment.hpp"

#include <doctest/doctest.h>

using tests::config_files::Broken;
using tests::config_files::smallest_tenant;

namespace {

// One whose members are these, and nothing else is wrong.
std::string issuer(const std::string& members) {
  return "issuers: {a: {" + members + "}}\n" + smallest_tenant;
}
const std::string good_rest = ", audience: [b], algorithms: [RS256]";
std::string jwks(const std::string& members) {
  return issuer("issuer: x, jwks: {" + members + "}" + good_rest);
}

}  // namespace

TEST_CASE("reads who may vouch for callers") {
  const auto config = tests::config_files::load(
      "issuers:\n"
      "  corporate: {issuer: 'https://login.example/v2.0', audience: [api://usher, other], algorithms: "
      "[RS256,\n"
      "    ES512], jwks: {url: 'https://login.example/keys?appid=a%20b', ca_file: ca.pem}, leeway: 1m}\n"
      "  local: {issuer: here, audience: [api://usher], algorithms: [PS384], jwks: {file: keys.json}}\n" +
      smallest_tenant);
  REQUIRE(config.is_good());
  REQUIRE(config.issuers.size() == 2);
  const config::Issuer& corporate = config.issuers[0];
  CHECK(corporate.name == "corporate");
  CHECK(corporate.issuer == "https://login.example/v2.0");
  CHECK(corporate.audience == std::vector<std::string>{"api://usher", "other"});
  CHECK(corporate.algorithms == std::vector{config::JwsAlgorithm::rs256, config::JwsAlgorithm::es512});
  CHECK(corporate.jwks_url->to_string() == "https://login.example/keys?appid=a%20b");
  CHECK(corporate.jwks_url->query == "appid=a%20b");
  CHECK(corporate.jwks_url->path_prefix == "/keys");
  CHECK(corporate.ca_file == "/etc/usher/ca.pem");
  CHECK(corporate.leeway == std::chrono::seconds(60));
  const config::Issuer& local = config.issuers[1];
  CHECK(local.leeway == std::chrono::seconds(30));
  CHECK(local.jwks == "{\"keys\": []}");
  CHECK(!local.jwks_url);
}

TEST_CASE("says of each wrong issuer what would be right") {
  const Broken table[] = {
      {"nothing in it",
       issuer(""),
       {"1:11: issuers.a.algorithms: is missing: list those",
        "1:11: issuers.a.audience: is missing: list what", "1:11: issuers.a.issuer: is missing",
        "1:11: issuers.a.jwks: is missing"}},
      {"no algorithm",
       issuer("issuer: x, audience: [b], algorithms: [none], jwks: {url: 'https://a.example/k'}"),
       {"1:54: issuers.a.algorithms[0]: must be RS256, RS384"}},
      {"an algorithm whose key both sides know",
       issuer(
           "issuer: x, audience: [b], algorithms: [RS256, HS256, RS256], jwks: {url: 'https://a.example/k'}"),
       {"1:61: issuers.a.algorithms[1]: must be RS256, RS384", "1:68: issuers.a.algorithms[2]: is repeated"}},
      {"no keys", jwks(""), {"1:26: issuers.a.jwks: must have either `url` or `file`"}},
      {"keys of two places",
       jwks("url: 'https://a.example/k', file: keys.json"),
       {"1:26: issuers.a.jwks: must have either `url` or `file`"}},
      {"keys in clear", jwks("url: 'http://a.example/k'"), {"1:38: issuers.a.jwks.url: must be https"}},
      {"a file that is not there",
       jwks("file: none.json"),
       {"1:39: issuers.a.jwks.file: the file `/etc/usher/none.json` cannot be read"}},
      {"an authority of a file",
       jwks("file: keys.json, ca_file: ca.pem"),
       {"1:59: issuers.a.jwks.ca_file: is for `url` only"}},
      {"much leeway",
       issuer("issuer: x, leeway: 6m, jwks: {file: keys.json}" + good_rest),
       {"1:34: issuers.a.leeway: must be between 0ms and 5m"}},
      {"an unknown key",
       issuer("issuer: x, audiences: [b], jwks: {file: keys.json}" + good_rest),
       {"1:26: issuers.a.audiences: is unknown here: did you mean `audience`?"}},
      {"one issuer twice",
       "issuers: {a: {issuer: x, jwks: {file: keys.json}" + good_rest +
           "},\n  b: {issuer: x, jwks: {file: keys.json}" + good_rest + "}}\n" + smallest_tenant,
       {"2:15: issuers.b.issuer: is that of `a` already"}},
  };
  for (const Broken& row : table)
    check(row);
}
