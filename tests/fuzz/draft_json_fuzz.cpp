// Any bytes: a draft, or mistakes with an offset inside the body; a problem document of them is valid JSON.
#include "schema/draft_json.hpp"
#include "schema/strict_json.hpp"

#include <boost/json/parse.hpp>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto json = schema::parse_strict_json(body, 8);
  if (!json) {
    if (json.error().offset > size || json.error().detail.empty()) abort();
    return 0;
  }
  auto decoded = schema::decode_draft(*json);
  schema::Problem problem(schema::ProblemCode::invalid_draft, "fuzzed");
  problem.errors = std::move(decoded.errors);
  boost::system::error_code broken;
  boost::json::parse(schema::encode_problem(problem), broken);
  if (broken) abort();
  return 0;
}
