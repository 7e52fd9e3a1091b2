#include "gateway/callers/token.hpp"

#include "schema/ascii.hpp"
#include "schema/base64url.hpp"
#include "schema/strict_json.hpp"

#include <algorithm>
#include <array>

namespace gateway::callers {
namespace {

namespace json = boost::json;

constexpr std::size_t header_depth = 4;
constexpr std::size_t claims_depth = 16;
constexpr std::size_t most_key_id_bytes = 512;

std::optional<json::object> read_object(std::string_view part, std::size_t depth) {
  const auto bytes = schema::decode_base64url(part);
  if (!bytes) return std::nullopt;
  auto value = schema::parse_strict_json(*bytes, depth);
  if (!value || !value->is_object()) return std::nullopt;
  return std::move(value->as_object());
}

std::optional<std::string_view> text_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view(value->get_string().data(), value->get_string().size());
}

bool is_token_type(std::string_view type) {
  std::string lower = schema::ascii_lowered(type);
  if (lower.starts_with("application/")) lower.erase(0, 12);
  return lower == "jwt" || lower == "at+jwt";
}

// A key or the address of one that the token brings along is its author's, not the issuer's. `x5c` and the
// thumbprints are left unread.
bool is_refused(const json::object& header) {
  constexpr std::array<std::string_view, 5> refused = {"jwk", "jku", "x5u", "crit", "b64"};
  return std::any_of(refused.begin(), refused.end(), [&header](std::string_view name) {
    return header.contains({name.data(), name.size()});
  });
}

bool read_header(const json::object& header, Token& token) {
  if (is_refused(header)) return false;
  const auto algorithm = text_at(header, "alg");
  const auto known = algorithm ? config::parse_jws_algorithm(*algorithm) : std::nullopt;
  if (!known) return false;
  token.algorithm = *known;
  if (header.contains("typ")) {
    const auto type = text_at(header, "typ");
    if (!type || !is_token_type(*type)) return false;
  }
  if (!header.contains("kid")) return true;
  const auto key_id = text_at(header, "kid");
  if (!key_id || key_id->size() > most_key_id_bytes) return false;
  token.key_id = std::string(*key_id);
  return true;
}

}  // namespace

bool looks_like_token(std::string_view text) { return std::count(text.begin(), text.end(), '.') == 2; }

std::optional<Token> read_token(std::string_view text) {
  if (text.size() > most_token_bytes || std::count(text.begin(), text.end(), '.') != 2) return std::nullopt;
  const std::size_t first = text.find('.');
  const std::size_t second = text.find('.', first + 1);
  Token token;
  const auto header = read_object(text.substr(0, first), header_depth);
  if (!header || !read_header(*header, token)) return std::nullopt;
  auto claims = read_object(text.substr(first + 1, second - first - 1), claims_depth);
  auto signature = schema::decode_base64url(text.substr(second + 1));
  if (!claims || !signature || signature->empty()) return std::nullopt;
  token.claims = std::move(*claims);
  token.signature = std::move(*signature);
  token.signed_part = text.substr(0, second);
  return token;
}

}  // namespace gateway::callers
