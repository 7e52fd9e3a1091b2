#include "config/nearest.hpp"

#include "schema/ascii.hpp"

#include <algorithm>

namespace config {

namespace {

std::string normal(std::string_view word) {
  std::string out = schema::ascii_lowered(word);
  std::ranges::replace(out, '-', '_');
  return out;
}

// Optimal string alignment: a swap of neighbours, the commonest slip, counts as one.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t longest = 64;
  if (word.size() > longest) return std::nullopt;
  const std::string wanted = normal(word);
  std::optional<std::string> best;
  // One slip in a word of one or two letters makes any other such word.
  std::size_t best_distance = word.size() < 3 ? 1 : word.size() / 3 + 1;
  for (const std::string& candidate : known) {
    const std::size_t d = distance(wanted, normal(candidate));
    if (d >= best_distance) continue;
    best_distance = d;
    best = candidate;
  }
  return best;
}

}  // namespace config
