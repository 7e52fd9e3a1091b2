#include "config/server.hpp"

#include <algorithm>
#include <map>

namespace config {

namespace {

constexpr std::size_t most_jwks_bytes = 256 * 1024;
constexpr std::chrono::minutes longest_leeway{5};

std::vector<std::string> read_audience(const Section& issuer) {
  const auto list = issuer.value("audience");
  if (!list || (list->is_list() && list->is_empty()))
    issuer.mistake("audience", "is missing: list what a token's `aud` must hold one of, such as api://usher");
  return issuer.texts("audience");
}

std::vector<JwsAlgorithm> read_algorithms(const Section& issuer) {
  std::vector<JwsAlgorithm> algorithms;
  const auto list = issuer.value("algorithms");
  if (!list || (list->is_list() && list->is_empty()))
    issuer.mistake("algorithms", "is missing: list those that the issuer signs with, such as RS256");
  for (const Value& item : issuer.items("algorithms")) {
    const auto name =
        item.one_of({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"});
    if (!name) continue;
    const JwsAlgorithm algorithm = *parse_jws_algorithm(*name);
    if (std::find(algorithms.begin(), algorithms.end(), algorithm) != algorithms.end())
      item.mistake("is repeated: keep one");
    algorithms.push_back(algorithm);
  }
  return algorithms;
}

// The keys: by an address, or in a file.
void read_jwks(const Section& section, Issuer& issuer) {
  const Section jwks = section.required_section("jwks");
  if (jwks.has("url") == jwks.has("file")) {
    if (section.has("jwks") && section.value("jwks")->is_section())
      section.mistake("jwks", "must have either `url` or `file`");
  }
  // Some publish the keys of one application, or of one policy, by a query.
  if (const auto url = jwks.value("url")) issuer.jwks_url = url->https_url(UrlQuery::allowed);
  issuer.ca_file = jwks.pem_file("ca_file", Value::Pem::certificates);
  if (issuer.ca_file) issuer.ca_pem = jwks.value("ca_file")->pem(Value::Pem::certificates)->reveal();
  if (jwks.has("ca_file") && !jwks.has("url")) jwks.mistake("ca_file", "is for `url` only: remove it");
  issuer.jwks_file = jwks.value("file");
  if (issuer.jwks_file) issuer.jwks = issuer.jwks_file->file_text(most_jwks_bytes).value_or("");
  if (issuer.jwks.empty()) issuer.jwks_file.reset();
}

}  // namespace

std::vector<Issuer> read_issuers(const Section& root) {
  std::vector<Issuer> issuers;
  const auto section = root.section("issuers");
  if (!section) return issuers;
  std::map<std::string, std::string> taken;
  for (const auto& [name, value] : section->entries("an issuer")) {
    const auto entry = value.section();
    if (!entry) continue;
    Issuer issuer;
    issuer.name = name;
    issuer.issuer = entry->required_text("issuer");
    issuer.audience = read_audience(*entry);
    issuer.algorithms = read_algorithms(*entry);
    read_jwks(*entry, issuer);
    issuer.leeway = std::chrono::duration_cast<std::chrono::seconds>(
        entry->duration("leeway", std::chrono::seconds(30), milliseconds(0), longest_leeway));
    const auto [first, is_new] = taken.emplace(issuer.issuer, name);
    if (!is_new && !issuer.issuer.empty())
      entry->mistake("issuer", "is that of " + quoted(first->second) + " already: one entry for each issuer");
    issuers.push_back(std::move(issuer));
  }
  return issuers;
}

}  // namespace config
