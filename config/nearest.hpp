// "Did you mean": the known word that a misspelt one most likely stands for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config {

// The nearest of `known` by insertions, deletions, substitutions and swaps, ignoring case and taking `-` for
// `_`; nothing where all are too far. The first of equals.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace config
