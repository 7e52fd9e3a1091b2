#include "gateway/callers/token_claims.hpp"

#include <algorithm>

namespace gateway::callers {
namespace {

namespace json = boost::json;

std::string_view view_of(const json::string& text) { return {text.data(), text.size()}; }

bool holds(const json::value* claim, std::string_view text) {
  if (claim == nullptr) return false;
  if (claim->is_string()) return view_of(claim->get_string()) == text;
  if (!claim->is_array()) return false;
  return std::any_of(claim->get_array().begin(), claim->get_array().end(), [text](const json::value& item) {
    return item.is_string() && view_of(item.get_string()) == text;
  });
}

// An array's texts, or the words of a text (as `scp` and `scope` have them).
std::vector<std::string> words_of(const json::value* claim) {
  std::vector<std::string> words;
  if (claim == nullptr) return words;
  if (claim->is_array()) {
    for (const json::value& item : claim->get_array()) {
      if (item.is_string()) words.emplace_back(view_of(item.get_string()));
    }
  }
  if (claim->is_string()) {
    std::string_view left = view_of(claim->get_string());
    while (!left.empty()) {
      const std::size_t end = std::min(left.find(' '), left.size());
      if (end > 0) words.emplace_back(left.substr(0, end));
      left.remove_prefix(std::min(end + 1, left.size()));
    }
  }
  return words;
}

// NumericDate: seconds since 1970, with or without a fraction.
std::optional<double> date(const json::value& claim) {
  boost::system::error_code error;
  const double seconds = claim.to_number<double>(error);
  if (error) return std::nullopt;
  return seconds;
}

bool is_for_us(const json::object& claims, const config::Issuer& rules) {
  const json::value* audience = claims.if_contains("aud");
  return std::any_of(rules.audience.begin(), rules.audience.end(),
                     [audience](const std::string& ours) { return holds(audience, ours); });
}

// Absent, or not later than now.
bool has_come(const json::object& claims, const char* name, double now) {
  const json::value* claim = claims.if_contains(name);
  if (claim == nullptr) return true;
  const auto when = date(*claim);
  return when && *when <= now;
}

}  // namespace

bool are_good_claims(const json::object& claims, const config::Issuer& rules,
                     std::chrono::system_clock::time_point wall) {
  if (!is_for_us(claims, rules)) return false;
  const double now = std::chrono::duration<double>(wall.time_since_epoch()).count();
  const double leeway = static_cast<double>(rules.leeway.count());
  const json::value* expires = claims.if_contains("exp");
  const auto ends = expires == nullptr ? std::nullopt : date(*expires);
  if (!ends || now >= *ends + leeway) return false;
  return has_come(claims, "nbf", now + leeway) && has_come(claims, "iat", now + leeway);
}

bool has_claims(const json::object& claims, const config::TokenRule& rule) {
  return std::all_of(rule.claims.begin(), rule.claims.end(), [&claims](const auto& claim) {
    return holds(claims.if_contains(claim.first), claim.second);
  });
}

std::shared_ptr<const Narrowing> read_narrowing(const json::object& claims, const config::TokenRule& rule) {
  if (!rule.tenants_claim && !rule.allow_claim) return nullptr;
  auto narrowing = std::make_shared<Narrowing>();
  if (rule.tenants_claim) narrowing->tenants = words_of(claims.if_contains(*rule.tenants_claim));
  if (rule.allow_claim) {
    narrowing->allow.emplace();
    for (const std::string& word : words_of(claims.if_contains(*rule.allow_claim))) {
      const auto found = std::ranges::find(config::permission_names, word);
      if (found == config::permission_names.end()) continue;
      narrowing->allow->add(static_cast<config::Permission>(found - config::permission_names.begin()));
    }
  }
  return narrowing;
}

}  // namespace gateway::callers
