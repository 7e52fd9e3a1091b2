#include "gateway/callers/tokens.hpp"

#include "gateway/steps/authenticate.hpp"
#include "tests/support/signing_key.hpp"

#include <doctest/doctest.h>

namespace gateway::callers {
namespace {

using config::JwsAlgorithm;
using config::Permission;
using ::tests::support::encode_base64url;
using ::tests::support::SigningKey;
using Kind = SigningKey::Kind;

constexpr long now = 1'800'000'000;

struct Keys {
  SigningKey rsa{Kind::rsa}, other{Kind::rsa}, p256{Kind::p256}, p384{Kind::p384}, p521{Kind::p521};
  std::string set =
      ::tests::support::jwks(rsa.jwk("r") + ',' + p256.jwk("e2", R"(,"alg":"ES256","use":"sig")") + ',' +
                             p384.jwk("e3", R"(,"key_ops":["verify"])") + ',' + p521.jwk("e5"));
};

const Keys& keys() {
  static const Keys made;
  return made;
}

config::Client token_client(std::string name, std::vector<std::pair<std::string, std::string>> claims) {
  config::Client made;
  made.name = std::move(name);
  made.jwt = config::TokenRule{"corporate", std::move(claims), std::nullopt, std::nullopt};
  made.tenants = {"contoso", "fabrikam"};
  made.allow.add(Permission::users_read);
  made.allow.add(Permission::users_create);
  return made;
}

std::vector<TrustedIssuer> trusting(const std::string& set, std::vector<JwsAlgorithm> algorithms) {
  config::Issuer issuer;
  issuer.name = "corporate";
  issuer.issuer = "https://login.example/v2.0";
  issuer.audience = {"api://usher", "second"};
  issuer.algorithms = std::move(algorithms);
  auto read = read_jwks(set);
  REQUIRE(read.has_value());
  std::vector<TrustedIssuer> trusted;
  trusted.push_back({std::move(issuer), std::make_shared<FixedKeys>(std::move(*read))});
  return trusted;
}

const std::vector<JwsAlgorithm> all_algorithms = {
    JwsAlgorithm::rs256, JwsAlgorithm::rs384, JwsAlgorithm::rs512, JwsAlgorithm::ps256, JwsAlgorithm::ps384,
    JwsAlgorithm::ps512, JwsAlgorithm::es256, JwsAlgorithm::es384, JwsAlgorithm::es512};

// Members in the place of those of a good payload (`"exp":1` for `exp`); "-exp" takes one out.
std::string payload(std::string_view change = {}) {
  const std::vector<std::pair<std::string, std::string>> good = {
      {"iss", "\"https://login.example/v2.0\""}, {"aud", "\"api://usher\""},
      {"exp", std::to_string(now + 600)},        {"nbf", std::to_string(now - 10)},
      {"iat", std::to_string(now - 10)},         {"azp", "\"portal\""},
  };
  std::string out = "{";
  for (const auto& [name, value] : good) {
    const bool is_other = change.starts_with("-" + name) || change.find("\"" + name + "\":") != change.npos;
    if (!is_other) out += (out == "{" ? "\"" : ",\"") + name + "\":" + value;
  }
  if (!change.empty() && change.front() != '-') out.append(",").append(change);
  return out + "}";
}

std::string header(std::string_view algorithm, std::string_view more) {
  return R"({"alg":")" + std::string(algorithm) + '"' + std::string(more) + '}';
}

std::string good(std::string_view change = {}, std::string_view more = R"(,"kid":"r","typ":"JWT")") {
  return keys().rsa.sign("RS256", header("RS256", more), payload(change));
}

std::chrono::system_clock::time_point at(long seconds) {
  return std::chrono::system_clock::time_point(std::chrono::seconds(seconds));
}

struct Door {
  steps::Clients clients;
  explicit Door(std::vector<config::Client> made = {token_client("portal", {{"azp", "portal"}}),
                                                    token_client("roles", {{"roles", "sync"}})},
                std::vector<JwsAlgorithm> algorithms = all_algorithms, const std::string& set = keys().set)
      : clients(std::move(made), trusting(set, std::move(algorithms))) {}

  // The client, or the code of the problem.
  std::string ask(const std::string& token, long when = now) const {
    const std::string value = "Bearer " + token;
    const auto caller = clients.authenticate({value, nullptr, at(when)});
    if (caller) return caller->client;
    CHECK(!caller.error().keys_wanted);
    return schema::encode_problem(caller.error().problem);
  }
};

}  // namespace

TEST_CASE("knows a client by the claims of a token, for each algorithm that its issuer may use") {
  const Door door;
  struct Row {
    const char* algorithm;
    const SigningKey& key;
    const char* kid;
  };
  for (const Row& row :
       {Row{"RS256", keys().rsa, "r"}, Row{"RS384", keys().rsa, "r"}, Row{"RS512", keys().rsa, "r"},
        Row{"PS256", keys().rsa, "r"}, Row{"PS384", keys().rsa, "r"}, Row{"PS512", keys().rsa, "r"},
        Row{"ES256", keys().p256, "e2"}, Row{"ES384", keys().p384, "e3"}, Row{"ES512", keys().p521, "e5"}}) {
    CAPTURE(row.algorithm);
    const std::string kid = std::string(R"(,"kid":")") + row.kid + '"';
    CHECK(door.ask(row.key.sign(row.algorithm, header(row.algorithm, kid), payload())) == "portal");
    // Only one key of the set fits.
    CHECK(door.ask(row.key.sign(row.algorithm, header(row.algorithm, ""), payload())) == "portal");
    const Door narrow({token_client("portal", {{"azp", "portal"}})},
                      {row.algorithm == std::string("RS256") ? JwsAlgorithm::es256 : JwsAlgorithm::rs256});
    CHECK(narrow.ask(row.key.sign(row.algorithm, header(row.algorithm, kid), payload())).front() == '{');
  }
}

TEST_CASE(
    "takes what RFC 7519 allows: one audience of several, types, a claim's array, dates with fractions") {
  const Door door;
  CHECK(door.ask(good(R"("aud":["x","second"])")) == "portal");
  CHECK(door.ask(good("", R"(,"kid":"r","typ":"at+jwt")")) == "portal");
  CHECK(door.ask(good("", R"(,"kid":"r","typ":"application/AT+JWT")")) == "portal");
  CHECK(door.ask(good("", R"(,"kid":"r","x5t":"abc","x5c":["abc"])")) == "portal");
  CHECK(door.ask(good(R"("azp":"x","roles":["read","sync"])")) == "roles");
  CHECK(door.ask(good("\"exp\":" + std::to_string(now + 1) + ".5")) == "portal");
  CHECK(door.ask(good("-nbf")) == "portal");
  CHECK(door.ask(good("-iat")) == "portal");
}

TEST_CASE("gives every token that is not good the answer of a wrong key, to the byte") {
  const Door door;
  const std::string refused = door.ask("wrong-key");
  CHECK(refused.find("\"unauthenticated\"") != refused.npos);
  const std::string whole = good();
  REQUIRE(door.ask(whole) == "portal");
  const std::size_t first = whole.find('.');
  const std::size_t last = whole.rfind('.');
  const std::string rs = R"({"alg":"RS256","kid":"r"})";
  const std::string jwk = keys().other.jwk("r");
  const std::pair<const char*, std::string> rows[] = {
      {"none", encode_base64url(R"({"alg":"none"})") + '.' + encode_base64url(payload()) + '.'},
      {"none, with a signature", keys().rsa.sign("RS256", R"({"alg":"none","kid":"r"})", payload())},
      {"NONE in another case", keys().rsa.sign("RS256", R"({"alg":"nOnE","kid":"r"})", payload())},
      {"no signature", whole.substr(0, last + 1)},
      {"HS256 by the public key's PEM",
       ::tests::support::sign_hs256(keys().rsa.pem(), R"({"alg":"HS256","kid":"r"})", payload())},
      {"HS256 by the public key's JWK",
       ::tests::support::sign_hs256(keys().rsa.jwk("r"), R"({"alg":"HS256","kid":"r"})", payload())},
      {"RS256 by an HMAC", ::tests::support::sign_hs256(keys().rsa.pem(), rs, payload())},
      {"another's key", keys().other.sign("RS256", rs, payload())},
      {"another issuer", good(R"("iss":"https://login.example/v2.0/")")},
      {"no issuer", good("-iss")},
      {"an issuer that is a number", good(R"("iss":1)")},
      {"another audience", good(R"("aud":"api://usher2")")},
      {"other audiences", good(R"("aud":["a","b"])")},
      {"no audience", good("-aud")},
      {"an audience in an object", good(R"("aud":{"api://usher":1})")},
      {"expired", good("\"exp\":" + std::to_string(now - 31))},
      {"no expiry", good("-exp")},
      {"an expiry that is text", good("\"exp\":\"" + std::to_string(now + 600) + '"')},
      {"an expiry that is null", good("\"exp\":null")},
      {"not yet valid", good("\"nbf\":" + std::to_string(now + 31))},
      {"a beginning that is text", good(R"("nbf":"0")")},
      {"issued tomorrow", good("\"iat\":" + std::to_string(now + 86'400))},
      {"an unknown kid", good("", R"(,"kid":"x")")},
      {"a kid that is a number", good("", R"(,"kid":1)")},
      {"a kid of another kind of key", good("", R"(,"kid":"e2")")},
      {"the key of another algorithm", keys().p384.sign("ES384", R"({"alg":"ES384","kid":"e2"})", payload())},
      {"ES256 by P-384", keys().p384.sign("ES256", R"({"alg":"ES256","kid":"e3"})", payload())},
      {"PS256 for RS256", keys().rsa.sign("RS256", R"({"alg":"PS256","kid":"r"})", payload())},
      {"an embedded key", keys().other.sign("RS256", R"({"alg":"RS256","jwk":)" + jwk + "}", payload())},
      {"an embedded key beside a good kid", good("", R"(,"kid":"r","jwk":)" + keys().rsa.jwk("r"))},
      {"the address of a key set", good("", R"(,"kid":"r","jku":"https://evil.example/")")},
      {"the address of a certificate", good("", R"(,"kid":"r","x5u":"https://evil.example/")")},
      {"a critical extension", good("", R"(,"kid":"r","crit":["exp"],"exp":1)")},
      {"an empty crit", good("", R"(,"kid":"r","crit":[])")},
      {"an unencoded payload", good("", R"(,"kid":"r","b64":false)")},
      {"another type", good("", R"(,"kid":"r","typ":"secevent+jwt")")},
      {"a type that is a number", good("", R"(,"kid":"r","typ":1)")},
      {"a duplicate claim", good(R"("azp":"x","azp":"portal")")},
      {"a duplicate in the header", good("", R"(,"kid":"x","kid":"r")")},
      {"an escaped duplicate", good(R"("azp":"x","\u0061zp":"portal")")},
      {"a payload changed",
       whole.substr(0, first + 1) + encode_base64url(payload(R"("sub":"root")")) + whole.substr(last)},
      {"a header changed",
       encode_base64url(R"({"alg":"RS256","kid":"r","typ":"at+jwt"})") + whole.substr(first)},
      {"a signature cut", whole.substr(0, whole.size() - 4)},
      {"padding", whole + "="},
      {"a fourth part", whole + ".x"},
      {"two parts", whole.substr(0, last)},
      {"a payload that is a list", keys().rsa.sign("RS256", rs, "[]")},
      {"a payload that is no JSON", keys().rsa.sign("RS256", rs, payload() + "x")},
      {"a payload beyond all depth",
       keys().rsa.sign("RS256", rs, payload("\"x\":" + std::string(50, '[') + std::string(50, ']')))},
      {"a giant", good("\"x\":\"" + std::string(8 * 1024, 'x') + '"')},
      {"nobody's claims", good(R"("azp":"x")")},
      {"claims of two clients", good(R"("roles":"sync")")},
      {"a claim that is an object", good(R"("azp":{"portal":"portal"})")},
  };
  for (const auto& [what, token] : rows) {
    CAPTURE(what);
    CHECK(door.ask(token) == refused);
  }
  CHECK(door.ask("") == refused);
}

TEST_CASE("allows the leeway and not a second more") {
  const Door door;
  const std::string token = good("\"exp\":" + std::to_string(now) + ",\"nbf\":" + std::to_string(now - 100));
  CHECK(door.ask(token, now + 29) == "portal");
  CHECK(door.ask(token, now + 30).front() == '{');
  CHECK(door.ask(good(), now - 40) == "portal");
  CHECK(door.ask(good(), now - 41).front() == '{');
}

TEST_CASE("takes a token without a kid only where one key of the set fits") {
  const std::string two = ::tests::support::jwks(keys().rsa.jwk("a") + ',' + keys().other.jwk("b"));
  const Door door({token_client("portal", {{"azp", "portal"}})}, all_algorithms, two);
  CHECK(door.ask(good("", "")).front() == '{');
  CHECK(door.ask(keys().other.sign("RS256", header("RS256", ""), payload())).front() == '{');
  CHECK(door.ask(good("", R"(,"kid":"a")")) == "portal");
  CHECK(door.ask(good("", R"(,"kid":"b")")).front() == '{');
  // One kid of two keys says nothing.
  const std::string same = ::tests::support::jwks(keys().rsa.jwk("a") + ',' + keys().other.jwk("a"));
  CHECK(Door({token_client("portal", {{"azp", "portal"}})}, all_algorithms, same)
            .ask(good("", R"(,"kid":"a")"))
            .front() == '{');
}

TEST_CASE("lets a token narrow what its client may, and never widen it") {
  auto made = token_client("portal", {{"azp", "portal"}});
  made.jwt->tenants_claim = "tenants";
  made.jwt->allow_claim = "scp";
  made.tenants = {"contoso", "fabrikam"};
  const Door door({made});
  const auto caller = [&door](std::string_view change) {
    const std::string value = "Bearer " + good(change);
    auto known = door.clients.authenticate({value, nullptr, at(now)});
    REQUIRE(known.has_value());
    return *known;
  };
  const auto some = caller(R"("tenants":["contoso","nobodys"],"scp":"users.read operations.read openid")");
  CHECK(some.may_see("contoso"));
  CHECK(!some.may_see("fabrikam"));
  CHECK(!some.may_see("nobodys"));
  CHECK(some.may(Permission::users_read));
  CHECK(!some.may(Permission::users_create));
  CHECK(!some.may(Permission::operations_read));
  const auto none = caller("");
  CHECK(!none.may_see("contoso"));
  CHECK(!none.may(Permission::users_read));
  const auto strange = caller(R"("tenants":{"contoso":1},"scp":7)");
  CHECK(!strange.may_see("contoso"));
  CHECK(!strange.may(Permission::users_read));
}

TEST_CASE("reads a key set, leaves out what cannot verify, and says what is wrong with a bad one") {
  const SigningKey weak(Kind::rsa_1024);
  const auto size = [](const std::string& text) {
    const auto set = read_jwks(::tests::support::jwks(text));
    return set ? set->size() : 0;
  };
  const std::string rsa = keys().rsa.jwk("r");
  CHECK(size(rsa) == 1);
  for (const std::string& other :
       {weak.jwk("w"), keys().other.jwk("x", R"(,"use":"enc")"),
        keys().other.jwk("x", R"(,"key_ops":["sign"])"), keys().other.jwk("x", R"(,"alg":"HS256")"),
        keys().other.jwk("x", R"(,"alg":"RSA-OAEP")"),
        std::string(R"({"kty":"oct","k":"c2VjcmV0","alg":"HS256"})"),
        std::string(R"({"kty":"OKP","crv":"Ed25519","x":"AAAA"})"),
        std::string(R"({"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"})"),
        // A point that is on no curve.
        R"({"kty":"EC","crv":"P-256","x":")" + std::string(43, 'A') + R"(","y":")" + std::string(43, 'A') +
            "\"}",
        // A modulus that is even, an exponent of 1.
        R"({"kty":"RSA","e":"AQAB","n":")" + encode_base64url(std::string(256, '\xfe')) + "\"}",
        R"({"kty":"RSA","e":"AQ","n":")" + encode_base64url(std::string(256, '\xff')) + "\"}"}) {
    CAPTURE(other);
    CHECK(size(rsa + ',' + other) == 1);
    CHECK(size(other) == 0);
  }
  const std::pair<std::string, const char*> wrong[] = {
      {"", "is no JSON: the body is empty"},
      {"{\"keys\":[", "is no JSON: the JSON ends too early"},
      {"{\"keys\":[],\"keys\":[]}", "is no JSON: duplicate member name"},
      {"[]", "is no key set"},
      {"{\"keys\":{}}", "is no key set"},
      {"{\"keys\":[1]}", "is no key set: a key is no object"},
      {"{\"keys\":[]}", "holds no key to verify signatures with"},
      {::tests::support::jwks(keys().other.jwk("x", R"(,"d":"AQAB")")), "holds a private key"},
  };
  for (const auto& [text, expected] : wrong) {
    CAPTURE(text);
    const auto set = read_jwks(text);
    REQUIRE(set.has_error());
    CHECK(set.error().detail.starts_with(expected));
  }
}

}  // namespace gateway::callers
