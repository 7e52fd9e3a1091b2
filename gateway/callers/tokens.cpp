#include "gateway/callers/tokens.hpp"

#include "gateway/callers/token_claims.hpp"

#include <algorithm>

namespace gateway::callers {

Tokens::Tokens(std::vector<TrustedIssuer> issuers, const std::vector<config::Client>& clients) {
  for (TrustedIssuer& issuer : issuers) {
    Known known{std::move(issuer), {}};
    for (std::size_t at = 0; at < clients.size(); ++at) {
      const auto& rule = clients[at].jwt;
      if (rule && rule->issuer == known.issuer.rules.name) known.rules.push_back({at, *rule});
    }
    issuers_.push_back(std::move(known));
  }
}

// The signature comes last: who asks for newer keys, and what costs, shall at least look right.
void Tokens::begin() const {
  for (const Known& known : issuers_)
    known.issuer.keys->begin();
}

TokenVerdict Tokens::judge(std::string_view text, std::chrono::system_clock::time_point now) const {
  TokenVerdict verdict;
  if (!looks_like_token(text)) return verdict;
  const auto token = read_token(text);
  if (!token) return verdict;
  const auto* name = token->claims.if_contains("iss");
  if (name == nullptr || !name->is_string()) return verdict;
  const std::string_view issuer_name(name->get_string().data(), name->get_string().size());
  const auto known = std::ranges::find(
      issuers_, issuer_name, [](const Known& one) -> const std::string& { return one.issuer.rules.issuer; });
  if (known == issuers_.end()) return verdict;
  const config::Issuer& rules = known->issuer.rules;
  if (std::ranges::find(rules.algorithms, token->algorithm) == rules.algorithms.end()) return verdict;
  if (!are_good_claims(token->claims, rules, now)) return verdict;

  const Rule* fitting = nullptr;
  for (const Rule& rule : known->rules) {
    if (!has_claims(token->claims, rule.rule)) continue;
    // Of two clients it may be neither.
    if (fitting != nullptr) return verdict;
    fitting = &rule;
  }
  if (fitting == nullptr) return verdict;

  const auto keys = known->issuer.keys->keys();
  const PublicKey* key = keys ? keys->pick(token->key_id, token->algorithm) : nullptr;
  if (key == nullptr) {
    if (!keys) verdict.kind = TokenVerdict::Kind::keys_unknown;
    const bool could_be_newer = !keys || token->key_id;
    if (could_be_newer && known->issuer.keys->is_renewable()) {
      verdict.kind = TokenVerdict::Kind::keys_wanted;
      verdict.source = known->issuer.keys;
    }
    return verdict;
  }
  if (!key->verify(token->algorithm, token->signed_part, token->signature)) return verdict;
  verdict.kind = TokenVerdict::Kind::accepted;
  verdict.client = fitting->client;
  verdict.narrowing = read_narrowing(token->claims, fitting->rule);
  return verdict;
}

}  // namespace gateway::callers
