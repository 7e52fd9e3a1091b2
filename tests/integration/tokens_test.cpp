// Callers with a JWT of an issuer: whose tokens are taken, when its keys are read, and what a token narrows.
#include "tests/integration/callers.hpp"
#include "tests/integration/canned_server.hpp"
#include "tests/integration/hostile.hpp"
#include "tests/integration/probe.hpp"
#include "tests/support/signing_key.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <ctime>
#include <thread>

namespace tests::integration {
namespace {

using namespace std::chrono_literals;
using support::Headers;
using support::HttpConnection;
using support::HttpReply;
using support::SigningKey;

struct Signers {
  SigningKey old, fresh, strange;
};
const Signers& signers() {
  static const Signers made;
  return made;
}

std::string claims(std::string_view more = {}, std::string_view audience = "api://usher") {
  const std::time_t now = std::time(nullptr);
  std::string out = R"({"iss":"https://login.example/v2.0","aud":")" + std::string(audience) + R"(","exp":)" +
                    std::to_string(now + 600) + R"(,"nbf":)" + std::to_string(now - 5) + R"(,"azp":"hr")";
  return out.append(more).append("}");
}

std::string header_of(std::string_view kid) {
  return R"({"typ":"JWT","alg":"RS256","kid":")" + std::string(kid) + "\"}";
}

std::string tokens_yaml(const std::string& jwks, std::string_view client = {}) {
  return support::emulated_yaml(
      arena().emulator,
      "issuers:\n  corporate: {issuer: 'https://login.example/v2.0', audience: ['api://usher'], algorithms: "
      "[RS256],\n    jwks: {" +
          jwks + "}}\n" +
          "clients:\n  hr: {jwt: {issuer: corporate, claims: {azp: hr}}, tenants: [contoso], allow: "
          "[users.read, customers.read]" +
          std::string(client) + "}\n");
}

std::string jwks_answer(const std::string& keys) {
  return canned(200, "application/jwk-set+json", support::jwks(keys));
}

}  // namespace

TEST_CASE("takes tokens of an issuer's published keys, and new keys as they appear, without a restart") {
  const std::string old = signers().old.jwk("old");
  const std::string both = old + ',' + signers().fresh.jwk("new");
  const CannedServer issuer({jwks_answer(old), jwks_answer(both)});
  const support::GatewayProcess gateway(tokens_yaml("url: '" + issuer.url() + "/v2.0/keys'"));
  // Whoever comes before the keys were read waits for them.
  CHECK(gateway.get(users_target, bearing(signers().old.sign("RS256", header_of("old"), claims()))).status ==
        200);
  CHECK(issuer.requests().size() == 1);
  CHECK(issuer.requests()[0].starts_with("GET /v2.0/keys HTTP/1.1\r\n"));
  CHECK(
      gateway.get(users_target, bearing(signers().fresh.sign("RS256", header_of("new"), claims()))).status ==
      200);
  CHECK(issuer.requests().size() == 2);
  CHECK(gateway.get(users_target, bearing(signers().old.sign("RS256", header_of("old"), claims()))).status ==
        200);
  CHECK(issuer.requests().size() == 2);
}

TEST_CASE("asks an issuer once for a thousand tokens with unknown kids, and answers each as any wrong key") {
  const std::string old = signers().old.jwk("old");
  const CannedServer issuer({jwks_answer(old), jwks_answer(old), jwks_answer(old), jwks_answer(old)});
  const support::GatewayProcess gateway(tokens_yaml("url: '" + issuer.url() + "/keys'"));
  const std::string wrong = comparable(gateway.get(users_target, bearing("wrong")));
  CHECK(gateway.get(users_target, bearing(signers().old.sign("RS256", header_of("old"), claims()))).status ==
        200);
  std::atomic<int> same = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([&, caller] {
      HttpConnection connection(gateway.port());
      for (int i = 0; i < 125; ++i) {
        const std::string kid = "k" + std::to_string(caller * 1000 + i);
        const std::string token = signers().strange.sign("RS256", header_of(kid), claims());
        connection.send(get(users_target, "Authorization: Bearer " + token + "\r\n"));
        if (comparable(connection.read_reply()) == wrong) ++same;
      }
    });
  }
  for (auto& caller : callers)
    caller.join();
  CHECK(same == 1000);
  // One at the start, one for all of these.
  CHECK(issuer.requests().size() == 2);
}

TEST_CASE(
    "answers 503 to a token of an issuer whose keys could never be read, and 401 to what no key could mend") {
  const CannedServer elsewhere({});
  const CannedServer issuer({"HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url() +
                             "/keys\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"});
  const support::GatewayProcess gateway(tokens_yaml("url: '" + issuer.url() + "/keys'"));
  const auto reply =
      gateway.get(users_target, bearing(signers().old.sign("RS256", header_of("old"), claims())));
  CHECK(reply.status == 503);
  CHECK(reply.json().at("code") == "overloaded");
  CHECK(!reply.header("retry-after").empty());
  CHECK(gateway.get(users_target, bearing(signers().old.sign("RS256", header_of("old"), claims("", "x"))))
            .status == 401);
  CHECK(gateway.get(users_target, bearing("wrong")).status == 401);
  CHECK(elsewhere.requests().empty());
}

TEST_CASE("gives every forged token the same answer over the wire") {
  const support::TemporaryFile set(".json", support::jwks(signers().old.jwk("old")));
  const support::GatewayProcess gateway(tokens_yaml("file: " + set.path()));
  const HttpReply none = gateway.get(users_target);
  CHECK(none.status == 401);
  CHECK(none.header("www-authenticate") == "Bearer realm=\"usher\"");
  const auto& key = signers().old;
  const std::string good = key.sign("RS256", header_of("old"), claims());
  CHECK(gateway.get(users_target, bearing(good)).status == 200);
  // However its JSON is laid out.
  const std::string laid_out = key.sign("RS256", "{\n  \"alg\": \"RS256\",\n  \"kid\": \"old\"\n}", claims());
  CHECK(gateway.get(users_target, bearing(laid_out)).status == 200);
  for (const std::string& token :
       {support::encode_base64url(R"({"alg":"none"})") + '.' + support::encode_base64url(claims()) + '.',
        support::sign_hs256(key.pem(), R"({"alg":"HS256","kid":"old"})", claims()),
        signers().strange.sign("RS256", header_of("old"), claims()),
        key.sign("RS256", header_of("old"), claims("", "api://other")),
        key.sign("RS256", header_of("old"), claims(R"(,"azp":"hr")")),
        key.sign("RS256", R"({"alg":"RS256","kid":"old","crit":["x"],"x":1})", claims()),
        key.sign("RS256", R"({"alg":"RS256","kid":"old","jku":"http://127.0.0.1:1/"})", claims()),
        key.sign("RS256", header_of("old"), claims(R"(,"x":")" + std::string(7000, 'x') + '"')),
        good.substr(0, good.size() - 2) + "AA", good + "x"}) {
    CAPTURE(token.size());
    CHECK(comparable(gateway.get(users_target, bearing(token))) == comparable(none));
  }
}

TEST_CASE("judges a narrowed token in the order 404, 403") {
  const support::TemporaryFile set(".json", support::jwks(signers().old.jwk("old")));
  const support::GatewayProcess gateway(
      tokens_yaml("file: " + set.path(), ", tenants_claim: tenants, allow_claim: roles"));
  const auto ask = [&gateway](std::string_view more) {
    return gateway.get(users_target, bearing(signers().old.sign("RS256", header_of("old"), claims(more))));
  };
  CHECK(ask(R"(,"tenants":["contoso"],"roles":["users.read","users.create"])").status == 200);
  const auto forbidden = ask(R"(,"tenants":["contoso"],"roles":["customers.read"])");
  CHECK(forbidden.status == 403);
  CHECK(forbidden.json().at("code") == "forbidden");
  for (const char* more :
       {R"(,"tenants":["fabrikam"],"roles":["users.read"])", R"(,"roles":["users.read"])", ""}) {
    const auto unseen = ask(more);
    CHECK(unseen.status == 404);
    CHECK(unseen.json().at("code") == "tenant_not_found");
  }
}

TEST_CASE("refuses a configuration whose key file is none, with its place and the reason") {
  const support::TemporaryFile set(".json", "{\"keys\": [}");
  const support::TemporaryFile file(".yaml", tokens_yaml("file: " + set.path()));
  const auto checked = support::run_to_end({USHER_PROGRAM, "check", file.path()});
  CHECK(checked.exit_code == 1);
  CHECK(checked.err.find("issuers.corporate.jwks.file: the file ") != std::string::npos);
  CHECK(checked.err.find("is no JSON") != std::string::npos);
}

}  // namespace tests::integration
