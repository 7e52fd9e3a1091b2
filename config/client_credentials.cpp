#include "config/client_credentials.hpp"

#include "config/nearest.hpp"

#include <algorithm>

namespace config {

namespace {

std::vector<std::pair<std::string, std::string>> read_claims(const Section& jwt) {
  std::vector<std::pair<std::string, std::string>> claims;
  const auto section = jwt.section("claims");
  for (const auto& [claim, value] : section ? section->members() : decltype(section->members()){}) {
    if (auto text = value.text()) claims.emplace_back(claim, std::move(*text));
  }
  const auto there = jwt.value("claims");
  if (!there || (there->is_section() && there->is_empty()))
    jwt.mistake("claims", "is missing: name the claims that tell this client's tokens from everybody else's");
  return claims;
}

// Every token that `wide` takes `narrow` takes too.
bool holds_all(const TokenRule& wide, const TokenRule& narrow) {
  return std::all_of(narrow.claims.begin(), narrow.claims.end(), [&wide](const auto& claim) {
    return std::find(wide.claims.begin(), wide.claims.end(), claim) != wide.claims.end();
  });
}

}  // namespace

void ClientCredentials::refuse_overlap(const std::string& name, const TokenRule& rule, const Section& jwt) {
  for (const auto& [other, known] : rules_) {
    if (known.issuer != rule.issuer) continue;
    if (!holds_all(known, rule) && !holds_all(rule, known)) continue;
    jwt.mistake("claims", "fit a token of client " + quoted(other) +
                              " too: name a claim of which each of the two has its own value");
  }
  rules_.emplace_back(name, rule);
}

std::optional<TokenRule> ClientCredentials::read_jwt(const std::string& name, const Section& client) {
  const auto jwt = client.section("jwt");
  if (!jwt) return std::nullopt;
  TokenRule rule;
  rule.issuer = jwt->required_text("issuer");
  const auto& known = around_.issuers;
  if (!rule.issuer.empty() && std::find(known.begin(), known.end(), rule.issuer) == known.end()) {
    const auto near = nearest(rule.issuer, known);
    jwt->mistake("issuer", quoted(rule.issuer) + " is no issuer of this file" +
                               (near ? ": did you mean " + quoted(*near) + "?" : ": name one of `issuers`"));
  }
  rule.claims = read_claims(*jwt);
  // A narrowing stands beside the tenants and permissions that it narrows.
  rule.tenants_claim = client.text("tenants_claim");
  rule.allow_claim = client.text("allow_claim");
  if (!rule.claims.empty()) refuse_overlap(name, rule, *jwt);
  return rule;
}

std::vector<std::string> ClientCredentials::read_subject_names(const Section& client) {
  std::vector<std::string> names;
  const auto mtls = client.section("mtls");
  if (!mtls) return names;
  if (!around_.has_certificates) {
    client.mistake("mtls",
                   "needs a listener that asks for certificates: give one of `listen` a "
                   "`tls: {client_ca: …}`, or remove it");
  }
  const auto list = mtls->value("san");
  if (!list || (list->is_list() && list->is_empty()))
    mtls->mistake("san",
                  "is missing: list names of this client's certificate, such as dns:portal.contoso.com");
  for (const Value& item : mtls->items("san")) {
    const auto text = item.text();
    if (!text) continue;
    auto name = parse_subject_name(*text);
    if (!name) {
      item.mistake(name.error().message);
    } else if (const auto [first, is_new] = owners_.emplace(*name, item.path()); !is_new) {
      item.mistake("is the name in " + first->second + " already: a name leads to one client");
    } else {
      names.push_back(std::move(*name));
    }
  }
  return names;
}

std::optional<Rate> read_rate(const Section& client) {
  const auto value = client.value("rate");
  const auto text = value ? value->text() : std::nullopt;
  if (!text) return std::nullopt;
  const auto rate = parse_rate(*text);
  if (rate) return *rate;
  value->mistake(rate.error().message);
  return std::nullopt;
}

}  // namespace config
