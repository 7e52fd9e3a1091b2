// The published document against the program: a route, code or permission that one of them has and the other
// has not fails here; openapi_parameters_test.cpp has the parameters, openapi_schemas_test.cpp the schemas.
#include "tests/support/openapi.hpp"

#include "gateway/steps/route.hpp"
#include "schema/problem.hpp"
#include "tests/gateway/published_document.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>

namespace gateway {
namespace {

namespace json = boost::json;
using Names = std::set<std::string>;
using tests::gateway_openapi::document;
using tests::gateway_openapi::operation_of;
using tests::gateway_openapi::schema_named;
using tests::gateway_openapi::texts_of;
using tests::support::Operation;

// Codes of the table that this version never answers with; they belong to what it does not serve.
const Names unanswered = {"internal", "not_implemented"};

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

TEST_CASE("a credential and a permission are documented where the program asks for them") {
  for (const auto& row : steps::route_table()) {
    CAPTURE(row.path_template);
    const json::array& security = operation_of(row.id).body->at("security").as_array();
    json::array expected;
    if (row.access == steps::Access::client) {
      json::array permissions;
      if (row.permission)
        permissions.emplace_back(config::permission_names[static_cast<std::size_t>(*row.permission)]);
      // The empty one is a loopback listener without clients.
      expected = {json::object{{"bearerKey", permissions}}, json::object{{"token", permissions}},
                  json::object{{"certificate", permissions}}, json::object{}};
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
