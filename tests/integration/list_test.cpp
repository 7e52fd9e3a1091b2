// What a list says: everybody at each provider, each person once, in one order, whatever the wire does to
// time.
#include "tests/integration/list_scene.hpp"
#include "tests/integration/true_people.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace tests::integration {
namespace {
namespace json = boost::json;

struct ListScene {
  support::EmulatorProcess emulator;
  support::GatewayProcess gateway{file_of(
      "", {emulated_tenant(emulator, "contoso"),
           emulated_tenant(emulator, "reversed", "    precedence: [cloud_cockpit, partner_center]\n"),
           with(emulated_tenant(emulator, "resold"), "cloud_cockpit: cccccccc-0000-4000-8000-000000000012",
                "cloud_cockpit: {id: cccccccc-0000-4000-8000-000000000012,"
                " reseller_id: 22222222-0000-4000-8000-0000000000a1}")})};

  support::HttpReply list(std::string_view customer, std::string_view query = {}) const {
    auto reply = ask(gateway, users_of("contoso", customer, query));
    REQUIRE(reply.status == 200);
    return reply;
  }
};

ListScene& list_scene() {
  static ListScene one;
  one.emulator.reset();
  return one;
}

json::array first_of(const json::array& all, std::size_t count) {
  json::array some;
  for (std::size_t i = 0; i < std::min(count, all.size()); ++i)
    some.push_back(all[i]);
  return some;
}

// Equal, or a word about the first difference: a whole list would bury it.
std::string difference(const json::array& is, const json::array& should_be) {
  if (is.size() != should_be.size()) {
    return std::to_string(is.size()) + " users in the place of " + std::to_string(should_be.size());
  }
  for (std::size_t i = 0; i < is.size(); ++i) {
    if (is[i] != should_be[i])
      return json::serialize(is[i]) + " in the place of " + json::serialize(should_be[i]);
  }
  return {};
}

void check_whole(const json::value& list, const json::array& people, std::size_t limit) {
  CHECK(difference(list.at("items").as_array(), first_of(people, limit)).empty());
  CHECK(list.at("totalCount") == people.size());
  CHECK(list.at("complete") == true);
  CHECK(list.at("nextCursor").is_null() == (people.size() <= limit));
  CHECK(list.at("warnings").as_array().empty());
}

}  // namespace

TEST_CASE("a list has every documented field of each provider's users") {
  const ListScene& s = list_scene();
  struct Row {
    std::string provider;
    From from;
    std::size_t count;
  };
  for (const Row& row :
       {Row{"partner_center", From::partner_center, 350}, {"cloud_cockpit", From::cloud_cockpit, 350}}) {
    CAPTURE(row.provider);
    const auto list = s.list("crowd", std::string("limit=1000&provider=") + row.provider).json();
    CHECK(difference(list.at("items").as_array(), true_people(s.emulator, "crowd", row.from)).empty());
    REQUIRE(list.at("providers").as_array().size() == 1);
    CHECK(outcome_of(list, row.provider).at("count") == row.count);
  }
}

TEST_CASE("a list over both providers has each person once, with all sources, in the order of the names") {
  const ListScene& s = list_scene();
  struct Row {
    std::string customer;
    std::size_t limit;
    std::size_t partner_center;
    std::size_t cloud_cockpit;
    std::size_t total;
  };
  for (const Row& row :
       {Row{"twelve", 100, 12, 10, 14}, {"crowd", 1000, 350, 350, 455}, {"empty", 1, 0, 0, 0}}) {
    CAPTURE(row.customer);
    const auto people = true_people(s.emulator, row.customer);
    REQUIRE(people.size() == row.total);
    const auto list = s.list(row.customer, "limit=" + std::to_string(row.limit)).json();
    check_whole(list, people, row.limit);
    CHECK(outcome_of(list, "partner_center").at("count") == row.partner_center);
    CHECK(outcome_of(list, "cloud_cockpit").at("count") == row.cloud_cockpit);
  }
}

TEST_CASE("a list of a customer at one provider names that one alone") {
  const ListScene& s = list_scene();
  for (const auto& [customer, provider, from] : {std::tuple{"onlypc", "partner_center", From::partner_center},
                                                 {"onlycc", "cloud_cockpit", From::cloud_cockpit}}) {
    CAPTURE(customer);
    const auto list = s.list(customer).json();
    check_whole(list, true_people(s.emulator, customer, from), 100);
    REQUIRE(list.at("providers").as_array().size() == 1);
    CHECK(outcome_of(list, provider).at("status") == "ok");
  }
}

TEST_CASE(
    "of 6,500 people a list gives the first 1,000 of the order, the exact total, and where it goes on") {
  const ListScene& s = list_scene();
  const auto people = true_people(s.emulator, "city");
  REQUIRE(people.size() == 6500);
  const auto list = s.list("city", "limit=1000").json();
  check_whole(list, people, 1000);
  const auto ids = ids_of(list);
  CHECK(std::set(ids.begin(), ids.end()).size() == 1000);
  CHECK(s.emulator.ledger("partner_center", "list").size() == 10);
  CHECK(s.emulator.ledger("cloud_cockpit", "list").size() == 1);
}

TEST_CASE("without a limit a list gives 100, and any limit gives the beginning of the same order") {
  const ListScene& s = list_scene();
  const auto people = true_people(s.emulator, "crowd");
  check_whole(s.list("crowd").json(), people, 100);
  for (const std::size_t limit : {1, 2, 99, 101, 454, 455, 1000}) {
    CAPTURE(limit);
    check_whole(s.list("crowd", "limit=" + std::to_string(limit)).json(), people, limit);
  }
}

TEST_CASE("the answer is the same to the byte whichever provider is slower, and when it is asked for again") {
  const ListScene& s = list_scene();
  for (const std::string_view target : {"crowd", "twelve"}) {
    CAPTURE(target);
    const std::string body = s.list(target, "limit=1000").body;
    CHECK(s.list(target, "limit=1000").body == body);
    for (const std::string_view slower : {"pc_latency_ms", "cc_latency_ms"}) {
      CAPTURE(slower);
      s.emulator.set(slower, 60);
      CHECK(s.list(target, "limit=1000").body == body);
      s.emulator.set(slower, 0);
    }
    CHECK(s.list(target, "limit=1000&provider=cloud_cockpit,partner_center").body == body);
    CHECK(s.list(target, "limit=1000&require=all").body == body);
    CHECK(s.list(target, "limit=1000&require=any").body == body);
  }
}

TEST_CASE("the order is that of the case-folded name by code point, nulls last, ties by id") {
  const ListScene& s = list_scene();
  struct Row {
    const char* id;    // the last digits
    const char* name;  // null: none
  };
  // In their order; written out, so that it hangs on no library.
  const Row rows[] = {
      {"07", "adele"},                           // before Ａｄｅｌｅ by id alone
      {"09", "\uFF21\uFF44\uFF45\uFF4C\uFF45"},  // full-width, folds to adele
      {"02", "ADELE B"},
      {"0a", "adele b\u0301"},  // b with an accent of its own
      {"05", "O'Neill"},
      {"03", "of\uFB01ce"},  // the ligature folds to two letters
      {"04", "Office 2"},
      {"01", "STRASSE"},
      {"06", "Stra\u00DFe"},
      {"0b", "zoe"},
      {"08", "\u00C4rger"},  // behind every ASCII letter
      {"0c", "\u0391\u03B8\u03AE\u03BD\u03B1"},
      {"0f", "\u674E"},
      {"0d", nullptr},
      {"0e", nullptr},
  };
  for (const Row& row : rows) {
    json::object user{{"id", "dddddddd-0000-4000-8000-0000000000" + std::string(row.id)},
                      {"userPrincipalName", std::string("order") + row.id + "@empty.example"}};
    if (row.name != nullptr) user["displayName"] = row.name;
    s.emulator.post("/users", json::serialize(json::object{
                                  {"provider", "partner_center"}, {"customer", "empty"}, {"user", user}}));
  }
  const auto ids = ids_of(s.list("empty").json());
  REQUIRE(ids.size() == std::size(rows));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    CAPTURE(rows[i].name);
    CHECK(ids[i] == "partner_center:dddddddd-0000-4000-8000-0000000000" + std::string(rows[i].id));
  }
}

TEST_CASE("two users of one provider with the same identity stay apart, and a warning names them") {
  const ListScene& s = list_scene();
  for (const std::string_view email : {"twin@empty.example", " TWIN@empty.example", "other@empty.example"}) {
    s.emulator.post("/users", R"({"provider":"cloud_cockpit","customer":"empty","user":{"email":")" +
                                  std::string(email) + R"(","firstName":"T","lastName":"W"}})");
  }
  s.emulator.post("/users", R"({"provider":"partner_center","customer":"empty","user":{"userPrincipalName":)"
                            R"("twin@empty.example","displayName":"T W"}})");
  const auto list = s.list("empty").json();
  CHECK(list.at("totalCount") == 4);
  REQUIRE(list.at("warnings").as_array().size() == 1);
  const auto& warning = list.at("warnings").at(0);
  CHECK(code_of(warning) == "ambiguous_identity");
  CHECK(text_at(warning, "provider") == "cloud_cockpit");
  CHECK(warning.at("ids").as_array().size() == 2);
}

TEST_CASE("another precedence gives another first source, and the same people") {
  const ListScene& s = list_scene();
  const auto list = ask(s.gateway, users_of("reversed", "twelve")).json();
  CHECK(list.at("totalCount") == 14);
  CHECK(list.at("providers").at(0).at("name") == "cloud_cockpit");
  std::size_t first_at_cockpit = 0;
  for (const json::value& user : list.at("items").as_array()) {
    const auto& source = user.at("sources").at(0);
    CHECK(text_at(user, "id") == text_at(source, "provider") + ':' + text_at(source, "id"));
    first_at_cockpit += source.at("provider") == "cloud_cockpit" ? 1 : 0;
  }
  CHECK(first_at_cockpit == 10);
}

TEST_CASE("a customer's own reseller goes with its requests to CloudCockpit") {
  const ListScene& s = list_scene();
  const auto list = ask(s.gateway, users_of("resold", "twelve")).json();
  CHECK(list.at("totalCount") == 14);
  const auto asked = s.emulator.ledger("cloud_cockpit", "list");
  REQUIRE(asked.size() == 1);
  CHECK(text_at(asked[0], "target").ends_with("?resellerId=22222222-0000-4000-8000-0000000000a1"));
}

}  // namespace tests::integration
