#include "gateway/steps/directory_query.hpp"

#include "tests/gateway/steps/query_mistakes.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::steps {

namespace {

using tests::gateway_steps::mistakes_of;
using tests::gateway_steps::parsed;
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("customers without parameters are the first 100 of every provider") {
  const auto query = customers_query({});
  REQUIRE(query.has_value());
  CHECK(query->providers.empty());
  CHECK(query->limit == 100);
  CHECK(query->search.empty());
  CHECK(!query->require_all);
}

TEST_CASE("reads every parameter that customers and groups have") {
  const auto customers = customers_query(parsed("provider=b,a&limit=7&search=Fab+%C3%84&require=all"));
  REQUIRE(customers.has_value());
  CHECK(customers->providers == Names{"b", "a"});
  CHECK(customers->limit == 7);
  CHECK(customers->search == "fab \xc3\xa4");  // folded
  CHECK(customers->require_all);
  CHECK(groups_query(parsed("provider=b,a"))->providers == Names{"b", "a"});
  CHECK(groups_query({})->providers.empty());
}

TEST_CASE("tells every mistake about customers and groups at once") {
  CHECK(
      mistakes_of(customers_query(parsed("limit=0&provider=a,a&sort=name&search=a&search=b&require=some"))) ==
      Names{"limit out_of_range", "provider repeated", "sort unknown", "search repeated",
            "require out_of_range"});
  CHECK(mistakes_of(groups_query(parsed("limit=5&provider=A&search=a&require=all"))) ==
        Names{"limit unknown", "provider malformed", "search unknown", "require unknown"});
}

}  // namespace gateway::steps
