// The query parameters of the published document against the program: their names, the values that they take
// and refuse, and their defaults.
#include "gateway/steps/directory_query.hpp"
#include "gateway/steps/list_query.hpp"
#include "gateway/steps/route.hpp"
#include "tests/gateway/published_document.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/openapi.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace gateway {
namespace {

namespace json = boost::json;
using Names = std::set<std::string>;
using steps::CreateForm;
using steps::ListForm;
using steps::Query;
using steps::RouteId;
using tests::gateway_openapi::document;
using tests::gateway_openapi::operation_of;
using tests::support::Operation;

// Why the program does not take a query: the reason of the first mistake; empty: it takes it.
using Judge = std::function<std::string(const Query&)>;

template <class Decode>
Judge judge(Decode decode) {
  return [decode](const Query& query) {
    const auto read = decode(query);
    return read.has_value() ? std::string() : std::string(read.error().errors.front().reason);
  };
}

struct Reader {
  RouteId route;
  Judge judge;
};

// Of every route that takes parameters; readyz takes one on the operator's door only (below).
const std::vector<Reader>& readers() {
  static const std::vector<Reader> all = {
      {RouteId::users_list, judge([](const Query& q) { return steps::list_query(q, ListForm::pages); })},
      {RouteId::tenant_users,
       judge([](const Query& q) { return steps::list_query(q, ListForm::across_customers); })},
      {RouteId::user_get, judge(steps::user_query)},
      {RouteId::users_create, judge([](const Query& q) { return steps::create_query(q, CreateForm::one); })},
      {RouteId::users_batch_create,
       judge([](const Query& q) { return steps::create_query(q, CreateForm::batch); })},
      {RouteId::customers, judge(steps::customers_query)},
      {RouteId::groups, judge(steps::groups_query)},
  };
  return all;
}

std::map<std::string, json::object> query_parameters(const Operation& operation) {
  std::map<std::string, json::object> all;
  for (const auto* parameter : tests::support::parameters(document(), operation, "query")) {
    all.emplace(std::string(parameter->at("name").as_string()), *parameter);
  }
  return all;
}

// A schema of the parameter's own, with the document's at hand for its references.
json::value holder_of(const json::object& parameter) {
  return json::object{{"schema", parameter.at("schema")}, {"components", document().at("components")}};
}

json::value resolved_schema(const json::object& parameter) {
  json::value schema = parameter.at("schema");
  if (const auto* ref = schema.as_object().if_contains("$ref"))
    schema = document().at_pointer(std::string(ref->as_string()).substr(1));
  return schema;
}

// The value as the schema sees it (style form, not exploded).
json::value value_of(const std::string& text, const json::value& schema) {
  const auto& type = schema.at("type").as_string();
  const bool is_number = !text.empty() && text.find_first_not_of("-0123456789") == text.npos;
  if (type == "integer" && is_number) return std::stoll(text);
  if (type != "array") return json::string(text);
  json::array items;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto comma = std::min(text.find(',', begin), text.size());
    items.emplace_back(text.substr(begin, comma - begin));
    begin = comma + 1;
  }
  return items;
}

std::string text_of(const json::value& value) {
  if (value.is_string()) return value.get_string().c_str();
  if (!value.is_array()) return std::to_string(value.as_int64());
  std::string joined;
  for (const auto& item : value.get_array())
    joined += (joined.empty() ? "" : ",") + std::string(item.as_string());
  return joined;
}

// Values worth trying: what the schema names, one beyond its bounds, and what few schemas take.
std::set<std::string> candidates(const json::object& parameter, const json::value& schema) {
  std::set<std::string> all = {"", "\x01", "?", "0", "-1", "raw,raw", "ALL", "DisplayName"};
  all.insert(text_of(parameter.at("example")));
  all.insert(text_of(parameter.at("example")) + "," + text_of(parameter.at("example")));
  for (const std::string_view bound : {"minimum", "maximum"}) {
    const auto* value = schema.as_object().if_contains(bound);
    if (value == nullptr) continue;
    for (const int step : {-1, 0, 1})
      all.insert(std::to_string(value->as_int64() + step));
  }
  const json::value& items = schema.as_object().contains("items") ? schema.at("items") : schema;
  if (const auto* values = items.as_object().if_contains("enum")) {
    for (const auto& value : values->as_array())
      all.insert(text_of(value));
  }
  return all;
}

// Every name that the contract knows anywhere, so that a parameter which is served but not documented shows.
const std::vector<std::string> known_names = {
    "provider", "limit",    "require", "cursor",  "sort",   "filter",    "state",        "search",  "fields",
    "include",  "customer", "after",   "verbose", "offset", "provider ", "validateOnly", "Provider"};

}  // namespace

TEST_CASE("every route takes the documented query parameters, and no others") {
  for (const auto& reader : readers()) {
    const Operation operation = operation_of(reader.route);
    const auto documented = query_parameters(operation);
    CAPTURE(operation.path);
    CHECK_FALSE(documented.empty());
    for (const auto& name : known_names) {
      CAPTURE(name);
      const std::string reason = reader.judge({{name, "\x01"}});
      const bool is_refused = reason == "unknown" || reason == "not_in_a_stream";
      CHECK(documented.contains(name) != is_refused);
    }
    for (const auto& [name, parameter] : documented)
      CHECK(std::ranges::count(known_names, name) == 1);
  }
}

TEST_CASE("every parameter takes the values that its schema takes, and refuses the others") {
  for (const auto& reader : readers()) {
    const Operation operation = operation_of(reader.route);
    CAPTURE(operation.path);
    for (const auto& [name, parameter] : query_parameters(operation)) {
      CAPTURE(name);
      // What a cursor is is found when it is opened; what a filter is, schema/filter says.
      if (name == "cursor" || name == "filter") continue;
      const json::value holder = holder_of(parameter);
      const json::value schema = resolved_schema(parameter);
      std::size_t good = 0;
      std::size_t bad = 0;
      for (const auto& text : candidates(parameter, schema)) {
        CAPTURE(text);
        const bool fits = tests::support::violations(holder, "/schema", value_of(text, schema)).empty();
        CHECK(reader.judge({{name, text}}).empty() == fits);
        ++(fits ? good : bad);
      }
      CHECK(good > 0);
      CHECK(bad > 0);
    }
  }
}

TEST_CASE("the documented filter is one, and the documented mistake of one is told at its offset") {
  const auto documented = query_parameters(operation_of(RouteId::users_list));
  const std::string good = documented.at("filter").at("example").as_string().c_str();
  CHECK(steps::list_query({{"filter", good}}, ListForm::pages).has_value());
  CHECK(steps::list_query({{"filter", ""}}, ListForm::pages).has_error());

  const json::object& mistake = document().at_pointer("/components/examples/invalid_filter").as_object();
  const std::string summary = mistake.at("summary").as_string().c_str();
  const auto filter = summary.find("filter=") + 7;
  const auto refused = steps::list_query({{"filter", summary.substr(filter)}}, ListForm::pages);
  REQUIRE(refused.has_error());
  const json::value& told = mistake.at("value");
  CHECK(refused.error().detail == told.at("detail").as_string());
  REQUIRE(refused.error().errors.size() == 1);
  CHECK(refused.error().errors[0].reason == told.at_pointer("/errors/0/reason").as_string());
  CHECK(refused.error().errors[0].detail == told.at_pointer("/errors/0/detail").as_string());
}

TEST_CASE("a list without parameters does what the documented defaults say") {
  const auto documented = query_parameters(operation_of(RouteId::users_list));
  std::map<std::string, std::string> defaults;
  for (const auto& [name, parameter] : documented) {
    const json::value schema = resolved_schema(parameter);
    if (const auto* value = schema.as_object().if_contains("default")) defaults[name] = text_of(*value);
  }
  const std::map<std::string, std::string> expected = {
      {"limit", "100"}, {"require", "any"}, {"sort", "displayName"}, {"state", "active"}};
  CHECK(defaults == expected);
  const auto list = steps::list_query({}, ListForm::pages);
  REQUIRE(list.has_value());
  CHECK(list->limit == 100);
  CHECK_FALSE(list->require_all);
  CHECK(list->sort == aggregate::Sort{aggregate::SortField::display_name, false});
  CHECK(list->selection.state == aggregate::WantedState::active);
  const auto by_state = steps::list_query({{"filter", "state pr"}}, ListForm::pages);
  REQUIRE(by_state.has_value());
  CHECK(by_state->selection.state == aggregate::WantedState::any);
}

TEST_CASE("a stream takes what the pages take, but what makes them pages") {
  for (const auto& [name, parameter] : query_parameters(operation_of(RouteId::users_list))) {
    CAPTURE(name);
    const Query query = {{name, text_of(parameter.at("example"))}};
    const auto read = steps::list_query(query, ListForm::stream);
    const bool is_for_pages = Names{"limit", "cursor", "sort"}.contains(name);
    CHECK(read.has_error() == is_for_pages);
    if (read.has_error()) CHECK(read.error().errors.front().reason == "not_in_a_stream");
  }
}

TEST_CASE("no other operation documents a query parameter, but readiness with verbose") {
  Names with_parameters;
  for (const auto& reader : readers())
    with_parameters.emplace(steps::label_of(reader.route));
  for (const auto& operation : tests::support::operations(document())) {
    if (with_parameters.contains(operation.path)) continue;
    Names documented;
    for (const auto& [name, parameter] : query_parameters(operation))
      documented.insert(name);
    CAPTURE(operation.path);
    CHECK(documented == (operation.path == "/readyz" ? Names{"verbose"} : Names{}));
  }
}

}  // namespace gateway
