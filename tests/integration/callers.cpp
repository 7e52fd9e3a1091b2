#include "tests/integration/callers.hpp"

#include "tests/support/process.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

namespace tests::integration {

std::string hash_of_key(std::string_view key) {
  const auto made = support::run_to_end({USHER_PROGRAM, "hash-key", "--stdin"}, std::string(key) + "\n");
  const std::string name = "api_key_sha256: ";
  REQUIRE(made.exit_code == 0);
  REQUIRE(made.out.starts_with(name));
  return made.out.substr(name.size(), 64);
}

support::Headers bearing(std::string_view credential, support::Headers more) {
  more.emplace_back("Authorization", "Bearer " + std::string(credential));
  return more;
}

std::string comparable(const support::HttpReply& reply) {
  auto problem = reply.json().as_object();
  problem.erase("correlationId");
  std::string text = std::to_string(reply.status) + '\n';
  for (const auto& [name, value] : reply.headers) {
    if (name != "date" && name != "x-correlation-id") text += name + ": " + value + '\n';
  }
  return text + boost::json::serialize(problem);
}

}  // namespace tests::integration
