// Whom a list shows, in what order and how much of each: against an oracle that picks from the emulator's own
// books by other means than the gateway's.
#include "tests/integration/list_scene.hpp"
#include "tests/integration/texts.hpp"
#include "tests/integration/true_people.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <set>

namespace tests::integration {
namespace {
namespace json = boost::json;

struct SelectScene : ContosoScene {
  json::value list(std::string_view customer, std::string_view query) const {
    const auto reply = ask(gateway, users_of("contoso", customer, query));
    REQUIRE(reply.status == 200);
    return reply.json();
  }
};

SelectScene& select_scene() {
  static SelectScene one;
  one.emulator.reset();
  return one;
}

using Picks = std::function<bool(const json::value&)>;

json::array picked(const json::array& people, const Picks& picks) {
  json::array some;
  for (const auto& person : people) {
    if (picks(person)) some.push_back(person);
  }
  return some;
}

std::uint64_t sources_at(const json::array& people, std::string_view provider) {
  std::uint64_t count = 0;
  for (const auto& person : people) {
    for (const auto& source : person.at("sources").as_array())
      count += text_at(source, "provider") == provider;
  }
  return count;
}

bool has_source(const json::value& person, std::string_view provider) {
  return sources_at({person}, provider) > 0;
}

}  // namespace

TEST_CASE("a filter shows those whom it matches, in the same order, and counts their accounts") {
  const SelectScene& s = select_scene();
  const auto people = true_people(s.emulator, "crowd");
  struct Row {
    std::string filter;
    Picks picks;
  };
  const Row rows[] = {
      {"displayName%20sw%20%22a%22",
       [](const auto& p) { return in_lower_case(text_at(p, "displayName")).starts_with('a'); }},
      {"not%20(email%20pr)", [](const auto& p) { return p.at("email").is_null(); }},
      {"usageLocation%20eq%20%22DE%22%20or%20usageLocation%20eq%20null",
       [](const auto& p) { return p.at("usageLocation").is_null() || text_at(p, "usageLocation") == "DE"; }},
      {"sources.provider%20eq%20%22cloud_cockpit%22%20and%20sources.provider%20eq%20%22partner_center%22",
       [](const auto& p) { return has_source(p, "cloud_cockpit") && has_source(p, "partner_center"); }},
      {"groups.name%20EQ%20%22viewer%22",
       [](const auto& p) {
         return std::ranges::any_of(p.at("groups").as_array(),
                                    [](const auto& group) { return text_at(group, "name") == "Viewer"; });
       }},
      {"role.name%20ne%20%22customer%22",
       [](const auto& p) { return p.at("role").is_null() || text_at(p.at("role"), "name") != "customer"; }},
      {"id%20eq%20%22nobody%22", [](const auto&) { return false; }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.filter);
    const auto expected = picked(people, row.picks);
    const auto list = s.list("crowd", "limit=1000&filter=" + row.filter);
    CHECK(list.at("items").as_array() == expected);
    CHECK(list.at("totalCount") == expected.size());
    for (const char* provider : {"partner_center", "cloud_cockpit"}) {
      CAPTURE(provider);
      CHECK(outcome_of(list, provider).at("count") == sources_at(expected, provider));
    }
  }
}

TEST_CASE("a search finds text in names and addresses, whatever its case") {
  const SelectScene& s = select_scene();
  const auto people = true_people(s.emulator, "crowd");
  for (const std::string text : {"AN", "crowd.onmicrosoft", "er"}) {
    CAPTURE(text);
    const auto expected = picked(people, [&](const json::value& person) {
      for (const char* field : {"displayName", "firstName", "lastName", "email", "userPrincipalName"}) {
        if (in_lower_case(text_at(person, field)).find(in_lower_case(text)) != std::string::npos) return true;
      }
      return false;
    });
    const auto list = s.list("crowd", "limit=1000&search=" + text);
    CHECK(list.at("totalCount") == expected.size());
    CHECK(list.at("items").as_array() == expected);
  }
}

TEST_CASE("a list is in the order of any field, in both directions") {
  const SelectScene& s = select_scene();
  auto people = true_people(s.emulator, "twelve");
  const auto same_people = [&people](json::array list) {
    const auto by_id = [](const json::value& a, const json::value& b) {
      return text_at(a, "id") < text_at(b, "id");
    };
    auto all = people;
    std::ranges::sort(all, by_id);
    std::ranges::sort(list, by_id);
    return all == list;
  };
  for (const std::string field : {"userPrincipalName", "email", "id"}) {
    for (const bool descending : {false, true}) {
      CAPTURE(field);
      CAPTURE(descending);
      const auto items = s.list("twelve", (descending ? "sort=-" : "sort=") + field).at("items").as_array();
      CHECK(same_people(items));
      // These are ASCII in the emulator's world, so their case is all there is to fold.
      bool nulls = false;
      for (std::size_t i = 1; i < items.size(); ++i) {
        const auto& before = items[i - 1];
        const auto& after = items[i];
        nulls = nulls || before.at(field).is_null();
        CHECK((!nulls || after.at(field).is_null()));
        if (after.at(field).is_null()) continue;
        const int order = in_lower_case(text_at(before, field)).compare(in_lower_case(text_at(after, field)));
        CHECK((descending ? order >= 0 : order <= 0));
        if (order == 0) CHECK(text_at(before, "id") < text_at(after, "id"));
      }
    }
  }
}

TEST_CASE(
    "deleted users are shown where they are asked for, and a provider that cannot list them is not asked") {
  const SelectScene& s = select_scene();
  const auto deleted = s.list("crowd", "state=deleted&limit=1000");
  const auto gone = deleted.at("items").as_array();
  REQUIRE(!gone.empty());
  for (const auto& person : gone) {
    CHECK(person.at("state") == "deleted");
    CHECK(person.at("softDeletionTime").is_string());
  }
  CHECK(deleted.at("complete") == true);
  CHECK(deleted.at("totalCount") == gone.size());
  CHECK(outcome_of(deleted, "cloud_cockpit").at("status") == "not_asked");
  CHECK(outcome_of(deleted, "cloud_cockpit").at("count").is_null());
  CHECK(s.emulator.ledger("cloud_cockpit", "list").empty());

  const auto active = s.list("crowd", "limit=1000").at("totalCount").as_int64();
  const auto any = s.list("crowd", "state=any&limit=1000").at("totalCount").as_int64();
  CHECK(any == active + static_cast<std::int64_t>(gone.size()));
  // A filter that names the state is over all of them.
  CHECK(s.list("crowd", "limit=1000&filter=state%20eq%20%22deleted%22").at("items") == gone);
  const auto nobody = ask(s.gateway, users_of("contoso", "crowd", "state=deleted&provider=cloud_cockpit"));
  CHECK(nobody.status == 400);
  CHECK(text_at(nobody.json().at("errors").at(0), "parameter") == "state");
}

TEST_CASE("fields= leaves members out, and include=raw shows each source as the provider sent it") {
  const SelectScene& s = select_scene();
  const auto narrow = s.list("twelve", "fields=displayName,state");
  for (const auto& item : narrow.at("items").as_array()) {
    CHECK(item.as_object().size() == 3);
    CHECK(item.as_object().contains("id"));
  }
  const auto items = s.list("twelve", "include=raw").at("items").as_array();
  std::set<std::string> seen;
  for (const auto& item : items) {
    for (const auto& source : item.at("sources").as_array()) {
      const auto& raw = source.at("raw");
      CHECK(text_at(raw, "id") == text_at(source, "id"));
      seen.insert(text_at(source, "provider"));
      if (text_at(source, "provider") == "partner_center") CHECK(raw.as_object().contains("links"));
    }
  }
  CHECK(seen.size() == 2);
  const std::string id = text_at(items.at(0), "id");
  const auto one =
      ask(s.gateway, users_of("contoso", "twelve") + "/" + id + "?include=raw&fields=sources").json();
  CHECK(one.at("sources") == items.at(0).at("sources"));
  CHECK_FALSE(one.as_object().contains("displayName"));
}

TEST_CASE("a complete answer has a tag, and who has it already gets 304 without a body") {
  const SelectScene& s = select_scene();
  const std::string list = users_of("contoso", "crowd", "limit=20");
  const std::string user =
      users_of("contoso", "twelve") + "/" + text_at(s.list("twelve", "").at("items").at(0), "id");
  for (const std::string& target :
       {list, user, std::string("/v1/tenants"), std::string("/v1/tenants/contoso/customers"),
        std::string("/v1/tenants/contoso/groups")}) {
    CAPTURE(target);
    const auto first = s.gateway.get(target);
    const std::string tag = first.header("etag");
    REQUIRE(tag.starts_with("W/\""));
    CHECK(s.gateway.get(target).header("etag") == tag);
    support::HttpConnection connection(s.gateway.port());
    connection.send(support::encode_request("GET", target, {{"If-None-Match", "\"x\", " + tag}}));
    const auto unchanged = connection.read_reply(true);
    CHECK(unchanged.status == 304);
    CHECK(unchanged.header("etag") == tag);
    CHECK(unchanged.header("cache-control") == "private, no-cache");
    CHECK(unchanged.header("vary") == "Accept, Authorization");
    CHECK(unchanged.header("content-length").empty());
    // The connection goes on, so nothing was sent behind the head.
    connection.send(support::encode_request("GET", target, {{"If-None-Match", "\"x\""}}));
    CHECK(connection.read_reply().status == 200);
    CHECK(support::request(s.gateway.port(), "HEAD", target).header("etag") == tag);
  }
  const std::string before = s.gateway.get(list).header("etag");
  s.emulator.post("/users", R"({"provider":"cloud_cockpit","customer":"crowd","user":)"
                            R"({"firstName":"Aaa","lastName":"New","email":"aaa@crowd.example"}})");
  CHECK(s.gateway.get(list).header("etag") != before);
  s.emulator.fault(
      R"({"match":{"provider":"cloud_cockpit","operation":"list"},"times":0,"action":{"status":403}})");
  CHECK(s.gateway.get(list).header("etag").empty());
}

TEST_CASE("a filter that is none says where, and asks nobody") {
  const SelectScene& s = select_scene();
  for (const std::string filter :
       {"", "email", "email%20eq", "email%20eq%20x", "name%20pr", "email%20eq%20%22a", "(email%20pr",
        "email%20pr%20and", "not%20email%20pr", "email%20eq%205", "lastDirectorySyncTime%20gt%20%22soon%22",
        "groups%5Bid%20pr%5D"}) {
    CAPTURE(filter);
    const auto reply = ask(s.gateway, users_of("contoso", "twelve", "filter=" + filter));
    CHECK(reply.status == 400);
    const auto problem = reply.json();
    CHECK(code_of(problem) == "invalid_filter");
    CHECK(text_at(problem, "detail").starts_with("At offset "));
    CHECK(text_at(problem.at("errors").at(0), "parameter") == "filter");
  }
  CHECK(s.emulator.ledger("partner_center", "").empty());
}

}  // namespace tests::integration
