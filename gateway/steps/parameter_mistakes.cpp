#include "gateway/steps/parameter_mistakes.hpp"

#include "schema/excerpt.hpp"

#include <utility>

namespace gateway::steps {

namespace {

constexpr std::size_t max_mistakes = 32;
}  // namespace

void ParameterMistakes::add(std::string_view parameter, std::string_view reason, std::string detail) {
  if (problem_.errors.size() == max_mistakes) {
    ++left_out_;
    return;
  }
  schema::FieldError error;
  error.parameter = schema::first_characters(parameter, schema::quoted_name_characters);
  error.reason = reason;
  error.detail = std::move(detail);
  problem_.errors.push_back(std::move(error));
}

schema::Problem ParameterMistakes::problem() && {
  const auto& first = problem_.errors.front();
  if (problem_.errors.size() == 1) {
    problem_.detail = first.parameter.empty() ? first.detail : first.parameter + ": " + first.detail;
  } else {
    problem_.detail =
        std::to_string(problem_.errors.size() + left_out_) + " query parameters are not as they should be.";
  }
  return std::move(problem_);
}

}  // namespace gateway::steps
