#include "gateway/steps/list_query.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace gateway::steps {

namespace {

using Names = std::vector<std::string>;

Query parsed(const std::string& query) { return parse_target("/", query)->query; }

// "parameter reason" of each mistake.
template <class Result>
Names mistakes_of(const Result& result) {
  REQUIRE(result.has_error());
  const schema::Problem problem = result.error();
  CHECK(problem.code == schema::ProblemCode::invalid_parameter);
  CHECK(problem.detail.find("secret") == std::string::npos);
  Names names;
  for (const auto& error : problem.errors) {
    names.push_back(error.parameter + " " + error.reason);
    CHECK(!error.detail.empty());
    CHECK(error.detail.find("secret") == std::string::npos);
  }
  return names;
}

}  // namespace

TEST_CASE("a list without parameters asks every provider for 100 users, and takes what it can get") {
  const auto list = list_query({});
  REQUIRE(list.has_value());
  CHECK(list->providers.empty());
  CHECK(list->limit == 100);
  CHECK(!list->require_all);
}

TEST_CASE("reads every parameter that a list has") {
  const auto list = list_query(parsed("limit=1000&provider=cloud_cockpit,partner_center&require=all"));
  REQUIRE(list.has_value());
  CHECK(list->providers == Names{"cloud_cockpit", "partner_center"});
  CHECK(list->limit == 1000);
  CHECK(list->require_all);
  CHECK(list_query(parsed("limit=1"))->limit == 1);
  CHECK(list_query(parsed("limit=0007"))->limit == 7);
  CHECK(!list_query(parsed("require=any"))->require_all);
}

TEST_CASE("refuses a limit that is no whole number from 1 to 1000") {
  for (const std::string value :
       {"", "0", "1001", "-1", "+5", "1.0", "1e2", "0x10", " 5", "5 ", "ten", "99999999999999"}) {
    CAPTURE(value);
    CHECK(mistakes_of(list_query({{"limit", value}})) == Names{"limit out_of_range"});
  }
}

TEST_CASE("refuses a list of providers that is malformed or names one twice") {
  for (const std::string value :
       {"", ",", "a,", ",a", "a,,b", "a b", "a;b", "A", "../a", "a:b", "\xc3\xa9", " a"}) {
    CAPTURE(value);
    CHECK(mistakes_of(list_query({{"provider", value}})) == Names{"provider malformed"});
    CHECK(mistakes_of(create_query({{"provider", value}})) == Names{"provider malformed"});
  }
  CHECK(mistakes_of(list_query({{"provider", "a,b,a"}})) == Names{"provider repeated"});
  CHECK(mistakes_of(list_query({{"provider", std::string(64, 'a')}})) == Names{"provider malformed"});
}

TEST_CASE("says of a parameter that comes with a later version that this one does not serve it") {
  for (const std::string name : {"cursor", "sort", "filter", "state", "search", "fields", "include"}) {
    CAPTURE(name);
    const auto list = list_query({{name, "secret"}});
    CHECK(mistakes_of(list) == Names{name + " not_served"});
    CHECK(list.error().detail.find("does not serve") != std::string::npos);
  }
  CHECK(mistakes_of(create_query({{"validateOnly", "secret"}})) == Names{"validateOnly not_served"});
}

TEST_CASE("tells every mistake at once, each parameter by its name") {
  const auto list = list_query(
      parsed("limit=0&Limit=5&require=secret&sort=secret&x=secret&provider=a&provider=b&provider=c&x=1"));
  CHECK(mistakes_of(list) == Names{"limit out_of_range", "Limit unknown", "require out_of_range",
                                   "sort not_served", "x unknown", "provider repeated", "x repeated"});
  CHECK(list.error().detail.find("7") != std::string::npos);
}

TEST_CASE("cuts the name of an unknown parameter at 64 characters, never through one") {
  std::string name;
  for (int i = 0; i < 70; ++i)
    name += "\xc3\xa9";
  const auto list = list_query({{name, ""}});
  REQUIRE(list.has_error());
  CHECK(list.error().errors[0].parameter == name.substr(0, 128));
}

TEST_CASE("a create and a single user know providers only") {
  CHECK(create_query({})->providers.empty());
  CHECK(create_query({{"provider", "b,a"}})->providers == Names{"b", "a"});
  CHECK(user_query({{"provider", "partner_center"}})->providers == Names{"partner_center"});
  CHECK(mistakes_of(create_query(parsed("limit=5&require=all&sort=id"))) ==
        Names{"limit unknown", "require unknown", "sort unknown"});
  CHECK(mistakes_of(user_query(parsed("validateOnly=true&provider=a&provider=a"))) ==
        Names{"validateOnly unknown", "provider repeated"});
}

TEST_CASE("a route without parameters refuses any") {
  CHECK(!no_query({}).has_value());
  const auto problem = no_query({{"pretty", "secret"}});
  REQUIRE(problem.has_value());
  CHECK(problem->errors[0].parameter == "pretty");
  CHECK(problem->detail.find("secret") == std::string::npos);
}

}  // namespace gateway::steps
