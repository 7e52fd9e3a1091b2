#include "tests/integration/isolation/client.hpp"

#include "tests/integration/callers.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <stdexcept>
#include <sys/stat.h>

namespace tests::integration::isolation {
namespace {
namespace json = boost::json;
using Names = std::vector<std::string>;

std::string joined(const Names& names) {
  std::string all;
  for (const std::string& name : names)
    all += (all.empty() ? "" : ", ") + name;
  return "[" + all + "]";
}

bool has(const Names& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

Names in_both(Names names, const Names& others) {
  std::erase_if(names, [&](const std::string& name) { return !has(others, name); });
  return names;
}

// `proof`: what it is known by.
std::string entry(const std::string& name, const std::string& proof, const Rights& rights) {
  return "  " + name + ": {" + proof + ", tenants: " + joined(rights.tenants) +
         ", allow: " + joined(rights.allow) + "}\n";
}

}  // namespace

bool Client::sees(std::string_view tenant) const { return has(rights.tenants, tenant); }
bool Client::may(std::string_view permission) const { return has(rights.allow, permission); }

Client known_by_key(const std::string& name, const Rights& rights) {
  std::string key = "key-of-" + name + "-0123456789abcdef0123456789abcdef0123456789abcdef";
  std::string yaml = entry(name, "api_key_sha256: [" + hash_of_key(key) + "]", rights);
  return {name, std::move(yaml), rights, std::move(key), {}};
}

Registry::Registry()
    : jwks_(".json", support::jwks(issuers_key_.jwk("town"))),
      servers_ca_(".pem", servers_.certificate()),
      callers_ca_(".pem", callers_.certificate()),
      certificate_(".pem", issued_.certificate),
      key_(".pem", issued_.key) {
  if (::chmod(key_.path().c_str(), 0600) != 0) throw std::runtime_error("a key that others may read");
}

Client Registry::known_by_token(const std::string& name, const Rights& configured,
                                const Rights& named) const {
  constexpr std::int64_t day = 24 * 3600;
  const std::int64_t now = std::time(nullptr);
  const auto list = [](const Names& names) { return json::array(names.begin(), names.end()); };
  const json::object claims = {{"iss", "https://login.town.example"},
                               {"aud", "api://usher"},
                               {"nbf", now - 5},
                               {"exp", now + day},
                               {"azp", name},
                               {"town", list(named.tenants)},
                               {"roles", list(named.allow)}};
  const std::string proof =
      "jwt: {issuer: town, claims: {azp: " + name + "}}, tenants_claim: town, allow_claim: roles";
  return {name,
          entry(name, proof, configured),
          {in_both(configured.tenants, named.tenants), in_both(configured.allow, named.allow)},
          issuers_key_.sign("RS256", R"({"typ":"JWT","alg":"RS256","kid":"town"})", json::serialize(claims)),
          {}};
}

Client Registry::known_by_certificate(const std::string& name, const Rights& rights) const {
  const std::string host = name + ".town.example";
  support::CertificateWish wish;
  wish.names = {"DNS:nobody.town.example", "DNS:" + host};
  // Of another client, which a common name must not lead to.
  wish.common_name = "north.town.example";
  wish.usage = "clientAuth";
  return {name, entry(name, "mtls: {san: ['dns:" + host + "']}", rights), rights, {}, callers_.issue(wish)};
}

std::string Registry::yaml() const {
  return "listen:\n  - {address: '127.0.0.1:0'}\n  - {address: '127.0.0.1:0', tls: {certificate: " +
         certificate_.path() + ", key: " + key_.path() + ", client_ca: " + callers_ca_.path() +
         "}}\nissuers:\n  town: {issuer: 'https://login.town.example', audience: ['api://usher'], "
         "algorithms: [RS256], jwks: {file: " +
         jwks_.path() + "}}\n";
}

support::HttpReply Registry::ask(const support::GatewayProcess& gateway, const Client& by,
                                 std::string_view method, std::string_view target, support::Headers headers,
                                 std::optional<std::string_view> body) const {
  if (!by.bearer.empty()) {
    headers.emplace(headers.begin(), "Authorization", "Bearer " + by.bearer);
    return support::request(gateway.port(), method, target, headers, body);
  }
  const std::string request = support::encode_request(method, target, headers, body);
  const std::string place = by.name + ':' + std::to_string(gateway.port(1));
  for (const bool is_kept : {true, false}) {
    if (is_kept && kept_place_ != place) continue;
    if (!is_kept) kept_ = connect(gateway, by);
    kept_place_ = place;
    kept_->send(request);
    support::HttpReply reply = kept_->read_reply(method == "HEAD");
    const bool is_over = reply.status == 0 || reply.header("connection") == "close";
    if (is_over) kept_place_.clear();
    // A kept one may have ended meanwhile.
    if (reply.status != 0 || !is_kept) return reply;
  }
  return {};
}

std::unique_ptr<support::HttpConnection> Registry::connect(const support::GatewayProcess& gateway,
                                                           const Client& by) const {
  support::TlsWish wish;
  wish.ca_file = servers_ca_.path();
  wish.certificate = by.paper.certificate;
  wish.key = by.paper.key;
  return std::make_unique<support::HttpConnection>(gateway.port(1), wish);
}

}  // namespace tests::integration::isolation
