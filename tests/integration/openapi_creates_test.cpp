// Every example of what is created, and of what goes with a create, against the gateway that serves the
// document.
#include "tests/integration/document_examples.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/support/json_schema.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

namespace tests::integration {
namespace {

namespace json = boost::json;
using support::Headers;

}  // namespace

TEST_CASE("a create takes its parameters' examples too, alone and by the batch") {
  ExampleWorld& world = example_world();
  std::size_t count = 0;
  for (const auto& operation : support::operations(world.document())) {
    if (operation.method != "POST" || operation.path.starts_with("/admin/")) continue;
    const bool is_batch = operation.path.ends_with(":batchCreate");
    for (const std::string_view in : {"query", "header"}) {
      for (const auto* parameter : support::parameters(world.document(), operation, in)) {
        const std::string name = text_at(*parameter, "name");
        const std::string value = text_of(parameter->at("example"));
        CAPTURE(operation.path);
        CAPTURE(name);
        const bool is_provider = name == "provider";
        const json::object draft =
            draft_of(is_provider ? "both" : "cloud_cockpit", "example" + std::to_string(++count));
        std::string query = "provider=" + (is_provider ? value : "cloud_cockpit");
        if (in == "query" && !is_provider) query += "&" + name + "=" + value;
        Headers headers = {{"Content-Type", "application/json"}};
        if (in == "header") headers.emplace_back(name, value);
        const json::value body = is_batch ? json::value{{"items", json::array{json::object{{"user", draft}}}}}
                                          : json::value(draft);
        const auto answered = world.ask({"POST", operation.path, query, headers, json::serialize(body), {}});
        CHECK(answered.reply.status == (is_batch || name == "validateOnly" ? 200 : 201));
        if (is_batch) CHECK(answered.lines().front().at("status") == 201);
        if (name == "X-Correlation-Id") CHECK(answered.reply.header("x-correlation-id") == value);
        if (name == "traceparent") CHECK(answered.reply.header("traceparent") == value);
      }
    }
  }
  CHECK(count == 10);
}

TEST_CASE("every draft is a user afterwards, with all that it says") {
  const std::map<std::string, std::string> providers = {{"partner_center", "partner_center"},
                                                        {"cloud_cockpit", "cloud_cockpit"},
                                                        {"both", "partner_center,cloud_cockpit"}};
  ExampleWorld& world = example_world();
  for (const auto& example : examples_of("draft")) {
    const std::string name = last_of(example.at);
    CAPTURE(name);
    REQUIRE(providers.contains(name));
    const json::object draft = draft_named(name);
    const auto answered = post_example(draft, providers.at(name));
    REQUIRE(answered.reply.status == 201);
    const json::value user = answered.json();
    CHECK(support::violations(world.document(), "User", user) == std::vector<std::string>());
    for (const auto& [member, value] : draft) {
      CAPTURE(member);
      if (value.is_string()) CHECK(user.at(member) == value);
    }
    if (draft.contains("role")) CHECK(user.at("role") == draft.at("role"));
    if (draft.contains("groups"))
      CHECK(user.at("groups").at(0).at("id") == draft.at("groups").at(0).at("id"));
    const std::string said = answered.reply.body;
    CHECK(said.find("passwordProfile") == said.npos);
    CHECK(said.find("Correct-Horse-7-Staple") == said.npos);
  }
}

TEST_CASE("every item of a batch is a user afterwards, and the same batch again is the same answer") {
  ExampleWorld& world = example_world();
  for (const auto& example : examples_of("batch")) {
    CAPTURE(example.at);
    const std::size_t count = example.value->at("items").as_array().size();
    const auto send = [&] {
      return world.ask({"POST",
                        "/v1/tenants/{tenant}/customers/{customer}/users:batchCreate",
                        "provider=cloud_cockpit",
                        {{"Content-Type", "application/json"}},
                        json::serialize(*example.value),
                        {}});
    };
    const auto first = send();
    const json::value summary = {{"count", count}, {"created", count}, {"failed", 0}};
    CHECK(first.lines().back().at("summary") == summary);
    CHECK(first.lines().size() == count + 1);
    const auto second = send();
    for (const json::value& line : first.lines())
      CHECK(second.reply.body.find(json::serialize(line)) != std::string::npos);
  }
}

}  // namespace tests::integration
