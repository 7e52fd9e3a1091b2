#include "tests/emulator/raw_client.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <set>

using namespace tests::emulator;
namespace json = boost::json;

namespace {

const std::string partner_twelve = "/v1/customers/aaaaaaaa-0000-4000-8000-000000000012/users";
const std::string crowd = "/v1/customers/aaaaaaaa-0000-4000-8000-000000000350/users";
const std::string city = "/v1/customers/aaaaaaaa-0000-4000-8000-000000005000/users";

std::string partner_draft(const std::string& name) {
  return R"({"usageLocation":"US","userPrincipalName":")" + name +
         R"(@twelve.onmicrosoft.com","displayName":"New Person","passwordProfile":{"password":"abCD123*",)"
         R"("forceChangePassword":true},"attributes":{"objectType":"CustomerUser"}})";
}

std::int64_t code_of(const Reply& reply) { return reply.json().at("code").as_int64(); }

// Walks by the link (its uri and headers) or by seekOperation=Next with only the header.
std::set<std::string> walk(const RunningEmulator& emulator, const std::string& first, bool by_link,
                           int& pages) {
  std::set<std::string> ids;
  std::string path = first;
  Headers headers;
  for (pages = 0; !path.empty(); ++pages) {
    const json::value page = emulator.partner("GET", path, headers).json();
    for (const auto& user : page.at("items").as_array())
      CHECK(ids.insert(json::serialize(user.at("id"))).second);
    path.clear();
    headers.clear();
    if (by_link) {
      const auto* next = page.at("links").as_object().if_contains("next");
      if (next == nullptr) break;
      path = "/v1" + std::string(next->at("uri").as_string());
      const auto& header = next->at("headers").as_array().at(0);
      headers.emplace_back(header.at("key").as_string(), header.at("value").as_string());
    } else if (const auto* token = page.as_object().if_contains("continuationToken")) {
      path = first.substr(0, first.find('?')) + "?seekOperation=Next";
      headers.emplace_back("MS-ContinuationToken", token->as_string());
    }
  }
  return ids;
}

}  // namespace

TEST_CASE("Partner Center's success JSON starts with a byte order mark that Content-Length counts") {
  RunningEmulator emulator;
  const Reply reply =
      emulator.partner("GET", partner_twelve, {{"MS-RequestId", "id-1"}, {"MS-CorrelationId", "id-2"}});
  CHECK(reply.status == 200);
  CHECK(reply.body.substr(0, 5) == "\xEF\xBB\xBF{\"");
  CHECK(reply.header("Content-Length") == std::to_string(reply.body.size()));
  CHECK(reply.header("Content-Type") == "application/json; charset=utf-8");
  CHECK(reply.header("MS-RequestId") == "id-1");
  CHECK(reply.header("MS-CorrelationId") == "id-2");
  CHECK(reply.header("MS-CV").size() == 18);
  emulator.set("bom", "off");
  CHECK(emulator.partner("GET", partner_twelve).body[0] == '{');
}

TEST_CASE("a listed user has Partner Center's property order and no null members") {
  RunningEmulator emulator;
  emulator.control("POST", "/users",
                   R"({"provider":"partner_center","customer":"empty","user":{"id":)"
                   R"("99999999-0000-4000-8000-000000000001","userPrincipalName":"a@empty.onmicrosoft.com",)"
                   R"("firstName":"A","lastName":"B","displayName":"A B","usageLocation":"US"}})");
  const std::string customer = "/customers/aaaaaaaa-0000-4000-8000-000000000000/users";
  const Reply reply = emulator.partner("GET", "/v1" + customer);
  CHECK(reply.body.substr(3) ==
        R"({"totalCount":1,"items":[{"usageLocation":"US","id":"99999999-0000-4000-8000-000000000001",)"
        R"("userPrincipalName":"a@empty.onmicrosoft.com","firstName":"A","lastName":"B","displayName":"A B",)"
        R"("userDomainType":"none","state":"active","links":{"self":{"uri":")" +
            customer +
            R"(/99999999-0000-4000-8000-000000000001","method":"GET","headers":[]}},)"
            R"("attributes":{"objectType":"CustomerUser"}}],"links":{"self":{"uri":")" +
            customer + R"(","method":"GET","headers":[]}},"attributes":{"objectType":"Collection"}})");
}

TEST_CASE("every user comes once by following links and by seeking with only the token") {
  RunningEmulator emulator;
  int pages = 0;
  CHECK(walk(emulator, city + "?size=500", true, pages).size() == 5000);
  CHECK(pages == 9);  // the tenth page has no next, so the loop ends inside it
  CHECK(walk(emulator, crowd, false, pages).size() == 350);
  CHECK(walk(emulator, crowd + "?size=150&SortField=displayname&sortdirection=descending", false, pages)
            .size() == 350);
}

TEST_CASE("each paging style leaves out what it does not have") {
  RunningEmulator emulator;
  for (const std::string style : {"both", "link", "token"}) {
    emulator.set("paging_style", style);
    const json::value page = emulator.partner("GET", crowd).json();
    CHECK(page.at("totalCount") == 100);
    CHECK(page.as_object().contains("continuationToken") == (style != "link"));
    CHECK(page.at("links").as_object().contains("next") == (style != "token"));
  }
}

TEST_CASE("a page size above 500, a bad token and a foreign token are refused") {
  RunningEmulator emulator;
  CHECK(emulator.partner("GET", crowd + "?size=501").status == 400);
  CHECK(emulator.partner("GET", crowd + "?size=0").json().at("totalCount") == 100);
  CHECK(emulator.partner("GET", crowd + "?seekOperation=Next").status == 400);
  CHECK(
      emulator.partner("GET", crowd + "?seekOperation=Next", {{"MS-ContinuationToken", "AQAAAA=="}}).status ==
      400);
  const std::string token(emulator.partner("GET", crowd).json().at("continuationToken").as_string());
  CHECK(emulator.partner("GET", city + "?seekOperation=Next", {{"MS-ContinuationToken", token}}).status ==
        400);
  emulator.set("pc_oversize", "clamp");
  CHECK(emulator.partner("GET", city + "?size=501").json().at("totalCount") == 500);
  emulator.set("page2_404", "on");
  CHECK(emulator.partner("GET", crowd + "?seekOperation=Next", {{"MS-ContinuationToken", token}}).status ==
        404);
}

TEST_CASE("the filter for deleted users is accepted under both of its names") {
  RunningEmulator emulator;
  for (const std::string field : {"UserState", "userstatus"}) {
    const std::string query = "?size=500&filter=%7B%22Field%22%3A%22" + field +
                              "%22%2C%22Value%22%3A%22Inactive%22%2C%22Operator%22%3A%22equals%22%7D";
    const json::value page = emulator.partner("GET", partner_twelve + query).json();
    CHECK(page.at("items").as_array().size() == 2);
    CHECK(page.at("items").at(0).at("state") == "inactive");
    CHECK(page.at("items").at(0).as_object().contains("softDeletionTime"));
    CHECK(std::string(page.at("links").at("self").at("uri").as_string()).ends_with(query));
  }
  const std::string unknown =
      "?filter=%7B%22Field%22%3A%22Upn%22%2C%22Value%22%3A%22x%22%2C%22Operator%22%3A%22equals%22%7D";
  CHECK(code_of(emulator.partner("GET", partner_twelve + unknown)) == 3000);
  CHECK(emulator.partner("GET", partner_twelve + "?filter=%7B").status == 400);
}

TEST_CASE("a create answers 201 or 200 with the password and two nulls, on a path with or without a slash") {
  RunningEmulator emulator;
  const Reply reply = emulator.partner("POST", partner_twelve + "/", {}, partner_draft("new.person"));
  CHECK(reply.status == 201);
  CHECK(reply.body.find(R"("passwordProfile":{"forceChangePassword":true,"password":"abCD123*"},)"
                        R"("lastDirectorySyncTime":null,"userDomainType":"none","state":"active",)"
                        R"("softDeletionTime":null,"attributes":{"objectType":"CustomerUser"}})") !=
        std::string::npos);
  emulator.set("pc_create_status", "200");
  emulator.set("echo_password", "off");
  const Reply silent = emulator.partner("POST", partner_twelve, {}, partner_draft("other.person"));
  CHECK(silent.status == 200);
  CHECK(silent.body.find("abCD123*") == std::string::npos);
}

TEST_CASE("a second user of one name is refused as a conflict or as a bad request") {
  RunningEmulator emulator;
  emulator.partner("POST", partner_twelve, {}, partner_draft("new.person"));
  const Reply conflict = emulator.partner("POST", partner_twelve, {}, partner_draft("NEW.person"));
  CHECK(conflict.status == 409);
  CHECK(conflict.body.find("already exists") != std::string::npos);
  emulator.set("pc_duplicate", "400");
  emulator.set("pc_duplicate_detail", "object_conflict");
  const Reply bad = emulator.partner("POST", partner_twelve, {}, partner_draft("new.person"));
  CHECK(bad.status == 400);
  CHECK(bad.body.find("ObjectConflict") != std::string::npos);
}

TEST_CASE("a repeated MS-RequestId gives the first answer again and creates nothing") {
  RunningEmulator emulator;
  const Headers id{{"MS-RequestId", "5d845377-5b7d-4cd4-98f6-19e5ae3faa81"}};
  const Reply first = emulator.partner("POST", partner_twelve, id, partner_draft("new.person"));
  const Reply again = emulator.partner("POST", partner_twelve, id, partner_draft("new.person"));
  CHECK(again.status == 201);
  CHECK(again.body == first.body);
  CHECK(emulator.control("GET", "/ledger/summary").at("creates").at(0).at("executed") == 1);
  emulator.set("request_id_replay", "ignore");
  CHECK(emulator.partner("POST", partner_twelve, id, partner_draft("new.person")).status == 409);
}

TEST_CASE("a create that breaks a rule is refused and names the property") {
  RunningEmulator emulator;
  const std::string good = partner_draft("new.person");
  const std::vector<std::pair<std::string, std::string>> breaks{
      {"twelve.onmicrosoft.com", "elsewhere.example"},
      {"twelve.onmicrosoft.com", "federated.twelve.example"},
      {"abCD123*", "abcdefgh"},
      {"\"displayName\":\"New Person\",", ""},
      {"\"US\"", "\"XX\""},
  };
  for (const auto& [part, instead] : breaks) {
    std::string bad = good;
    bad.replace(bad.find(part), part.size(), instead);
    const Reply reply = emulator.partner("POST", partner_twelve, {}, bad);
    CHECK(reply.status == 400);
    CHECK(code_of(reply) == 3000);
  }
  CHECK(emulator.partner("POST", partner_twelve, {}, "{").status == 400);
}

TEST_CASE("a deleted user can be restored for 30 days and is gone afterwards") {
  RunningEmulator emulator;
  const json::value user = emulator.partner("GET", partner_twelve).json().at("items").at(0);
  const std::string path = partner_twelve + "/" + std::string(user.at("id").as_string());
  const Reply deleted = emulator.partner("DELETE", path);
  CHECK(deleted.status == 204);
  CHECK(deleted.header("Content-Length") == "0");
  CHECK(emulator.partner("GET", partner_twelve).json().at("totalCount") == 11);
  CHECK(emulator.partner("GET", path).json().at("state") == "inactive");
  const Reply restored =
      emulator.partner("PATCH", path, {}, R"({"State":"active","Attributes":{"ObjectType":"CustomerUser"}})");
  CHECK(restored.json() == user);
  emulator.partner("DELETE", path);
  emulator.control("POST", "/clock", R"({"advance_seconds":2678400})");
  CHECK(code_of(emulator.partner("PATCH", path, {}, R"({"state":"active"})")) == 60002);
}

TEST_CASE("callers without the right token are refused, each in its own way") {
  RunningEmulator emulator;
  const auto call = [&](const std::string& token, const std::string& path) {
    return ask(emulator.addresses().partner_center,
               request_text("GET", path, {{"Authorization", "Bearer " + token}}, ""));
  };
  const auto minted = [&](const std::string& body) {
    return std::string(emulator.control("POST", "/tokens", body).at("access_token").as_string());
  };
  const Reply none = ask(emulator.addresses().partner_center, request_text("GET", partner_twelve, {}, ""));
  CHECK(none.status == 401);
  CHECK(code_of(none) == 800001);
  CHECK(none.body[0] == '{');
  CHECK(none.body.find(R"("data":[],"source":"PartnerFD"})") != std::string::npos);
  const std::string app = minted(R"({"provider":"partner_center","app_only":true})");
  CHECK(code_of(call(app, partner_twelve)) == 900329);
  CHECK(call(app, "/v1/customers").status == 200);
  CHECK(code_of(call(minted(R"({"provider":"partner_center","mfa":false})"), partner_twelve)) == 900421);
  CHECK(code_of(call(minted(R"({"provider":"partner_center","audience":"https://graph.windows.net"})"),
                     partner_twelve)) == 900420);
  const std::string brief = minted(R"({"provider":"partner_center","expires_in":60})");
  CHECK(call(brief, partner_twelve).status == 200);
  emulator.control("POST", "/clock", R"({"advance_seconds":61})");
  CHECK(call(brief, partner_twelve).status == 401);
  emulator.set("mfa_error", "legacy");
  const Reply legacy = emulator.partner("GET", partner_twelve);
  CHECK(legacy.head.starts_with("HTTP/1.1 401 Unauthorized - MFA required"));
  CHECK(legacy.header("Transfer-Encoding") == "chunked");
  CHECK(legacy.body.empty());
}

TEST_CASE("a customer that is malformed, unknown, unrelated or without a role is refused") {
  RunningEmulator emulator;
  CHECK(code_of(emulator.partner("GET", "/v1/customers/nobody/users")) == 900118);
  CHECK(code_of(emulator.partner("GET", "/v1/customers/99999999-0000-4000-8000-000000000000/users")) ==
        60003);
  emulator.control("PATCH", "/customers", R"({"customer":"twelve","access":"no_gdap_role"})");
  CHECK(code_of(emulator.partner("GET", partner_twelve)) == 900308);
  emulator.control("PATCH", "/customers", R"({"customer":"twelve","access":"unrelated"})");
  CHECK(code_of(emulator.partner("GET", partner_twelve)) == 20002);
}

TEST_CASE("the customer resource is limited to 500 a minute and says so like API Management") {
  RunningEmulator emulator;
  emulator.set("pc_customers_per_minute", "2");
  const std::string customer = "/v1/customers/aaaaaaaa-0000-4000-8000-000000000012";
  CHECK(emulator.partner("GET", customer).json().at("allowDelegatedAccess") == true);
  CHECK(emulator.partner("GET", customer + "/customDomains").json().at(0) == "twelve.onmicrosoft.com");
  const Reply refused = emulator.partner("GET", customer);
  CHECK(refused.status == 429);
  CHECK(refused.header("Content-Type") == "application/json");
  const std::string seconds = refused.header("Retry-After");
  CHECK(refused.body == "{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in " +
                            seconds + " seconds.\" }");
  CHECK(emulator.partner("GET", partner_twelve).status == 200);
  emulator.set("retry_after", "date");
  CHECK(emulator.partner("GET", customer).header("Retry-After").ends_with(" GMT"));
  emulator.control("POST", "/clock", R"({"advance_seconds":61})");
  CHECK(emulator.partner("GET", customer).status == 200);
}

TEST_CASE("the customers list is filtered by the start of a name and paged") {
  RunningEmulator emulator;
  const json::value all = emulator.partner("GET", "/v1/customers?size=2").json();
  CHECK(all.at("items").as_array().size() == 2);
  CHECK(all.at("links").at("self").at("uri") == "/v1/customers?size=2");
  CHECK(all.at("links").at("next").at("uri") == "/customers?size=2&seekOperation=Next");
  int pages = 0;
  CHECK(walk(emulator, "/v1/customers?size=2", true, pages).size() == 5);
  const json::value some =
      emulator
          .partner("GET",
                   "/v1/customers?filter=%7B%22Field%22:%22CompanyName%22,%22Value%22:%22TWE%22,"
                   "%22Operator%22:%22starts_with%22%7D")
          .json();
  CHECK(some.at("items").as_array().size() == 1);
}
