#include "gateway/steps/idempotency_key.hpp"

#include "schema/ascii.hpp"

#include <algorithm>

namespace gateway::steps {
namespace {

constexpr std::size_t longest = 255;

// Without its quotes and escapes.
std::optional<std::string> unquote(std::string_view value) {
  if (value.size() < 2 || value.back() != '"') return std::nullopt;
  value = value.substr(1, value.size() - 2);
  std::string key;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '"') return std::nullopt;
    if (value[i] == '\\') {
      ++i;
      if (i == value.size() || (value[i] != '"' && value[i] != '\\')) return std::nullopt;
    }
    key += value[i];
  }
  return key;
}

}  // namespace

std::optional<std::string> read_idempotency_key(std::string_view value) {
  auto key = value.starts_with('"') ? unquote(value) : std::optional(std::string(value));
  if (!key || key->empty() || key->size() > longest || !std::ranges::all_of(*key, schema::is_visible))
    return std::nullopt;
  return key;
}

}  // namespace gateway::steps
