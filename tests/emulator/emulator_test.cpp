#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "tests/emulator/raw_client.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace tests::emulator;
namespace json = boost::json;

namespace {

const std::string partner_list = "/v1/customers/aaaaaaaa-0000-4000-8000-000000000012/users";
const std::string cockpit_list = "/v1/customer/cccccccc-0000-4000-8000-000000000000/users";
const std::string a_draft = R"({"firstName":"A","lastName":"B","email":"a@mail.example","groups":[]})";

std::int64_t living(const RunningEmulator& emulator) {
  return emulator.control("GET", "/users?provider=cloud_cockpit&customer=empty").at("count").as_int64();
}

}  // namespace

TEST_CASE("the population has the promised sizes and overlap, whatever the seed") {
  for (const std::uint64_t seed : {1, 7}) {
    Options options;
    options.seed = seed;
    RunningEmulator emulator(options);
    const json::value customers = emulator.control("GET", "/population").at("customers");
    const json::value& city = customers.at(2);
    CHECK(city.at("name") == "city");
    CHECK(city.at("users").at("partner_center") == 5000);
    CHECK(city.at("users").at("cloud_cockpit") == 5000);
    CHECK(city.at("users").at("both") == 3500);
    CHECK(customers.at(0).at("users").at("both") == 8);
  }
}

TEST_CASE("the same seed gives the same people in every run") {
  const std::string people = "/users?provider=cloud_cockpit&customer=crowd";
  RunningEmulator first;
  RunningEmulator second;
  CHECK(first.control("GET", people) == second.control("GET", people));
}

TEST_CASE("a status fault hits once and executes nothing") {
  RunningEmulator emulator;
  emulator.fault("cloud_cockpit", R"({"status":503,"body":"busy","headers":{"Retry-After":"7"}})");
  const Reply reply = emulator.cockpit("POST", cockpit_list, {}, a_draft);
  CHECK(reply.status == 503);
  CHECK(reply.body == "busy");
  CHECK(reply.header("Retry-After") == "7");
  CHECK(living(emulator) == 0);
  CHECK(emulator.cockpit("POST", cockpit_list, {}, a_draft).status == 201);
  CHECK(emulator.control("GET", "/faults").at("faults").at(0).at("remaining") == 0);
}

TEST_CASE("a reset before executes nothing, a reset after executes and loses the answer") {
  RunningEmulator emulator;
  emulator.fault("cloud_cockpit", R"({"reset":"before"})");
  const Reply before = emulator.cockpit("POST", cockpit_list, {}, a_draft);
  CHECK(before.status == 0);
  CHECK(before.reset);
  CHECK(living(emulator) == 0);
  emulator.fault("cloud_cockpit", R"({"reset":"after"})");
  CHECK(emulator.cockpit("POST", cockpit_list, {}, a_draft).reset);
  CHECK(living(emulator) == 1);
  const json::value entry = emulator.control("GET", "/ledger?operation=create").at("requests").at(1);
  CHECK(entry.at("executed") == true);
  CHECK(entry.at("status") == 0);
}

TEST_CASE("a late execution ends the connection first and writes afterwards") {
  RunningEmulator emulator;
  emulator.fault("cloud_cockpit", R"({"execute_late_ms":1})");
  CHECK(emulator.cockpit("POST", cockpit_list, {}, a_draft).status == 0);
  // It settles a moment later; each look is a whole round trip.
  int looks = 0;
  while (living(emulator) == 0 && looks < 100000)
    ++looks;
  CHECK(living(emulator) == 1);
  CHECK(emulator.control("GET", "/ledger/summary").at("creates").at(0).at("executed") == 1);
}

TEST_CASE("answers can be cut short, garbled, replaced and followed by surplus bytes") {
  RunningEmulator emulator;
  emulator.fault("partner_center", R"({"truncate":10})");
  const Reply cut = emulator.partner("GET", partner_list);
  CHECK(cut.body.size() == 10);
  CHECK_FALSE(cut.complete);
  emulator.fault("partner_center", R"({"garbage":true})");
  CHECK(emulator.partner("GET", partner_list).body.starts_with("<!DOCTYPE html>"));
  emulator.fault("partner_center", R"({"raw":"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\u00ff\u0000"})");
  CHECK(emulator.partner("GET", partner_list).body == std::string("\xff\0", 2));
  emulator.fault("partner_center", R"({"expire_token":true})");
  CHECK(emulator.partner("GET", partner_list).status == 401);
  CHECK(emulator.partner("GET", partner_list).status == 200);
}

TEST_CASE("surplus bytes and a close come after a good answer") {
  RunningEmulator emulator;
  const std::string request = request_text("GET", "/v1/nowhere", {}, "");
  emulator.fault("partner_center", R"({"surplus":"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"})");
  RawConnection first(emulator.addresses().partner_center);
  first.send(request);
  CHECK(first.read_reply().status == 404);
  CHECK(first.read_reply().status == 200);
  emulator.fault("partner_center", R"({"close_after":true})");
  first.send(request);
  CHECK(first.read_reply().complete);
  CHECK(first.read_rest().empty());
}

TEST_CASE("a stalled answer holds nobody else up") {
  RunningEmulator emulator;
  emulator.fault("partner_center", R"({"stall":5})");
  RawConnection stalled(emulator.addresses().partner_center);
  stalled.send(request_text("GET", "/v1/nowhere", {}, ""));
  CHECK(emulator.partner("GET", partner_list).status == 200);
}

TEST_CASE("faults match by page, method and operation, and can let some pass first") {
  RunningEmulator emulator;
  emulator.control(
      "POST", "/faults",
      R"({"match":{"provider":"partner_center","operation":"list","page":2},"action":{"status":500}})");
  const std::string crowd = "/v1/customers/aaaaaaaa-0000-4000-8000-000000000350/users";
  const json::value page = emulator.partner("GET", crowd).json();
  const Headers token{{"MS-ContinuationToken", std::string(page.at("continuationToken").as_string())}};
  CHECK(emulator.partner("GET", crowd + "?seekOperation=Next", token).status == 500);
  emulator.control("DELETE", "/faults");
  emulator.control("POST", "/faults",
                   R"({"match":{"method":"GET"},"skip":1,"times":2,"action":{"status":502}})");
  CHECK(emulator.partner("GET", partner_list).status == 200);
  CHECK(emulator.partner("GET", partner_list).status == 502);
  CHECK(emulator.cockpit("GET", cockpit_list).status == 502);
  CHECK(emulator.partner("GET", partner_list).status == 200);
}

TEST_CASE("lists lag behind creates until the clock has caught up") {
  RunningEmulator emulator;
  emulator.set("list_lag_ms", "60000");
  CHECK(emulator.cockpit("POST", cockpit_list, {}, a_draft).status == 201);
  CHECK(emulator.cockpit("GET", cockpit_list).body == "[]");
  CHECK(living(emulator) == 1);
  CHECK(emulator.cockpit("POST", cockpit_list, {}, a_draft).status == 400);
  emulator.control("POST", "/clock", R"({"advance_seconds":60})");
  CHECK(emulator.cockpit("GET", cockpit_list).json().as_array().size() == 1);
}

TEST_CASE("the ledger keeps requests with their headers and body, and counts what was executed") {
  RunningEmulator emulator;
  emulator.cockpit("POST", cockpit_list, {{"X-Correlation-Id", "c-1"}}, a_draft);
  emulator.cockpit("POST", cockpit_list, {}, a_draft);
  const json::value requests =
      emulator.control("GET", "/ledger?provider=cloud_cockpit&method=POST").at("requests");
  REQUIRE(requests.as_array().size() == 2);
  CHECK(requests.at(0).at("headers").at("x-correlation-id") == "c-1");
  CHECK(requests.at(0).at("body").at("email") == "a@mail.example");
  CHECK(requests.at(0).at("status") == 201);
  CHECK(requests.at(0).at("executed") == true);
  CHECK(requests.at(1).at("executed") == false);
  CHECK(requests.at(0).at("customer") == "cccccccc-0000-4000-8000-000000000000");
  const json::value summary = emulator.control("GET", "/ledger/summary");
  CHECK(summary.at("operations").at("cloud_cockpit").at("create").at("requests") == 2);
  CHECK(summary.at("operations").at("cloud_cockpit").at("create").at("executed") == 1);
  CHECK(summary.at("connections").at("cloud_cockpit") == 2);
  CHECK(summary.at("doubles") == 0);
  emulator.control("DELETE", "/ledger");
  CHECK(emulator.control("GET", "/ledger").at("requests").as_array().empty());
}

TEST_CASE("the ledger tells which creates were under way together: not the answered, nor those given up") {
  RunningEmulator emulator;
  const auto is_taken = [&emulator](std::size_t creates) {
    while (emulator.control("GET", "/ledger?operation=create").at("requests").as_array().size() < creates)
      std::this_thread::yield();
  };
  const std::string held = R"({"match":{"operation":"create"},"action":{"delay_ms":60000}})";
  const std::string sent =
      request_text("POST", cockpit_list, {{"Content-Type", "application/json"}}, a_draft);
  {
    emulator.control("POST", "/faults", held);
    RawConnection held_open(emulator.addresses().cloud_cockpit);
    held_open.send(sent);
    is_taken(1);
    CHECK(emulator.cockpit("POST", cockpit_list, {}, a_draft).status == 201);
  }
  CHECK(emulator.cockpit("POST", cockpit_list, {}, a_draft).status == 400);
  const json::value creates = emulator.control("GET", "/ledger?operation=create").at("requests");
  CHECK(creates.at(0).at("beside") == json::array());
  CHECK(creates.at(1).at("beside") == json::array{creates.at(0).at("n")});
  CHECK(creates.at(2).at("beside") == json::array());
}

TEST_CASE("pipelined requests are answered in order on one connection") {
  RunningEmulator emulator;
  RawConnection connection(emulator.addresses().partner_center);
  emulator.control("POST", "/faults", R"({"match":{"operation":"customers"},"action":{"delay_ms":1}})");
  connection.send(request_text("GET", "/v1/customers", {}, "") + request_text("GET", "/v1/nowhere", {}, ""));
  CHECK(connection.read_reply().status == 401);
  CHECK(connection.read_reply().status == 404);
}

TEST_CASE("a client that waits for 100 Continue gets it before it sends the body") {
  RunningEmulator emulator;
  RawConnection connection(emulator.addresses().partner_center);
  connection.send(
      "POST /v1/nowhere HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(connection.read_reply().status == 100);
  connection.send("{}");
  CHECK(connection.read_reply().status == 404);
}

TEST_CASE("answers can be chunked") {
  RunningEmulator emulator;
  const std::string plain = emulator.partner("GET", partner_list).body;
  emulator.set("chunked", "on");
  const Reply reply = emulator.partner("GET", partner_list);
  CHECK(reply.header("Transfer-Encoding") == "chunked");
  CHECK(reply.body == plain);
}

TEST_CASE("a rival's user appears and disappears out of band") {
  RunningEmulator emulator;
  const json::value added = emulator.control(
      "POST", "/users",
      R"({"provider":"cloud_cockpit","customer":"empty","user":{"email":"rival@mail.example"}})");
  CHECK(emulator.cockpit("GET", cockpit_list).json().at(0).at("email") == "rival@mail.example");
  emulator.control("DELETE", "/users",
                   R"({"provider":"cloud_cockpit","customer":"empty","id":")" +
                       std::string(added.at("id").as_string()) + "\"}");
  CHECK(living(emulator) == 0);
}

TEST_CASE("a generated customer has the wanted sizes and can be listed") {
  RunningEmulator emulator;
  const json::value made = emulator.control(
      "POST", "/customers", R"({"name":"town","partner_center":10000,"cloud_cockpit":50,"overlap":0.5})");
  CHECK(made.at("users").at("partner_center") == 10000);
  CHECK(made.at("users").at("both") == 25);
  const std::string id(made.at("partner_center").as_string());
  CHECK(emulator.partner("GET", "/v1/customers/" + id + "/users?size=500").json().at("totalCount") == 500);
}

TEST_CASE("a reset brings back the seeded start") {
  RunningEmulator emulator;
  emulator.set("bom", "off");
  emulator.cockpit("POST", cockpit_list, {}, a_draft);
  emulator.fault("partner_center", R"({"status":500})");
  emulator.control("POST", "/reset");
  CHECK(living(emulator) == 0);
  CHECK(emulator.control("GET", "/switches").at("bom").at("value") == "on");
  CHECK(emulator.control("GET", "/ledger").at("requests").as_array().empty());
  CHECK(emulator.control("GET", "/faults").at("faults").as_array().empty());
}

TEST_CASE("the control API says what is wrong with a request") {
  RunningEmulator emulator;
  const auto refused = [&](const char* method, const char* path, const char* body) {
    const Reply reply = ask(emulator.addresses().control, request_text(method, path, {}, body));
    return reply.status == 400 && reply.json().as_object().contains("error");
  };
  CHECK(refused("PATCH", "/switches", R"({"bom":"maybe"})"));
  CHECK(refused("PATCH", "/switches", R"({"bomb":"on"})"));
  CHECK(refused("POST", "/faults", R"({"action":{}})"));
  CHECK(refused("POST", "/faults", R"({"action":{"status":500,"garbage":true}})"));
  CHECK(refused("POST", "/faults", R"({"match":{"colour":"red"},"action":{"status":500}})"));
  CHECK(refused("POST", "/faults", "{"));
  CHECK(refused("GET", "/nowhere", ""));
}

TEST_CASE("addresses outside loopback are refused") {
  for (const char* address : {"0.0.0.0:0", "192.0.2.1:80", "localhost", "127.0.0.1:99999", ""}) {
    Options options;
    options.control = address;
    CHECK_THROWS_AS(Emulator{options}, std::invalid_argument);
  }
}
