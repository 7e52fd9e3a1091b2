// What the readers of each route's query share: every parameter is looked at once, every mistake is told, and
// those that several routes have are read in one way. Which parameters a route has is its own reader's to
// say.
#pragma once

#include "gateway/steps/parameter_mistakes.hpp"
#include "gateway/steps/target.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::steps {

template <class Range>
bool contains(const Range& range, std::string_view text) {
  return std::find(std::begin(range), std::end(range), text) != std::end(range);
}

// Into `providers`, empty before, in the order given.
void read_providers(std::string_view value, std::vector<std::string>& providers, ParameterMistakes& mistakes);
// 1 to 1000.
void read_limit(std::string_view value, std::uint32_t& limit, ParameterMistakes& mistakes);
void read_require(std::string_view value, bool& require_all, ParameterMistakes& mistakes);
// Into `search`, folded.
void read_search(std::string_view value, std::string& search, ParameterMistakes& mistakes);
// A parameter that the route does not read.
void refuse_parameter(std::string_view name, ParameterMistakes& mistakes);

// Hands each parameter to `read`, which says whether it knows it. A name that repeats is told once.
template <class Read>
ParameterMistakes read_each(const Query& query, Read read) {
  ParameterMistakes mistakes;
  std::vector<std::string_view> seen;
  std::vector<std::string_view> told;
  for (const auto& [name, value] : query) {
    if (!contains(seen, name)) {
      seen.push_back(name);
      if (!read(name, value, mistakes)) refuse_parameter(name, mistakes);
    } else if (!contains(told, name)) {
      told.push_back(name);
      mistakes.add(name, "repeated", "It is given more than once.");
    }
  }
  return mistakes;
}

}  // namespace gateway::steps
