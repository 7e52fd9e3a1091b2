// The published document against the program: a route, code, parameter, permission or member that one of them
// has and the other has not fails here.
#include "tests/support/openapi.hpp"

#include "gateway/openapi_document.hpp"
#include "gateway/steps/list_query.hpp"
#include "gateway/steps/route.hpp"
#include "schema/problem.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

namespace gateway {
namespace {

namespace json = boost::json;
using Names = std::set<std::string>;
using tests::support::Operation;

const json::value& document() {
  static const json::value parsed = json::parse(openapi_json());
  return parsed;
}

const json::object& schema_named(std::string_view name) {
  return document().at("components").at("schemas").at(name).as_object();
}

std::vector<std::string> texts_of(const json::value& array) {
  std::vector<std::string> texts;
  for (const auto& text : array.as_array())
    texts.emplace_back(text.as_string());
  return texts;
}

Operation operation_of(steps::RouteId id) {
  const auto& row = steps::route_table()[static_cast<std::size_t>(id)];
  for (const auto& operation : tests::support::operations(document())) {
    if (operation.method == row.method && operation.path == row.path_template) return operation;
  }
  FAIL("the document does not have ", row.method, " ", row.path_template);
  return {};
}

// What the document says of one query parameter, and values that it promises to take and to refuse.
struct Documented {
  json::value default_value;
  std::vector<std::string> good;
  std::vector<std::string> bad = {"", "\x01", "?"};
};

Documented read_parameter(const json::object& parameter) {
  Documented read;
  const json::object& schema = parameter.at("schema").as_object();
  if (const auto* value = schema.if_contains("default")) read.default_value = *value;
  if (const auto* minimum = schema.if_contains("minimum")) {
    read.good.push_back(std::to_string(minimum->as_int64()));
    read.bad.push_back(std::to_string(minimum->as_int64() - 1));
  }
  if (const auto* maximum = schema.if_contains("maximum")) {
    read.good.push_back(std::to_string(maximum->as_int64()));
    read.bad.push_back(std::to_string(maximum->as_int64() + 1));
  }
  if (const auto* values = schema.if_contains("enum")) read.good = texts_of(*values);
  if (const auto* names = parameter.at("example").if_array()) {
    std::string joined;
    for (const auto& name : texts_of(*names))
      joined += (joined.empty() ? "" : ",") + name;
    read.good.push_back(joined);
    read.bad.push_back(texts_of(*names).front() + "," + texts_of(*names).front());
  }
  return read;
}

std::map<std::string, Documented> query_parameters(const Operation& operation) {
  std::map<std::string, Documented> all;
  for (const auto* parameter : tests::support::parameters(document(), operation, "query")) {
    all.emplace(std::string(parameter->at("name").as_string()), read_parameter(*parameter));
  }
  return all;
}

// Every name that the contract knows anywhere, so that a parameter which is served but not documented shows.
const std::vector<std::string> known_names = {
    "provider", "limit",    "require", "cursor",  "sort",   "filter",    "state",        "search",  "fields",
    "include",  "customer", "after",   "verbose", "offset", "provider ", "validateOnly", "Provider"};

template <class Decode>
void compare_parameters(const Operation& operation, Decode decode) {
  const auto documented = query_parameters(operation);
  for (const auto& [name, parameter] : documented) {
    CAPTURE(name);
    CHECK_FALSE(parameter.good.empty());
    for (const auto& value : parameter.good) {
      CAPTURE(value);
      CHECK(decode(steps::Query{{name, value}}).has_value());
    }
    for (const auto& value : parameter.bad) {
      CAPTURE(value);
      CHECK(decode(steps::Query{{name, value}}).has_error());
    }
  }
  for (const auto& name : known_names) {
    CAPTURE(name);
    const auto refused = decode(steps::Query{{name, "\x01"}});
    REQUIRE(refused.has_error());
    const std::string reason = refused.error().errors.front().reason;
    CHECK(documented.contains(name) == (reason != "unknown" && reason != "not_served"));
    // What a later version serves is told by name, so that nobody takes it for a slip.
    const std::string told = std::string(document().at("info").at("description").as_string());
    if (reason == "not_served") CHECK(told.find(name) != told.npos);
  }
}

// Codes of the table that this version never answers with; they belong to what it does not serve.
const Names unanswered = {
    "invalid_cursor", "invalid_filter", "operation_not_found", "create_in_doubt", "idempotency_key_reused",
    "rate_limited",   "internal",       "not_implemented",     "overloaded",      "state_unavailable"};

}  // namespace

TEST_CASE("the document has the routes that are served, and no other") {
  Names served;
  for (const auto& row : steps::route_table()) {
    served.insert(std::string(row.method) + " " + std::string(row.path_template));
  }
  Names documented;
  for (const auto& operation : tests::support::operations(document())) {
    documented.insert(operation.method + " " + operation.path);
  }
  CHECK(documented == served);
}

TEST_CASE("every name in a path is a documented parameter of it, and the other way round") {
  for (const auto& operation : tests::support::operations(document())) {
    Names in_path;
    for (std::size_t at = operation.path.find('{'); at != std::string::npos;
         at = operation.path.find('{', at + 1)) {
      in_path.insert(operation.path.substr(at + 1, operation.path.find('}', at) - at - 1));
    }
    Names documented;
    for (const auto* parameter : tests::support::parameters(document(), operation, "path")) {
      documented.emplace(parameter->at("name").as_string());
    }
    CAPTURE(operation.path);
    CHECK(documented == in_path);
  }
}

TEST_CASE("lists and creates take the documented query parameters and values, and no others") {
  compare_parameters(operation_of(steps::RouteId::users_list), steps::list_query);
  compare_parameters(operation_of(steps::RouteId::users_create), steps::create_query);
  compare_parameters(operation_of(steps::RouteId::user_get), steps::user_query);
}

TEST_CASE("a list without parameters does what the documented defaults say") {
  const auto documented = query_parameters(operation_of(steps::RouteId::users_list));
  const auto list = steps::list_query({});
  REQUIRE(list.has_value());
  CHECK(documented.at("limit").default_value == list->limit);
  CHECK(documented.at("require").default_value == (list->require_all ? "all" : "any"));
}

TEST_CASE("no other operation documents a query parameter, but readiness with verbose") {
  for (const auto& operation : tests::support::operations(document())) {
    if (operation.path == steps::label_of(steps::RouteId::users_list)) continue;
    if (operation.path == steps::label_of(steps::RouteId::user_get)) continue;
    Names documented;
    for (const auto* parameter : tests::support::parameters(document(), operation, "query")) {
      documented.emplace(parameter->at("name").as_string());
    }
    CAPTURE(operation.path);
    CHECK(documented == (operation.path == "/readyz" ? Names{"verbose"} : Names{}));
  }
}

TEST_CASE("a key and a permission are documented where the program asks for them") {
  for (const auto& row : steps::route_table()) {
    CAPTURE(row.path_template);
    const json::array& security = operation_of(row.id).body->at("security").as_array();
    json::array expected;
    if (row.access == steps::Access::client) {
      json::array permissions;
      if (row.permission)
        permissions.emplace_back(config::permission_names[static_cast<std::size_t>(*row.permission)]);
      // The empty one is a loopback listener without clients.
      expected = {json::object{{"bearerKey", permissions}}, json::object{}};
    }
    CHECK(security == expected);
  }
}

TEST_CASE("the codes of a problem are the program's table, in its order") {
  std::vector<std::string> table;
  for (const auto& kind : schema::problem_kinds())
    table.emplace_back(kind.name);
  CHECK(texts_of(schema_named("Problem").at("properties").at("code").at("enum")) == table);
}

TEST_CASE("each code is documented with its status, and only those that no operation answers are missing") {
  std::map<std::string, unsigned> table;
  for (const auto& kind : schema::problem_kinds())
    table.emplace(kind.name, kind.status);
  Names answered;
  for (const auto& operation : tests::support::operations(document())) {
    for (const auto& [status_text, response] : operation.body->at("responses").as_object()) {
      const auto status = static_cast<unsigned>(std::stoul(std::string(status_text)));
      const auto codes =
          tests::support::problem_codes_of_response(document(), operation.method, operation.path, status);
      CAPTURE(operation.path);
      CAPTURE(status);
      CHECK(codes.empty() == (status < 400));
      for (const auto& code : codes)
        CHECK(table[code] == status);
      answered.insert(codes.begin(), codes.end());
    }
  }
  Names silent;
  for (const auto& [name, status] : table) {
    if (!answered.contains(name)) silent.insert(name);
  }
  CHECK(silent == unanswered);
}

TEST_CASE("the document is of this version, and its JSON is its YAML") {
  CHECK(document().at("info").at("version").as_string() == USHER_VERSION);
  CHECK(document().at("openapi").as_string() == "3.1.0");
  CHECK(openapi_yaml().starts_with("openapi: 3.1.0\n"));
}

}  // namespace gateway
