// Every example of a good answer in the document, against the answer of a running gateway to the request that
// the example is of: it has the same members at every level, but where its schema leaves an object open.
#include "tests/integration/documented_paths.hpp"
#include "tests/integration/example_world.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/support/json_schema.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <functional>
#include <sstream>

namespace tests::integration {
namespace {

namespace json = boost::json;
using support::members_of;
using Fault = ExampleWorld::Fault;
using support::Headers;

const Headers as_stream = {{"Accept", "application/x-ndjson"}};

using World = ExampleWorld&;

json::value body_of(World world, const std::string& path, const std::string& query = "",
                    const std::map<std::string, std::string>& names = {}) {
  return world.ask({"GET", path, query, {}, {}, names}).json();
}

// The line of a stream that is as the example is: that has the same members.
json::value line_of(const Answered& answered, const json::value& example) {
  const auto& object = example.as_object();
  for (const json::value& line : answered.lines()) {
    bool is_alike = line.as_object().size() == object.size();
    for (const auto& member : object)
      is_alike = is_alike && line.as_object().contains(member.key());
    if (is_alike) return line;
  }
  FAIL("no such line");
  return {};
}

json::value line_of(World world, const std::string& path, const std::string& query,
                    const json::value& example) {
  return line_of(world.ask({"GET", path, query, as_stream, {}, {}}), example);
}

Answered post_json(World world, const std::string& path, const std::string& query, const json::value& body) {
  return world.ask({"POST", path, query, {{"Content-Type", "application/json"}}, json::serialize(body), {}});
}

json::object draft_for_both_of(const std::string& name) {
  return {{"userPrincipalName", name + "@fabrikam.onmicrosoft.com"},
          {"email", name + "@fabrikam.onmicrosoft.com"},
          {"displayName", "Cre Ated"},
          {"firstName", "Cre"},
          {"lastName", "Ated"},
          {"passwordProfile", {{"password", "Correct-Horse-7-Staple"}}}};
}

// An item that is good, and one that is not.
json::value batch_line(World world, const json::value& example) {
  static int count = 0;
  const std::string email = "batched" + std::to_string(++count) + "@fabrikam.example";
  const json::object good = {{"email", email}, {"firstName", "Bat"}, {"lastName", "Ched"}};
  const json::object bad = {{"email", "no at sign"}, {"firstName", "Bat"}, {"lastName", "Ched"}};
  const json::array items = {json::object{{"user", good}}, json::object{{"user", bad}}};
  return line_of(
      post_json(world, documented::batches, "provider=cloud_cockpit", json::object{{"items", items}}),
      example);
}

json::value operation_after(World world, const Answered& created) {
  const std::string link = created.reply.header("link");
  const std::string id = link.substr(link.find('>') - 36, 36);
  return body_of(world, documented::operation, "", {{"operationId", id}});
}

json::value deleted_users(World world) {
  const json::value population = world.emulator().get("/population");
  for (const auto& customer : population.at("customers").as_array()) {
    if (customer.at("users").at("partner_center_deleted") == 0) continue;
    return body_of(world, documented::users, "state=deleted&limit=1000",
                   {{"customer", text_at(customer, "name")}});
  }
  FAIL("nobody is deleted");
  return {};
}

const json::object broken_answer = {{"status", 500}, {"body", ""}};

using ProvokeAnswer = std::function<json::value(World, const json::value& example)>;

// By operation and name of the example.
const std::map<std::string, ProvokeAnswer>& provoked() {
  static const std::map<std::string, ProvokeAnswer> all = {
      {"listTenants/two_tenants", [](World w, auto&) { return body_of(w, documented::tenants); }},
      {"listCustomers/complete", [](World w, auto&) { return body_of(w, documented::customers); }},
      {"listCustomers/page",
       [](World w, auto&) {
         const Fault fault(w, "cloud_cockpit", "customers",
                           {{"status", 200}, {"body", json::serialize(w.ambiguous_customers())}});
         return body_of(w, documented::customers, "limit=1");
       }},
      {"listUsers/complete", [](World w, auto&) { return body_of(w, documented::users); }},
      {"listUsers/incomplete",
       [](World w, auto&) {
         const Fault fault(w, "cloud_cockpit", "list", broken_answer);
         return body_of(w, documented::users);
       }},
      {"listUsers/page",
       [](World w, auto&) {
         return body_of(w, documented::users, "limit=1", {{"customer", "litware"}});
       }},
      {"listUsers/narrowed",
       [](World w, auto&) { return body_of(w, documented::users, "fields=displayName,email"); }},
      {"listUsers/deleted", [](World w, auto&) { return deleted_users(w); }},
      {"listUsers/raw",
       [](World w, auto&) { return body_of(w, documented::users, "fields=sources&include=raw"); }},
      {"listUsers/disputed",
       [](World w, auto&) {
         return body_of(w, documented::users, "", {{"customer", "adatum"}});
       }},
      {"listUsers/user",
       [](World w, const json::value& e) { return line_of(w, documented::users, "fields=displayName", e); }},
      {"listUsers/summary",
       [](World w, const json::value& e) { return line_of(w, documented::users, "", e); }},
      {"listUsers/summary_incomplete",
       [](World w, const json::value& e) {
         const Fault fault(w, "cloud_cockpit", "list", broken_answer);
         return line_of(w, documented::users, "", e);
       }},
      {"getUser/found", [](World w, auto&) { return body_of(w, documented::user); }},
      {"getUser/narrowed", [](World w, auto&) { return body_of(w, documented::user, "fields=displayName"); }},
      {"getUser/raw",
       [](World w, auto&) { return body_of(w, documented::user, "fields=sources&include=raw"); }},
      {"streamUsers/user",
       [](World w, const json::value& e) {
         return line_of(w, documented::all_users, "customer=fabrikam&fields=displayName", e);
       }},
      {"streamUsers/whole_user",
       [](World w, const json::value& e) {
         return line_of(w, documented::all_users, "customer=fabrikam", e);
       }},
      {"streamUsers/raw",
       [](World w, const json::value& e) {
         return line_of(w, documented::all_users, "customer=fabrikam&fields=sources&include=raw", e);
       }},
      {"streamUsers/customer",
       [](World w, const json::value& e) {
         return line_of(w, documented::all_users, "customer=fabrikam", e);
       }},
      {"streamUsers/customer_ambiguous",
       [](World w, const json::value& e) {
         return line_of(w, documented::all_users, "customer=litware", e);
       }},
      {"streamUsers/customer_incomplete",
       [](World w, const json::value& e) {
         const Fault fault(w, "cloud_cockpit", "list", broken_answer);
         return line_of(w, documented::all_users, "customer=fabrikam", e);
       }},
      {"streamUsers/summary",
       [](World w, const json::value& e) { return line_of(w, documented::all_users, "search=vance", e); }},
      {"listGroups/complete", [](World w, auto&) { return body_of(w, documented::groups); }},
      {"getLiveness/ok", [](World w, auto&) { return body_of(w, "/livez"); }},
      {"getStartup/ok", [](World w, auto&) { return body_of(w, "/startupz"); }},
      {"getReadiness/ok", [](World w, auto&) { return body_of(w, "/readyz"); }},
      {"getReadiness/verbose",
       [](World w, auto&) {
         const Fault fault(w, "cloud_cockpit", "list", ExampleWorld::drifted_list());
         body_of(w, documented::users);
         w.emulator().set("mfa_error", "900421");
         w.ask({"GET", documented::users, "provider=partner_center", {}, {}, {{"tenant", "mfa"}}});
         w.emulator().set("mfa_error", "off");
         return body_of(w, "/readyz", "verbose");
       }},
      {"createUser/created",
       [](World w, auto&) {
         return post_json(w, documented::users, documented::at_both, draft_for_both_of("created")).json();
       }},
      {"createUser/plan",
       [](World w, auto&) {
         return post_json(w, documented::users, documented::at_both + "&validateOnly=true",
                          draft_for_both_of("planned"))
             .json();
       }},
      {"createUsers/created", batch_line},
      {"createUsers/failed", batch_line},
      {"createUsers/summary", batch_line},
      {"getOperation/succeeded",
       [](World w, auto&) {
         return operation_after(
             w, post_json(w, documented::users, documented::at_both, draft_for_both_of("asked")));
       }},
      {"getOperation/in_doubt",
       [](World w, auto&) {
         const Fault lost(w, "partner_center", "create", {{"reset", "before"}});
         json::object draft = draft_for_both_of("never.seen");
         draft.erase("email");
         return operation_after(w, post_json(w, documented::users, "provider=partner_center", draft));
       }},
      {"reload/ok",
       [](World w, auto&) {
         return w.ask({"POST", "/admin/reload", "", {}, "", {}}).json();
       }},
      {"getOpenapiJson/beginning", [](World w, auto&) { return body_of(w, "/openapi.json"); }},
  };
  return all;
}

// Examples that are one line of a text.
const std::map<std::string, std::string> texts = {{"getOpenapiYaml/beginning", "/openapi.yaml"},
                                                  {"getProblemPage/page", "/problems/{code}"},
                                                  {"getMetrics/scrape", "/metrics"},
                                                  {"getConfiguration/start", "/admin/config"}};

bool has_line(const std::string& text, std::string_view line) {
  std::istringstream lines(text);
  for (std::string one; std::getline(lines, one);) {
    if (one == line) return true;
  }
  return false;
}

struct Case {
  std::string name;  // operation/example
  support::Example example;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  const json::value& document = example_world().document();
  for (const auto& operation : support::operations(document)) {
    const std::string id = text_at(*operation.body, "operationId");
    for (const auto& [status, response] : operation.body->at("responses").as_object()) {
      const std::string at =
          support::response_at(document, operation.method, operation.path, std::stoul(std::string(status)));
      if (!at.starts_with("/paths/")) continue;
      for (const auto& example : support::examples(document)) {
        if (example.at.starts_with(at + "/content/"))
          all.push_back({id + example.at.substr(example.at.rfind('/')), example});
      }
    }
  }
  return all;
}

void compare_members(const support::Example& example, const json::value& real) {
  const json::value& document = example_world().document();
  const auto told = members_of(document, example.schema, *example.value);
  const auto seen = members_of(document, example.schema, real);
  for (const auto& member : told)
    CHECK_MESSAGE(seen.contains(member), "only the example has ", member);
  for (const auto& member : seen) {
    // A problem may say more than its example: that depends on what the provider said.
    if (member.find("/error/") != std::string::npos) continue;
    CHECK_MESSAGE(told.contains(member), "the example lacks ", member);
  }
}

}  // namespace

TEST_CASE("every example of an answer has the members of the real one") {
  std::set<std::string> checked;
  for (const auto& [name, example] : cases()) {
    CAPTURE(name);
    checked.insert(name);
    if (texts.contains(name)) {
      const auto answered = example_world().ask({"GET", texts.at(name), "", {}, {}, {}});
      CHECK(has_line(answered.reply.body, std::string(example.value->as_string())));
      continue;
    }
    const auto provoke = provoked().find(name);
    REQUIRE_MESSAGE(provoke != provoked().end(), "nobody checks this example");
    const json::value real = provoke->second(example_world(), *example.value);
    CAPTURE(json::serialize(real).substr(0, 1000));
    compare_members(example, real);
  }
  CHECK(checked.size() == provoked().size() + texts.size());
}

TEST_CASE("a user without `fields` has every member, one with them no other") {
  const json::value& document = example_world().document();
  const auto check = [&](const std::string& query, bool is_whole) {
    const auto list = body_of(example_world(), documented::users, query);
    REQUIRE_FALSE(list.at("items").as_array().empty());
    for (const json::value& one : list.at("items").as_array())
      CHECK(support::violations(document, "User", one).empty() == is_whole);
  };
  check("", true);
  check("fields=id,displayName", false);
}

}  // namespace tests::integration
