// Collects what is wrong with the query parameters of one request into one invalid_parameter problem. Values
// never get in; names do, cut at 64, and at most 32 mistakes, so that an answer stays small.
#pragma once

#include "schema/problem.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace gateway::steps {

class ParameterMistakes {
 public:
  // `parameter` is valid UTF-8.
  void add(std::string_view parameter, std::string_view reason, std::string detail);
  bool empty() const { return problem_.errors.empty(); }
  schema::Problem problem() &&;

 private:
  schema::Problem problem_{schema::ProblemCode::invalid_parameter, {}};
  std::size_t left_out_ = 0;
};

}  // namespace gateway::steps
