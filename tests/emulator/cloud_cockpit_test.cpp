#include "tests/emulator/raw_client.hpp"
#include "tests/emulator/seed.hpp"
#include "tests/emulator/text.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace tests::emulator;
namespace json = boost::json;

namespace {

const std::string cockpit_twelve = "/v1/customer/cccccccc-0000-4000-8000-000000000012/users";
const std::string empty = "/v1/customer/cccccccc-0000-4000-8000-000000000000/users";
const std::string cockpit_draft =
    R"({"firstName":"Zoë","lastName":null,"email":"zoe@mail.example","role":{},"groups":[]})";

}  // namespace

TEST_CASE("CloudCockpit lists users as a bare sorted array without a byte order mark, nulls printed") {
  RunningEmulator emulator;
  CHECK(emulator.cockpit("GET", empty).body == "[]");
  emulator.cockpit("POST", empty, {}, cockpit_draft);
  const Reply reply = emulator.cockpit("GET", empty);
  CHECK(reply.body.starts_with(R"([{"id":")"));
  CHECK(reply.body.ends_with(
      R"(,"firstName":"Zoë","lastName":null,"email":"zoe@mail.example","role":{},"groups":[]}])"));
  const json::value people =
      emulator.cockpit("GET", "/V1/Customer/cccccccc-0000-4000-8000-000000000012/Users").json();
  CHECK(people.as_array().size() == 10);
  for (std::size_t i = 1; i < 10; ++i) {
    const std::string before(people.at(i - 1).at("firstName").as_string());
    CHECK(compare_ignoring_case(before, people.at(i).at("firstName").as_string()) <= 0);
  }
}

TEST_CASE("a create answers the new id as a bare JSON string") {
  RunningEmulator emulator;
  const Reply reply = emulator.cockpit("POST", empty, {}, cockpit_draft);
  CHECK(reply.status == 201);
  CHECK(reply.body.size() == 38);
  CHECK(reply.body ==
        '"' + std::string(emulator.cockpit("GET", empty).json().at(0).at("id").as_string()) + '"');
  emulator.set("cc_create_status", "200");
  emulator.set("cc_create_body", "unquoted");
  emulator.set("cc_duplicate", "allow");
  const Reply bare = emulator.cockpit("POST", empty, {}, cockpit_draft);
  CHECK(bare.status == 200);
  CHECK(is_guid(bare.body));
  CHECK(emulator.control("GET", "/ledger/summary").at("doubles") == 1);
}

TEST_CASE("mistakes in a create are told by property, with the caller's correlation id") {
  RunningEmulator emulator;
  const Reply reply =
      emulator.cockpit("POST", empty, {{"X-Correlation-Id", "my-id"}},
                       R"({"lastName":1,"email":"nobody","role":{"x":1},"groups":[{"id":"y"}]})");
  CHECK(reply.status == 400);
  const json::value body = reply.json();
  CHECK(body.at("statusCode") == 400);
  CHECK(body.at("correlationId") == "my-id");
  CHECK(body.at("errors").as_array().size() == 5);
  CHECK(body.at("errors").at(0).at("propertyName") == "FirstName");
  emulator.cockpit("POST", empty, {}, cockpit_draft);
  const Reply second = emulator.cockpit("POST", empty, {}, cockpit_draft);
  CHECK(second.status == 400);
  CHECK(second.json().at("errors").at(0).at("propertyName") == "Email");
  emulator.set("cc_duplicate", "409");
  CHECK(emulator.cockpit("POST", empty, {}, cockpit_draft).status == 409);
}

TEST_CASE("a caller without credentials, portal or relation gets an empty refusal") {
  RunningEmulator emulator;
  const auto call = [&](const Headers& headers) {
    return ask(emulator.addresses().cloud_cockpit, request_text("GET", cockpit_twelve, headers, ""));
  };
  const Reply nobody = call({{"X-Tenant", "portal.contoso.com"}});
  CHECK(nobody.status == 401);
  CHECK(nobody.header("Content-Length") == "0");
  const std::string bearer =
      "Bearer " +
      std::string(emulator.control("GET", "/population").at("cloud_cockpit").at("bearer_token").as_string());
  CHECK(call({{"Authorization", bearer}}).status == 400);
  CHECK(call({{"Authorization", bearer}, {"X-Tenant", "portal.other.example"}}).status == 401);
  emulator.set("cc_missing_x_tenant", "401");
  emulator.set("cc_unknown_x_tenant", "403");
  CHECK(call({{"Authorization", bearer}}).status == 401);
  CHECK(call({{"Authorization", bearer}, {"X-Tenant", "portal.other.example"}}).status == 403);
  const Reply unrelated =
      emulator.cockpit("GET", cockpit_twelve + "?resellerId=" + std::string(seed::cockpit_other_reseller_id));
  CHECK(unrelated.status == 403);
  CHECK(unrelated.header("Content-Length") == "0");
  CHECK(emulator.cockpit("GET", cockpit_twelve + "?resellerId=" + std::string(seed::cockpit_reseller_id))
            .status == 200);
  emulator.set("cc_require_correlation_id", "on");
  CHECK(emulator.cockpit("GET", cockpit_twelve).status == 400);
}

TEST_CASE(
    "customers come in an envelope and are found by their Microsoft tenant, deleted ones too unless asked") {
  RunningEmulator emulator;
  const std::string search =
      "/v1/"
      "customers?pageSize=1&searchField=ProviderCustomerId&searchValue=AAAAAAAA-0000-4000-8000-000000000012";
  const json::value both = emulator.cockpit("GET", search).json();
  CHECK(both.at("totalCount") == 2);
  CHECK(both.at("totalPages") == 2);
  CHECK(both.at("hasNextPage") == true);
  CHECK(both.at("continuationToken").is_null());
  CHECK(both.at("paginationParameters").at("pageSize") == 1);
  const json::value living = emulator.cockpit("GET", search + "&includeDeleted=false").json();
  CHECK(living.at("totalCount") == 1);
  CHECK(living.at("items").at(0).at("id") == "cccccccc-0000-4000-8000-000000000012");
  CHECK(emulator.cockpit("GET", "/v1/Customers?pageSize=2001").status == 400);
  CHECK(emulator.cockpit("GET", "/v1/Customers?searchField=Domain").status == 400);
  CHECK(emulator.cockpit("GET", "/v1/users/groups").json().at("items").as_array().size() == 3);
}

TEST_CASE("the plural path is another resource that needs a provider instance") {
  RunningEmulator emulator;
  const Reply reply = emulator.cockpit("GET", "/v1/Customers/cccccccc-0000-4000-8000-000000000012/users");
  CHECK(reply.status == 400);
  CHECK(reply.body.find("roviderInstanceId") != std::string::npos);
}

TEST_CASE("portal users are replaced and deleted by their e-mail") {
  RunningEmulator emulator;
  emulator.cockpit("POST", empty, {}, cockpit_draft);
  const std::string change = R"({"firstName":"A","lastName":"B","email":"zoe@mail.example","groups":null})";
  CHECK(emulator.cockpit("PATCH", "/v1/users/zoe%40mail.example", {}, change).status == 204);
  CHECK(emulator.cockpit("GET", empty).json().at(0).at("firstName") == "A");
  CHECK(emulator.cockpit("DELETE", "/v1/users/ZOE%40mail.example").status == 204);
  CHECK(emulator.cockpit("GET", empty).body == "[]");
  CHECK(emulator.cockpit("DELETE", "/v1/users/zoe%40mail.example").json().at("statusCode") == 404);
}
