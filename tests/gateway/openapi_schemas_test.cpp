// The schemas and examples of the published document against what the program prints.
#include "gateway/steps/render_operation.hpp"
#include "schema/problem.hpp"
#include "schema/user_draft.hpp"
#include "schema/user_json.hpp"
#include "tests/gateway/published_document.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/openapi.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <set>

namespace gateway {
namespace {

namespace json = boost::json;
using Names = std::set<std::string>;
using tests::gateway_openapi::document;
using tests::gateway_openapi::schema_named;
using tests::gateway_openapi::texts_of;
using tests::support::violations;

std::vector<std::string> keys_of(const json::object& object) {
  std::vector<std::string> keys;
  for (const auto& member : object)
    keys.emplace_back(member.key());
  return keys;
}

Names set_of(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

}  // namespace

TEST_CASE("every example fits its schema, and an example of a problem is as the program would print it") {
  std::size_t problems = 0;
  const auto all = tests::support::examples(document());
  for (const auto& example : all) {
    CAPTURE(example.at);
    REQUIRE(example.value != nullptr);
    CHECK(violations(document(), example.schema, *example.value) == std::vector<std::string>());
    const auto* problem = example.value->if_object();
    if (problem == nullptr || !problem->contains("code")) continue;
    ++problems;
    for (const auto& kind : schema::problem_kinds()) {
      if (kind.name != std::string_view(problem->at("code").as_string())) continue;
      CHECK(problem->at("title").as_string() == kind.title);
      CHECK(problem->at("status") == kind.status);
      CHECK(problem->at("type").as_string() == "/problems/" + std::string(kind.name));
    }
  }
  CHECK(problems > 30);
  CHECK(all.size() > problems + 10);
}

TEST_CASE("a user has the documented members, in the documented order, and fits the schema") {
  schema::User one;
  one.id = {"1", true};
  one.customer_id = {"4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04", true};
  one.has_role = true;
  one.role_name = {"Admin", true};
  schema::User two = one;
  one.text(schema::TextField::first_name) = {"Ann", true};
  two.text(schema::TextField::first_name) = {"Anne", true};
  const std::vector<const schema::User*> accounts = {&one, &two};
  const std::vector<std::string_view> providers = {"one", "two"};
  std::string text;
  schema::append_person(text, {accounts, providers});
  const json::value user = json::parse(text);
  CHECK(violations(document(), "User", user) == std::vector<std::string>());

  auto members = texts_of(schema_named("User").at("required"));
  CHECK(texts_of(schema_named("Conflict").at("properties").at("field").at("enum")) ==
        std::vector<std::string>(members.begin() + 1, members.end() - 1));
  members.emplace_back("conflicts");
  CHECK(keys_of(user.as_object()) == members);
  CHECK(keys_of(schema_named("UserView").at("properties").as_object()) == members);
  const auto& fields = document().at_pointer("/components/parameters/Fields/schema/items/enum");
  CHECK(texts_of(fields) == members);

  // Narrowed, it is a UserView still, and no User.
  const json::value narrowed = json::object{{"id", user.at("id")}, {"email", nullptr}};
  CHECK(violations(document(), "UserView", narrowed) == std::vector<std::string>());
  CHECK(violations(document(), "User", narrowed).size() == members.size() - 3);
  CHECK_FALSE(violations(document(), "UserView", json::object{{"email", nullptr}}).empty());

  std::string more;
  schema::append_person(more, {accounts, providers}, ",\"complete\":true,\"providers\":[]");
  CHECK(violations(document(), "UserWithSources", json::parse(more)) ==
        std::vector<std::string>{"/providers: must be at least 1 items long"});
}

TEST_CASE("a draft has the documented members") {
  Names members;
  for (std::size_t i = 0; i < schema::draft_field_count; ++i) {
    members.emplace(schema::name_of(static_cast<schema::DraftField>(i)));
  }
  CHECK(set_of(keys_of(schema_named("Draft").at("properties").as_object())) == members);
}

TEST_CASE("an operation has the documented members, and every state has its word") {
  state::Operation operation;
  operation.id = "0b9c2f6e-4d1a-4e7b-8c3f-5a6d7e8f9012";
  operation.customer = "fabrikam";
  operation.person = "ann@x";
  for (std::size_t i = 0; i < state::target_state_count; ++i) {
    state::Target& target = operation.targets.emplace_back();
    target.provider = "one";
    target.state = static_cast<state::TargetState>(i);
    if (target.has_user()) target.user_id = "1";
  }
  Names words;
  for (std::size_t i = 0; i < state::operation_state_count; ++i) {
    operation.state = static_cast<state::OperationState>(i);
    words.emplace(state::name_of(operation.state));
    const json::value printed = json::parse(steps::render_operation(operation).body);
    CHECK(violations(document(), "Operation", printed) == std::vector<std::string>());
    CHECK(keys_of(printed.as_object()) == texts_of(schema_named("Operation").at("required")));
  }
  CHECK(set_of(texts_of(document().at_pointer("/components/schemas/Operation/properties/state/enum"))) ==
        words);
  Names outcomes;
  for (const state::Target& target : operation.targets)
    outcomes.emplace(state::name_of(target.state));
  const char* const documented = "/components/schemas/OperationOutcome/properties/state/enum";
  CHECK(set_of(texts_of(document().at_pointer(documented))) == outcomes);
}

TEST_CASE("a problem with all that it can hold fits the schema, nested ones too") {
  schema::Problem problem(schema::ProblemCode::provider_error, "It failed.");
  problem.correlation_id = "6f1c2d3e-8a4b-4c5d-9e6f-7a8b9c0d1e2f";
  problem.provider = "one";
  problem.provider_status = 500;
  problem.provider_code = "code";
  problem.provider_message = std::string(600, 'm');
  problem.remedy = "remedy";
  problem.retryable = true;
  problem.errors = {
      {"/email", "", "one", "refused", "why"}, {"", "", "", "wrong_type", ""}, {"", "limit", "", "x", ""}};
  problem.operation = "/v1/tenants/one/operations/0b9c2f6e-4d1a-4e7b-8c3f-5a6d7e8f9012";
  const schema::Problem inner = problem;
  problem.providers = {{"one", "error", std::nullopt, "", {inner}, "", false},
                       {"two", "ok", 0, "", {}, "", false},
                       {"three", "not_bound", std::nullopt, "", {}, "", false},
                       {"six", "not_asked", std::nullopt, "", {}, "", false},
                       {"four", "refused", std::nullopt, "", {inner}, "", true},
                       {"seven", "unknown", std::nullopt, "", {}, schema::encode_problem(inner), true},
                       {"five", "created", std::nullopt, "id", {}, "", true}};
  const json::value printed = json::parse(schema::encode_problem(problem));
  CHECK(violations(document(), "Problem", printed) == std::vector<std::string>());
  // All that may be there is there: nothing is documented that the program does not print.
  CHECK(set_of(keys_of(schema_named("Problem").at("properties").as_object())) ==
        set_of(keys_of(printed.as_object())));
}

}  // namespace gateway
