#include "gateway/cli/json_slices.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::cli {

TEST_CASE("the members of an object are given as they were written") {
  const std::string text =
      R"( { "a" : 1.50 , "b":[1,{"c":"]}\""}], "d":{"e":{}} ,"f":"x\\","g":null,"a":-0} )";
  const auto members = members_of(text);
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"a", "1.50"}, {"b", R"([1,{"c":"]}\""}])"}, {"d", R"({"e":{}})"}, {"f", R"("x\\")"}, {"g", "null"},
      {"a", "-0"}};
  REQUIRE(members.size() == expected.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    CHECK(members[i].name == expected[i].first);
    CHECK(members[i].value == expected[i].second);
  }
  CHECK(member_of(text, "a") == "-0");
  CHECK(member_of(text, "z").empty());
}

TEST_CASE("the elements of an array are given as they were written") {
  const std::string text = R"([ {"id":"1","n":1e400}, [] ,"a,b", 12345678901234567890123 ])";
  const auto elements = elements_of(text);
  REQUIRE(elements.size() == 4);
  CHECK(elements[0] == R"({"id":"1","n":1e400})");
  CHECK(elements[1] == "[]");
  CHECK(elements[2] == "\"a,b\"");
  CHECK(elements[3] == "12345678901234567890123");
  CHECK(elements_of("[ ]").empty());
  CHECK(members_of("{}").empty());
}

}  // namespace gateway::cli
