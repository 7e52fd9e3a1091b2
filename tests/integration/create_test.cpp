// Creates that succeed: what stands on the wire, where the user goes, and what the caller is told.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/support/json_format.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::HttpReply;

constexpr std::string_view correlation = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
constexpr std::string_view traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

bool is_uuid(const std::string& text) { return support::has_format("uuid", text).value_or(false); }

std::string text_under(const HttpReply& reply, std::string_view pointer) {
  const json::value body = reply.json();
  boost::system::error_code lost;
  const json::value* const value = body.find_pointer(pointer, lost);
  return value == nullptr || !value->is_string() ? std::string() : std::string(value->get_string().c_str());
}

// The member `items` of the list that has this id, as text.
std::string listed(std::string_view where, std::string_view id) {
  const json::value list = gateway().get(users_path(where) + "?limit=1000").json();
  for (const json::value& item : list.at("items").as_array()) {
    if (item.at("id").as_string() == id) return json::serialize(item);
  }
  return {};
}

// What GET answers at the create's Location, without what only a GET has.
std::string read_back(const HttpReply& created) {
  const HttpReply got = ask(gateway(), created.header("location"));
  if (got.status != 200) return {};
  json::object user = got.json().as_object();
  user.erase("complete");
  user.erase("providers");
  return json::serialize(user);
}

TEST_CASE("Partner Center gets what the draft says and the tenant's defaults, in one documented request") {
  fresh_emulator();
  const HttpReply reply =
      create(gateway(), "contoso/twelve?provider=partner_center", partner_draft("ada"),
             {{"X-Correlation-Id", std::string(correlation)}, {"traceparent", std::string(traceparent)}});
  CHECK(reply.status == 201);
  const std::vector<Sent> sent = sent_creates();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].provider == "partner_center");
  CHECK(sent[0].target == "/v1/customers/aaaaaaaa-0000-4000-8000-000000000012/users");
  CHECK(sent[0].body ==
        R"({"usageLocation":"DE","userPrincipalName":"ada@twelve.example","firstName":"Ada",)"
        R"("lastName":"Lovelace","displayName":"Ada Lovelace",)"
        R"("passwordProfile":{"password":"Correct-Horse-7-Staple","forceChangePassword":true},)"
        R"("attributes":{"objectType":"CustomerUser"}})");
  CHECK(sent[0].header("content-type") == "application/json");
  CHECK(sent[0].header("accept") == "application/json");
  CHECK(sent[0].header("authorization").starts_with("Bearer "));
  CHECK(sent[0].header("ms-correlationid") == correlation);
  CHECK(is_uuid(sent[0].header("ms-requestid")));
  CHECK(sent[0].header("ms-requestid") != correlation);
  CHECK(sent[0].header("traceparent").starts_with(traceparent.substr(0, 35)));
  CHECK(sent[0].header("x-tenant").empty());
  CHECK(reply.header("x-correlation-id") == correlation);
}

TEST_CASE("each create at Partner Center has an MS-RequestId of its own") {
  fresh_emulator();
  create(gateway(), "contoso/twelve?provider=partner_center", partner_draft("ada"));
  create(gateway(), "contoso/twelve?provider=partner_center", partner_draft("bob"));
  const std::vector<Sent> sent = sent_creates();
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].header("ms-requestid") != sent[1].header("ms-requestid"));
}

TEST_CASE(
    "CloudCockpit gets every documented member, with an empty role and no groups where the draft has none") {
  fresh_emulator();
  const HttpReply reply = create(gateway(), "contoso/twelve?provider=cloud_cockpit", cockpit_draft("ada"),
                                 {{"X-Correlation-Id", std::string(correlation)}});
  CHECK(reply.status == 201);
  const std::vector<Sent> sent = sent_creates();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].provider == "cloud_cockpit");
  CHECK(sent[0].target == "/v1/customer/cccccccc-0000-4000-8000-000000000012/users");
  CHECK(sent[0].body ==
        R"({"firstName":"Ada","lastName":"Lovelace","email":"ada@twelve.example","role":{},"groups":[]})");
  CHECK(sent[0].header("content-type") == "application/json");
  CHECK(sent[0].header("x-tenant") == "portal.contoso.com");
  CHECK(sent[0].header("x-correlation-id") == correlation);
  CHECK(sent[0].header("ms-requestid").empty());
}

TEST_CASE("CloudCockpit gets a role and groups as the draft has them") {
  fresh_emulator();
  json::object draft = cockpit_draft("ada");
  draft["role"] = {{"name", "Customer Admin"}};
  draft["groups"] = {{{"id", "EEEEEEEE-0000-4000-8000-000000000003"}}};
  draft["displayName"] = "Ada Lovelace";  // what the portal shows anyway
  const HttpReply reply = create(gateway(), "contoso/twelve?provider=cloud_cockpit", draft);
  CHECK(reply.status == 201);
  const std::vector<Sent> sent = sent_creates();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].body ==
        R"({"firstName":"Ada","lastName":"Lovelace","email":"ada@twelve.example",)"
        R"("role":{"name":"Customer Admin"},"groups":[{"id":"eeeeeeee-0000-4000-8000-000000000003"}]})");
  CHECK(text_under(reply, "/role/name") == "Customer Admin");
  CHECK(text_under(reply, "/groups/0/id") == "eeeeeeee-0000-4000-8000-000000000003");
}

TEST_CASE("of one draft for both, each provider gets what it can hold") {
  fresh_emulator();
  json::object draft = draft_for_both("ada");
  draft["usageLocation"] = "AT";  // the default does not replace it
  draft["phoneNumber"] = "+43 1 5550100";
  draft["immutableId"] = "aW1tdXRhYmxl";
  CHECK(create(gateway(), "contoso/twelve", draft).status == 201);
  const std::vector<Sent> sent = sent_creates();
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].body ==
        R"({"usageLocation":"AT","userPrincipalName":"ada@twelve.example","firstName":"Ada",)"
        R"("lastName":"Lovelace","displayName":"Ada Lovelace","immutableId":"aW1tdXRhYmxl",)"
        R"("phoneNumber":"+43 1 5550100",)"
        R"("passwordProfile":{"password":"Correct-Horse-7-Staple","forceChangePassword":true},)"
        R"("attributes":{"objectType":"CustomerUser"}})");
  CHECK(sent[1].body ==
        R"({"firstName":"Ada","lastName":"Lovelace","email":"ada@twelve.example","role":{},"groups":[]})");
}

TEST_CASE("a text reaches the provider as it was written, whatever its script") {
  fresh_emulator();
  json::object draft = draft_for_both("ada");
  draft["firstName"] = "Zoë \"Ж\" \\ 漢字 🎓";
  draft["lastName"] = "O'Néill";
  const HttpReply reply = create(gateway(), "contoso/twelve", draft);
  CHECK(reply.status == 201);
  CHECK(text_under(reply, "/firstName") == "Zoë \"Ж\" \\ 漢字 🎓");
  for (const Sent& one : sent_creates()) {
    CHECK(json::parse(one.body).at("firstName") == draft["firstName"]);
    CHECK(json::parse(one.body).at("lastName") == draft["lastName"]);
  }
}

TEST_CASE("a user goes where the request, the customer or the tenant says, in that order") {
  struct Row {
    std::string where;
    std::string sent;
  };
  const std::vector<Row> rows = {
      {"contoso/twelve", "partner_center 201 executed, cloud_cockpit 201 executed"},
      {"contoso/twelve?provider=cloud_cockpit,partner_center",
       "cloud_cockpit 201 executed, partner_center 201 executed"},
      {"contoso/twelve?provider=partner_center", "partner_center 201 executed"},
      {"contoso/empty", "cloud_cockpit 201 executed"},
      {"contoso/empty?provider=partner_center", "partner_center 201 executed"},
      {"eager/twelve", "cloud_cockpit 201 executed, partner_center 201 executed"},
      {"lenient/twelve", "partner_center 201 executed, cloud_cockpit 201 executed"},
      {"lenient/onlypc", "partner_center 201 executed"},
      {"eager/onlypc", "partner_center 201 executed"},
      {"plain/onlypc", "partner_center 201 executed"},
      {"plain/onlycc", "cloud_cockpit 201 executed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.where);
    fresh_emulator();
    const std::string customer = row.where.substr(row.where.find('/') + 1);
    const std::string name = customer.substr(0, customer.find('?'));
    const bool has_partner = row.sent.find("partner") != std::string::npos;
    const bool has_cockpit = row.sent.find("cockpit") != std::string::npos;
    json::object draft = !has_partner   ? cockpit_draft("ada")
                         : !has_cockpit ? partner_draft("ada")
                                        : draft_for_both("ada");
    if (has_partner) draft["userPrincipalName"] = "ada@" + name + ".example";
    if (has_cockpit) draft["email"] = "ada@" + name + ".example";
    CHECK(create(gateway(), row.where, draft).status == 201);
    CHECK(what_was_sent() == row.sent);
  }
}

TEST_CASE(
    "where nothing says to which provider a user goes, or the wrong one is named, the parameter is asked "
    "for") {
  for (const std::string where :
       {"plain/twelve", "contoso/onlypc", "contoso/onlycc", "contoso/twelve?provider=",
        "contoso/twelve?provider=nobody", "contoso/twelve?provider=partner_center,partner_center",
        "contoso/onlypc?provider=cloud_cockpit", "contoso/onlypc?provider=partner_center,cloud_cockpit",
        "contoso/twelve?provider=partner_center&provider=cloud_cockpit", "contoso/twelve?validateOnly=yes",
        "contoso/twelve?dryRun=true"}) {
    CAPTURE(where);
    fresh_emulator();
    const HttpReply reply = create(gateway(), where, draft_for_both("ada"));
    CHECK(reply.status == 400);
    CHECK(code_of(reply) == "invalid_parameter");
    CHECK_FALSE(text_under(reply, "/errors/0/parameter").empty());
    CHECK(emulator().ledger("", "").empty());
  }
}

TEST_CASE("a default that no chosen provider can hold is left out") {
  fresh_emulator();
  CHECK(create(gateway(), "contoso/twelve?provider=cloud_cockpit", cockpit_draft("ada")).status == 201);
  REQUIRE(sent_creates().size() == 1);
  CHECK(sent_creates()[0].body.find("DE") == std::string::npos);
}

TEST_CASE("the answer to a create is what the Location and the next list show") {
  struct Row {
    std::string where;
    json::object draft;
    std::string id_prefix;
  };
  const std::vector<Row> rows = {
      {"contoso/twelve", draft_for_both("ada"), "partner_center:"},
      {"contoso/twelve?provider=partner_center", partner_draft("ada"), "partner_center:"},
      {"contoso/twelve?provider=cloud_cockpit", cockpit_draft("ada"), "cloud_cockpit:"},
      {"eager/twelve", draft_for_both("ada"), "cloud_cockpit:"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.where);
    fresh_emulator();
    const HttpReply reply = create(gateway(), row.where, row.draft);
    REQUIRE(reply.status == 201);
    const std::string id = text_under(reply, "/id");
    const std::string customer = row.where.substr(0, row.where.find('?'));
    CHECK(id.starts_with(row.id_prefix));
    CHECK(reply.header("location") == users_path(customer) + "/" + id);
    CHECK(reply.header("cache-control") == "private, no-cache");
    CHECK(reply.header("idempotency-replayed").empty());
    CHECK(state_of_operation(gateway(), operation_of(reply)).starts_with("succeeded: "));
    CHECK(reply.body.find("assword") == std::string::npos);
    CHECK(read_back(reply) == reply.body);
    CHECK(listed(customer, id) == reply.body);
  }
}

TEST_CASE("a Location can be read also where the customer was named by one provider's own id") {
  fresh_emulator();
  const json::value customer =
      emulator().post("/customers", R"({"name":"fresh","partner_center":2,"cloud_cockpit":2})");
  const std::string cockpit_id(customer.at("cloud_cockpit").as_string().c_str());
  const HttpReply reply =
      create(gateway(), "contoso/" + cockpit_id + "?provider=cloud_cockpit", cockpit_draft("ada"));
  REQUIRE(reply.status == 201);
  CHECK(text_under(reply, "/sources/0/customerId") == cockpit_id);
  CHECK(read_back(reply) == reply.body);
}

TEST_CASE("a create is a 201 with the provider's own id however the provider puts it") {
  struct Row {
    std::string provider;
    std::string name;
    std::string value;
  };
  const std::vector<Row> rows = {
      {"partner_center", "pc_create_status", "200"},
      {"partner_center", "pc_create_nulls", "omit"},
      {"partner_center", "echo_password", "off"},
      {"partner_center", "echo_password", "on"},
      {"partner_center", "bom", "off"},
      {"partner_center", "chunked", "on"},
      {"cloud_cockpit", "cc_create_status", "200"},
      {"cloud_cockpit", "cc_create_body", "quoted"},
      {"cloud_cockpit", "cc_create_body", "unquoted"},
      {"cloud_cockpit", "cc_create_body", "object"},
      {"cloud_cockpit", "cc_null_members", "omit"},
      {"cloud_cockpit", "cc_bom", "on"},
      {"cloud_cockpit", "chunked", "on"},
      {"cloud_cockpit", "cc_require_correlation_id", "on"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.value);
    fresh_emulator().set(row.name, json::value(row.value));
    const json::object draft = row.provider == "partner_center" ? partner_draft("ada") : cockpit_draft("ada");
    const HttpReply reply = create(gateway(), "contoso/twelve?provider=" + row.provider, draft);
    REQUIRE(reply.status == 201);
    CHECK(is_uuid(text_under(reply, "/sources/0/id")));
    CHECK(reply.body.find(password) == std::string::npos);
    CHECK(read_back(reply) == reply.body);
    CHECK(people_at(row.provider, "ada") == 1);
  }
}

}  // namespace
}  // namespace tests::integration
