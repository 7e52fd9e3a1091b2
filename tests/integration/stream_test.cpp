// Streams: everybody once as they come, within bounded memory, and an end that says whether it was all.
#include "tests/integration/list_scene.hpp"
#include "tests/integration/ndjson.hpp"
#include "tests/integration/true_people.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

namespace tests::integration {
namespace {
namespace json = boost::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

struct StreamScene : ContosoScene {
  StreamScene() : ContosoScene(no_repeats) {}
  Streamed stream(std::string_view customer, std::string_view query = {}) const {
    return stream_all(gateway.port(), users_of("contoso", customer, query));
  }
};

StreamScene& stream_scene() {
  static StreamScene one;
  one.emulator.reset();
  return one;
}

json::array sorted(json::array people) {
  std::ranges::sort(
      people, [](const json::value& a, const json::value& b) { return text_at(a, "id") < text_at(b, "id"); });
  return people;
}

json::array users_in(const Streamed& streamed) {
  return json::array(streamed.lines.begin(), streamed.lines.end());
}

std::size_t lists_at(const StreamScene& s, std::string_view provider) {
  return s.emulator.ledger(provider, "list").size();
}

// From /proc, in KiB.
long memory(support::Process& process, const std::string& what) {
  std::ifstream status("/proc/" + std::to_string(process.pid()) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(what)) return std::stol(line.substr(line.find(':') + 1));
  }
  return 0;
}

void small_pages(const StreamScene& s) {
  s.emulator.set("pc_max_page_size", 50);
  s.emulator.set("pc_oversize", "clamp");
}

}  // namespace

TEST_CASE("a stream has everybody whom the list has, each once, and says that it is whole") {
  const StreamScene& s = stream_scene();
  small_pages(s);
  const auto streamed = s.stream("crowd");
  CHECK(sorted(users_in(streamed)) == sorted(true_people(s.emulator, "crowd")));
  CHECK(streamed.summary.at("count") == streamed.lines.size());
  CHECK(streamed.summary.at("complete") == true);
  CHECK(outcome_of(streamed.summary, "partner_center").at("count") == 350);
  CHECK(outcome_of(streamed.summary, "cloud_cockpit").at("count") == 350);
  CHECK(streamed.summary.at("warnings").as_array().empty());
  CHECK(lists_at(s, "partner_center") == 7);
  CHECK(lists_at(s, "cloud_cockpit") == 1);
  CHECK(sorted(users_in(s.stream("onlycc"))) ==
        sorted(true_people(s.emulator, "onlycc", From::cloud_cockpit)));
  CHECK(s.stream("empty").summary.at("count") == 0);
}

TEST_CASE("a stream is of the same people as the list with the same filter, search, state and fields") {
  const StreamScene& s = stream_scene();
  for (const std::string query : {"filter=displayName%20sw%20%22a%22%20or%20not%20(email%20pr)", "search=an",
                                  "state=any", "state=deleted", "fields=displayName,sources",
                                  "provider=cloud_cockpit", "include=raw&filter=sources.id%20pr"}) {
    CAPTURE(query);
    const auto list = ask(s.gateway, users_of("contoso", "twelve", "limit=1000&" + query)).json();
    const auto streamed = s.stream("twelve", query);
    CHECK(sorted(users_in(streamed)) == sorted(list.at("items").as_array()));
    CHECK(streamed.summary.at("providers") == list.at("providers"));
    CHECK(streamed.summary.at("count") == list.at("totalCount"));
  }
}

TEST_CASE("what only pages have is refused for a stream, by name") {
  const StreamScene& s = stream_scene();
  for (const std::string name : {"limit=5", "cursor=abc", "sort=id"}) {
    CAPTURE(name);
    const auto reply =
        s.gateway.get(users_of("contoso", "twelve", name), {{"Accept", "application/x-ndjson"}});
    CHECK(reply.status == 400);
    CHECK(text_at(reply.json().at("errors").at(0), "parameter") == name.substr(0, name.find('=')));
  }
}

TEST_CASE("what fails before the first line is a problem, also where a whole list was required") {
  const StreamScene& s = stream_scene();
  s.emulator.fault(
      R"({"match":{"provider":"partner_center","operation":"list"},"times":0,"action":{"status":503}})");
  const auto strict =
      s.gateway.get(users_of("contoso", "crowd", "require=all"), {{"Accept", "application/x-ndjson"}});
  CHECK(strict.status == 502);
  CHECK(code_of(strict.json()) == "provider_error");
  const auto streamed = s.stream("crowd");
  CHECK(streamed.summary.at("complete") == false);
  CHECK(sorted(users_in(streamed)) == sorted(true_people(s.emulator, "crowd", From::cloud_cockpit)));
  CHECK(outcome_of(streamed.summary, "partner_center").at("count").is_null());

  s.emulator.fault(
      R"({"match":{"provider":"cloud_cockpit","operation":"list"},"times":0,"action":{"status":403}})");
  const auto none = s.gateway.get(users_of("contoso", "crowd"), {{"Accept", "application/x-ndjson"}});
  CHECK(none.status == 502);
  CHECK(code_of(none.json()) == "provider_error");
  CHECK(none.header("content-type") == "application/problem+json");
  CHECK(none.json().at("providers").as_array().size() == 2);
}

TEST_CASE("a page that fails later makes the stream incomplete, never a short one that looks whole") {
  const StreamScene& s = stream_scene();
  struct Row {
    std::string action;
    std::string code;
  };
  for (const Row& row : {Row{R"({"status":404})", "provider_bad_response"},
                         {R"({"status":204})", "provider_bad_response"},
                         {R"({"reset":"before"})", "provider_error"},
                         {R"({"truncate":300})", "provider_error"},
                         {R"({"garbage":true})", "provider_bad_response"}}) {
    CAPTURE(row.action);
    s.emulator.reset();
    small_pages(s);
    s.emulator.fault(
        R"({"match":{"provider":"partner_center","operation":"list","page":3},"times":0,"action":)" +
        row.action + "}");
    const auto streamed = s.stream("crowd");
    CHECK(streamed.summary.at("complete") == false);
    const auto& failed = outcome_of(streamed.summary, "partner_center");
    CHECK(failed.at("status") == "error");
    CHECK(failed.at("count").is_null());
    CHECK(code_of(failed.at("error")) == row.code);
    CHECK(outcome_of(streamed.summary, "cloud_cockpit").at("count") == 350);
    // Two pages passed; everybody of the other provider is there all the same.
    CHECK(streamed.lines.size() >= 350);
    CHECK(streamed.lines.size() < 455);
  }
}

TEST_CASE("the first line leaves before the second page has come, and the next page waits for the caller") {
  const StreamScene& s = stream_scene();
  small_pages(s);
  s.emulator.fault(
      R"({"match":{"provider":"partner_center","operation":"list","page":2},"action":{"delay_ms":3600000}})");
  Stream stream(s.gateway.port(), users_of("contoso", "crowd"));
  CHECK(stream.status() == 200);
  CHECK(stream.head().find("\r\ntransfer-encoding: chunked\r\n") != std::string::npos);
  const auto line = stream.next_line();
  REQUIRE(line.has_value());
  CHECK(json::parse(*line).as_object().contains("id"));
  CHECK_FALSE(stream.is_whole());
}

TEST_CASE("a caller who goes away ends the reading behind it within a second") {
  const StreamScene& s = stream_scene();
  small_pages(s);
  s.emulator.set("pc_latency_ms", 100);
  const auto until = std::chrono::steady_clock::now() + seconds(30);
  {
    Stream stream(s.gateway.port(), users_of("contoso", "crowd"));
    REQUIRE(stream.next_line().has_value());
    stream.leave();
  }
  // The request that is under way is given up, and no other follows: the emulator hears of no more of them
  // in the time in which ten would have come.
  std::size_t heard = 0;
  auto quiet_since = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - quiet_since < seconds(1)) {
    REQUIRE(std::chrono::steady_clock::now() < until);
    const auto now = lists_at(s, "partner_center");
    if (now != heard) quiet_since = std::chrono::steady_clock::now();
    heard = now;
  }
  CHECK(heard < 7);
}

TEST_CASE("a stream of 200,000 beside 5,000 stays within 48 MiB of the idle process") {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr int many = 20'000;  // the sanitizer's own memory says nothing about ours
#else
  constexpr int many = 200'000;
#endif
  support::EmulatorProcess emulator({"--set", "ledger=summary"});
  support::GatewayProcess gateway(file_of("", {emulated_tenant(emulator, "contoso")}));
  const auto made = emulator.post("/customers", R"({"name":"huge","partner_center":)" + std::to_string(many) +
                                                    R"(,"cloud_cockpit":5000,"overlap":0.7})");
  CHECK(gateway.get(users_of("contoso", "twelve")).status == 200);
  const long idle = memory(gateway.process(), "VmRSS");
  REQUIRE(idle > 0);
  Stream stream(gateway.port(), users_of("contoso", text_at(made, "partner_center")));
  std::set<std::string> ids;
  std::string last;
  while (auto line = stream.next_line()) {
    last = *line;
    ids.insert(last.substr(0, 60));
  }
  CHECK(stream.is_whole());
  const auto summary = json::parse(last).at("summary");
  CHECK(summary.at("complete") == true);
  CHECK(summary.at("count") == many + 1500);
  CHECK(outcome_of(summary, "partner_center").at("count") == many);
  CHECK(ids.size() == static_cast<std::size_t>(many) + 1501);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(memory(gateway.process(), "VmHWM") - idle <= 48 * 1024);
#endif
}

TEST_CASE("a stream to a caller of HTTP/1.0 is not chunked, and ends with the connection") {
  const StreamScene& s = stream_scene();
  support::HttpConnection connection(s.gateway.port());
  connection.send("GET " + users_of("contoso", "twelve") +
                  " HTTP/1.0\r\nHost: localhost\r\nAccept: application/x-ndjson\r\n\r\n");
  const auto reply = connection.read_reply();
  CHECK(reply.status == 200);
  CHECK(reply.header("transfer-encoding").empty());
  CHECK(reply.header("connection") == "close");
  CHECK(reply.body.find("\"summary\"") != std::string::npos);
  CHECK(std::ranges::count(reply.body, '\n') == 15);
}

TEST_CASE("HEAD gives the head of a stream, and the connection goes on") {
  const StreamScene& s = stream_scene();
  support::HttpConnection connection(s.gateway.port());
  const std::string target = users_of("contoso", "twelve");
  connection.send(support::encode_request("HEAD", target, {{"Accept", "application/x-ndjson"}}));
  const auto head = connection.read_reply(true);
  CHECK(head.status == 200);
  CHECK(head.header("content-type") == "application/x-ndjson");
  connection.send(support::encode_request("GET", target, {{"Accept", "application/x-ndjson"}}));
  CHECK(connection.read_reply().body.find("\"summary\"") != std::string::npos);
}

}  // namespace tests::integration
