#include "gateway/steps/list_query.hpp"

#include "tests/gateway/steps/query_mistakes.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace gateway::steps {

namespace {

using tests::gateway_steps::parsed;
using Names = std::vector<std::string>;

auto list_query(const Query& query) { return steps::list_query(query, ListForm::pages); }
auto create_query(const Query& query) { return steps::create_query(query, CreateForm::one); }
auto batch_query(const Query& query) { return steps::create_query(query, CreateForm::batch); }

// As mistakes_of(), and every mistake has a detail, none of which repeats a secret.
template <class Result>
Names discreet_mistakes_of(const Result& result) {
  REQUIRE(result.has_error());
  const schema::Problem problem = result.error();
  CHECK(problem.detail.find("secret") == std::string::npos);
  for (const auto& error : problem.errors) {
    CHECK(!error.detail.empty());
    CHECK(error.detail.find("secret") == std::string::npos);
  }
  return tests::gateway_steps::mistakes_of(result);
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
    CHECK(discreet_mistakes_of(list_query({{"limit", value}})) == Names{"limit out_of_range"});
  }
}

TEST_CASE("refuses a list of providers that is malformed or names one twice") {
  for (const std::string value :
       {"", ",", "a,", ",a", "a,,b", "a b", "a;b", "A", "../a", "a:b", "\xc3\xa9", " a"}) {
    CAPTURE(value);
    CHECK(discreet_mistakes_of(list_query({{"provider", value}})) == Names{"provider malformed"});
    CHECK(discreet_mistakes_of(create_query({{"provider", value}})) == Names{"provider malformed"});
  }
  CHECK(discreet_mistakes_of(list_query({{"provider", "a,b,a"}})) == Names{"provider repeated"});
  CHECK(discreet_mistakes_of(list_query({{"provider", std::string(64, 'a')}})) ==
        Names{"provider malformed"});
}

TEST_CASE("a create writes nothing with validateOnly=true, and takes no other word for it") {
  CHECK_FALSE(create_query({})->validate_only);
  CHECK(create_query({{"validateOnly", "true"}})->validate_only);
  CHECK_FALSE(create_query({{"validateOnly", "false"}})->validate_only);
  for (const std::string value : {"", "1", "yes", "TRUE", " true", "secret"}) {
    CAPTURE(value);
    CHECK(discreet_mistakes_of(create_query({{"validateOnly", value}})) == Names{"validateOnly invalid"});
  }
  CHECK(discreet_mistakes_of(create_query(parsed("validateOnly=true&validateOnly=true"))) ==
        Names{"validateOnly repeated"});
}

TEST_CASE("tells every mistake at once, each parameter by its name") {
  const auto list = list_query(
      parsed("limit=0&Limit=5&require=secret&sort=secret&x=secret&provider=a&provider=b&provider=c&x=1"));
  CHECK(discreet_mistakes_of(list) == Names{"limit out_of_range", "Limit unknown", "require out_of_range",
                                            "sort out_of_range", "x unknown", "provider repeated",
                                            "x repeated"});
  CHECK(list.error().detail.find("7") != std::string::npos);
}

TEST_CASE("reads how a list is sorted, in both directions") {
  using aggregate::SortField;
  CHECK(list_query({})->sort == aggregate::Sort{SortField::display_name, false});
  CHECK(list_query(parsed("sort=-email"))->sort == aggregate::Sort{SortField::email, true});
  CHECK(list_query(parsed("sort=id"))->sort == aggregate::Sort{SortField::id, false});
  for (const std::string value : {"", "-", "--id", "displayname", "name", "id,email", "state", "+id"}) {
    CAPTURE(value);
    CHECK(discreet_mistakes_of(list_query({{"sort", value}})) == Names{"sort out_of_range"});
  }
}

TEST_CASE("reads whom a list is of") {
  using aggregate::WantedState;
  CHECK(list_query({})->selection.state == WantedState::active);
  CHECK(list_query(parsed("state=deleted"))->selection.state == WantedState::deleted);
  CHECK(list_query(parsed("state=any"))->selection.state == WantedState::any);
  CHECK(list_query(parsed("search=M%C3%9CLLER"))->selection.search == "m\xC3\xBCller");
  CHECK(discreet_mistakes_of(list_query({{"state", "inactive"}})) == Names{"state out_of_range"});
  CHECK(discreet_mistakes_of(list_query({{"search", ""}})) == Names{"search empty"});
}

TEST_CASE("a filter that names the state means everybody, unless the state is said") {
  using aggregate::WantedState;
  CHECK(list_query({{"filter", "state eq \"deleted\""}})->selection.state == WantedState::any);
  CHECK(list_query({{"filter", "email pr"}})->selection.state == WantedState::active);
  CHECK(list_query({{"filter", "state pr"}, {"state", "active"}})->selection.state == WantedState::active);
}

TEST_CASE("a mistake of the filter has its offset, and is told when all else is right") {
  const auto bad = list_query({{"filter", "email eq secret"}});
  REQUIRE(bad.has_error());
  CHECK(bad.error().code == schema::ProblemCode::invalid_filter);
  CHECK(bad.error().detail.starts_with("At offset 9: "));
  CHECK(bad.error().detail.find("secret") == std::string::npos);
  REQUIRE(bad.error().errors.size() == 1);
  CHECK(bad.error().errors[0].parameter == "filter");
  CHECK(discreet_mistakes_of(list_query({{"filter", "email eq secret"}, {"limit", "0"}})) ==
        Names{"limit out_of_range"});
}

TEST_CASE("reads which members are shown") {
  const auto shape = list_query(parsed("fields=email,displayName,sources&include=raw"))->shape;
  CHECK(shape.raw);
  CHECK(shape.members.has_sources());
  CHECK(shape.members.has(schema::Disputable::email));
  CHECK_FALSE(shape.members.has(schema::Disputable::state));
  CHECK_FALSE(shape.members.has_conflicts());
  CHECK(list_query({})->shape.members == schema::Members::all());
  CHECK(discreet_mistakes_of(list_query({{"fields", "email,email"}})) == Names{"fields repeated"});
  for (const std::string value : {"", "email,", "Email", "role.name", "*", "raw"}) {
    CAPTURE(value);
    CHECK(discreet_mistakes_of(list_query({{"fields", value}})) == Names{"fields unknown_member"});
  }
  CHECK(discreet_mistakes_of(list_query({{"include", "all"}})) == Names{"include out_of_range"});
  CHECK(discreet_mistakes_of(list_query(parsed("fields=email&include=raw"))) == Names{"include not_shown"});
  CHECK(list_query(parsed("fields=id"))->shape.members.overlaps(schema::Members::all()));
}

TEST_CASE("a stream refuses what only pages have, and the one across customers has two of its own") {
  const auto stream = [](const std::string& query) {
    return steps::list_query(parsed(query), ListForm::stream);
  };
  CHECK(discreet_mistakes_of(stream("limit=5&cursor=x&sort=id")) ==
        Names{"limit not_in_a_stream", "cursor not_in_a_stream", "sort not_in_a_stream"});
  CHECK(stream("require=all&filter=email%20pr&fields=email").has_value());
  CHECK(discreet_mistakes_of(stream("after=a&customer=b")) == Names{"after unknown", "customer unknown"});
  const auto across = [](const std::string& query) {
    return steps::list_query(parsed(query), ListForm::across_customers);
  };
  CHECK(across("customer=a,b&after=c")->customers == Names{"a", "b"});
  CHECK(across("customer=a,b&after=c")->after == "c");
  CHECK(discreet_mistakes_of(across("require=all&limit=5")) ==
        Names{"require unknown", "limit not_in_a_stream"});
  CHECK(discreet_mistakes_of(across("customer=a,a")) == Names{"customer repeated"});
  CHECK(discreet_mistakes_of(across("customer=a,&after=")) == Names{"customer malformed", "after empty"});
}

TEST_CASE("one text stands for equal parameters in any order, another for any other") {
  const auto text = [](const std::string& query) { return canonical_query(parsed(query)); };
  CHECK(text("sort=id&search=a") == text("search=a&limit=5&sort=id&cursor=x"));
  CHECK(text("sort=id&search=a") != text("sort=id&search=b"));
  CHECK(text("sort=id") != text(""));
  CHECK(text("search=a&state=any") != text("search=a%26state=any"));
}

TEST_CASE("cuts the name of an unknown parameter at 64 characters, never through one") {
  std::string name;
  for (int i = 0; i < 70; ++i)
    name += "\xc3\xa9";
  const auto list = list_query({{name, ""}});
  REQUIRE(list.has_error());
  CHECK(list.error().errors[0].parameter == name.substr(0, 128));
}

TEST_CASE("a create knows providers only, a single user also what is shown") {
  CHECK(create_query({})->providers.empty());
  CHECK(create_query({{"provider", "b,a"}})->providers == Names{"b", "a"});
  CHECK(batch_query({{"provider", "b,a"}})->providers == Names{"b", "a"});
  CHECK(discreet_mistakes_of(batch_query(parsed("validateOnly=true&limit=5"))) ==
        Names{"validateOnly unknown", "limit unknown"});
  CHECK(user_query({{"provider", "partner_center"}})->providers == Names{"partner_center"});
  CHECK(discreet_mistakes_of(create_query(parsed("limit=5&require=all&sort=id"))) ==
        Names{"limit unknown", "require unknown", "sort unknown"});
  CHECK(user_query(parsed("include=raw"))->shape.raw);
  CHECK(discreet_mistakes_of(user_query(parsed("validateOnly=true&provider=a&provider=a"))) ==
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
