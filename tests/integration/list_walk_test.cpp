// Pages: a walk shows everybody once in one order, asks the providers once while its list is kept and goes on
// over a restart, and its cursors are good for nothing else.
#include "tests/integration/list_scene.hpp"
#include "tests/integration/true_people.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <random>
#include <set>

namespace tests::integration {
namespace {
namespace json = boost::json;

struct WalkScene {
  support::EmulatorProcess emulator;
  support::GatewayProcess gateway{
      file_of("", {emulated_tenant(emulator, "contoso"), emulated_tenant(emulator, "fabrikam")})};
  // Keeps no list between two pages.
  support::GatewayProcess forgetful{
      file_of("limits: {walk_bytes: 0B, retries: 0}\n", {emulated_tenant(emulator, "contoso")})};
};

WalkScene& walk_scene() {
  static WalkScene one;
  one.emulator.reset();
  return one;
}

std::string cursor_of(const json::value& page) { return text_at(page, "nextCursor"); }

// All pages put together, each held to the published contract.
json::array walk(
    const support::GatewayProcess& gateway, const std::string& target,
    const std::function<void()>& between = [] {}) {
  json::array items;
  std::string next = target;
  for (int pages = 0; pages < 1000; ++pages) {
    const auto reply = ask(gateway, next);
    REQUIRE(reply.status == 200);
    const auto page = reply.json();
    for (const auto& item : page.at("items").as_array())
      items.push_back(item);
    const std::string cursor = cursor_of(page);
    const std::string link = reply.header("link");
    CHECK(cursor.empty() == link.empty());
    if (cursor.empty()) return items;
    CHECK(cursor.size() <= 512);
    REQUIRE(link.starts_with("</v1/"));
    REQUIRE(link.ends_with(">; rel=\"next\""));
    next = link.substr(1, link.find('>') - 1);
    CHECK(next.find("cursor=" + cursor) != std::string::npos);
    between();
  }
  FAIL("a walk without end");
  return items;
}

std::set<std::string> ids_in(const json::array& items) {
  std::set<std::string> ids;
  for (const auto& item : items)
    ids.insert(text_at(item, "id"));
  CHECK(ids.size() == items.size());
  return ids;
}

// A folder for the state, gone with the test.
struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "usher-walk-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string yaml() const { return "state: {sqlite: " + (path / "state.db").string() + "}\n"; }
  std::filesystem::path path;
};

}  // namespace

TEST_CASE("the pages of a list, put together, are the list, whatever their size") {
  const WalkScene& s = walk_scene();
  const auto people = true_people(s.emulator, "crowd");
  for (const std::string limit : {"7", "100", "454", "1000"}) {
    CAPTURE(limit);
    CHECK(walk(s.gateway, users_of("contoso", "crowd", "limit=" + limit)) == people);
  }
  CHECK(walk(s.forgetful, users_of("contoso", "crowd", "limit=100")) == people);
}

TEST_CASE("a walk of 10,000 users in pages of 100 asks each provider once") {
  const WalkScene& s = walk_scene();
  const auto made = s.emulator.post(
      "/customers", R"({"name":"big","partner_center":7000,"cloud_cockpit":6000,"overlap":0.5,"seed":3})");
  const std::string id = text_at(made, "partner_center");
  REQUIRE(id.size() == 36);
  s.emulator.clear_ledger();
  const auto items = walk(s.gateway, users_of("contoso", id, "limit=100"));
  ids_in(items);
  CHECK(items.size() >= 9'000);
  CHECK(s.emulator.ledger("partner_center", "list").size() == 14);
  CHECK(s.emulator.ledger("cloud_cockpit", "list").size() == 1);
  CHECK(items == true_people(s.emulator, "big"));
}

TEST_CASE("a walk goes on where it was after a restart, and shows everybody once") {
  const WalkScene& s = walk_scene();
  const Folder folder;
  const auto start = [&s, &folder] {
    return std::make_unique<support::GatewayProcess>(
        file_of(folder.yaml(), {emulated_tenant(s.emulator, "contoso")}));
  };
  auto gateway = start();
  json::array items;
  std::string target = users_of("contoso", "crowd", "limit=50&sort=-email");
  for (int pages = 0; !target.empty() && pages < 100; ++pages) {
    const auto page = ask(*gateway, target).json();
    for (const auto& item : page.at("items").as_array())
      items.push_back(item);
    const std::string cursor = cursor_of(page);
    target = cursor.empty() ? "" : users_of("contoso", "crowd", "limit=50&sort=-email&cursor=" + cursor);
    if (pages == 3) gateway = start();
  }
  CHECK(items.size() == true_people(s.emulator, "crowd").size());
  CHECK(ids_in(items).size() == items.size());
}

TEST_CASE("while people come and go at slow providers, whoever stays is shown exactly once, in order") {
  const WalkScene& s = walk_scene();
  const auto before = true_people(s.emulator, "crowd");
  std::mt19937 random(11);
  s.emulator.set("pc_latency_ms", 3);
  s.emulator.set("cc_latency_ms", 1);
  std::set<std::string> gone;
  int made = 0;
  const auto between = [&] {
    const auto& victim = before[random() % before.size()];
    const auto& source = victim.at("sources").at(0);
    const bool is_there = gone.insert(text_at(victim, "id")).second;
    if (is_there && victim.at("sources").as_array().size() == 1) {
      support::request(
          s.emulator.control(), "DELETE", "/users", {},
          json::serialize(json::object{
              {"provider", source.at("provider")}, {"customer", "crowd"}, {"id", source.at("id")}}));
    }
    const std::string number = std::to_string(++made);
    s.emulator.post("/users", R"({"provider":"cloud_cockpit","customer":"crowd","user":{"firstName":")" +
                                  std::string(made % 2 == 0 ? "Aa" : "Zz") + number +
                                  R"(","lastName":"New","email":"new)" + number + R"(@crowd.example"}})");
  };
  const auto items = walk(s.forgetful, users_of("contoso", "crowd", "limit=17"), between);
  CHECK(made > 20);
  ids_in(items);
  json::array stayed;
  for (const auto& person : before) {
    if (!gone.contains(text_at(person, "id"))) stayed.push_back(person);
  }
  json::array seen;
  for (const auto& item : items) {
    const bool is_one =
        std::ranges::any_of(stayed, [&item](const auto& person) { return person.at("id") == item.at("id"); });
    if (is_one) seen.push_back(item);
  }
  CHECK(seen == stayed);
}

TEST_CASE("a cursor is good for its client, tenant, customer and parameters, and for nothing else") {
  const WalkScene& s = walk_scene();
  const auto first = ask(s.gateway, users_of("contoso", "crowd", "limit=10&state=active")).json();
  const std::string cursor = cursor_of(first);
  REQUIRE(!cursor.empty());
  const std::string with_cursor = "&cursor=" + cursor;
  CHECK(ask(s.gateway, users_of("contoso", "crowd", "state=active&limit=99" + with_cursor)).status == 200);
  std::string forged = cursor;
  forged[20] = forged[20] == 'A' ? 'B' : 'A';
  for (const std::string& target :
       {users_of("fabrikam", "crowd", "limit=10&state=active" + with_cursor),
        users_of("contoso", "twelve", "limit=10&state=active" + with_cursor),
        users_of("contoso", "crowd", "limit=10" + with_cursor),
        users_of("contoso", "crowd", "state=any" + with_cursor),
        users_of("contoso", "crowd", "state=active&sort=id" + with_cursor),
        users_of("contoso", "crowd", "state=active&provider=partner_center" + with_cursor),
        users_of("contoso", "crowd", "state=active&cursor=" + forged),
        users_of("contoso", "crowd", "state=active&cursor="),
        users_of("contoso", "crowd", "state=active&cursor=" + std::string(600, 'A')),
        users_of("contoso", "crowd", "state=active&cursor=%2e%2e%2f")}) {
    CAPTURE(target);
    const auto reply = ask(s.gateway, target);
    CHECK(reply.status == 400);
    CHECK(code_of(reply.json()) == "invalid_cursor");
  }
  // Another process has another key.
  const auto elsewhere =
      ask(s.forgetful, users_of("contoso", "crowd", "limit=10&state=active" + with_cursor));
  CHECK(code_of(elsewhere.json()) == "invalid_cursor");
}

TEST_CASE("a walk is pinned to the providers that answered its first page") {
  const WalkScene& s = walk_scene();
  s.emulator.fault(R"({"match":{"provider":"cloud_cockpit","operation":"list"},"action":{"status":503}})");
  const auto first = ask(s.forgetful, users_of("contoso", "crowd", "limit=100")).json();
  CHECK(first.at("complete") == false);
  CHECK(code_of(outcome_of(first, "cloud_cockpit").at("error")) == "provider_error");
  s.emulator.clear_ledger();
  // It would answer now, and is not asked.
  json::array items = first.at("items").as_array();
  std::string cursor = cursor_of(first);
  while (!cursor.empty()) {
    const auto page = ask(s.forgetful, users_of("contoso", "crowd", "limit=100&cursor=" + cursor)).json();
    CHECK(page.at("complete") == false);
    CHECK(page.at("totalCount").is_null());
    CHECK(outcome_of(page, "partner_center").at("count") == 350);
    CHECK(code_of(outcome_of(page, "cloud_cockpit").at("error")) == "provider_error");
    for (const auto& item : page.at("items").as_array())
      items.push_back(item);
    cursor = cursor_of(page);
  }
  CHECK(s.emulator.ledger("cloud_cockpit", "list").empty());
  CHECK(items == true_people(s.emulator, "crowd", From::partner_center));
}

TEST_CASE("a page that cannot have all its providers is a problem, and its cursor works again later") {
  const WalkScene& s = walk_scene();
  const auto first = ask(s.forgetful, users_of("contoso", "crowd", "limit=400")).json();
  const std::string second = users_of("contoso", "crowd", "limit=400&cursor=" + cursor_of(first));
  s.emulator.fault(R"({"match":{"provider":"partner_center","operation":"list"},"action":{"status":500}})");
  const auto failed = ask(s.forgetful, second);
  CHECK(failed.status == 502);
  CHECK(code_of(failed.json()) == "provider_error");
  CHECK(outcome_of(failed.json(), "partner_center").at("status") == "error");
  const auto again = ask(s.forgetful, second);
  REQUIRE(again.status == 200);
  auto items = first.at("items").as_array();
  const auto rest = again.json();
  for (const auto& item : rest.at("items").as_array())
    items.push_back(item);
  CHECK(items == true_people(s.emulator, "crowd"));
}

}  // namespace tests::integration
