// A query as it is read, and what is wrong with it.
#pragma once

#include "gateway/steps/target.hpp"
#include "schema/problem.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tests::gateway_steps {

inline gateway::steps::Query parsed(const std::string& query) {
  return gateway::steps::parse_target("/", query)->query;
}

// "parameter reason" of each mistake.
template <class Result>
std::vector<std::string> mistakes_of(const Result& result) {
  REQUIRE(result.has_error());
  CHECK(result.error().code == schema::ProblemCode::invalid_parameter);
  std::vector<std::string> names;
  for (const auto& error : result.error().errors)
    names.push_back(error.parameter + " " + error.reason);
  return names;
}

}  // namespace tests::gateway_steps
