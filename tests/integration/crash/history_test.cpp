// The checker of crashes lets a good history pass, and none of the bad ones.
#include "tests/integration/crash/history.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string_view>

namespace tests::integration::crash {
namespace {

const std::string ada = "ada@twelve.example";
const Place at_partner = {"partner_center", ada};

Told told(const std::string& key, unsigned status, std::string_view code = {}) {
  const bool has_operation = status != 0 && code != "request_in_progress";
  return {
      key,    ada,  {"partner_center"}, status, std::string(code), has_operation ? "/operations/" + key : "",
      "body", false};
}

// A create whose answer was lost, found again, told, and told once more.
History good() {
  History history;
  history.posts = {{at_partner, 0, true}};
  history.told = {told("a", 0), told("a", 409, "request_in_progress"), told("a", 503, "outcome_unknown"),
                  told("a", 201), told("a", 201)};
  history.told.back().replayed = true;
  history.operations = {{"/operations/a", "succeeded"}};
  history.people = {at_partner};
  history.password = "secret";
  history.texts = {{"state.db", "nothing of it"}};
  return history;
}

TEST_CASE("a history in which everything was kept passes") {
  CHECK(broken_promises(good()).empty());
  History refused = good();
  refused.posts = {{at_partner, 400, false}};
  refused.told = {told("a", 0), told("a", 422, "invalid_draft")};
  refused.people.clear();
  CHECK(broken_promises(refused).empty());
  History again = good();
  again.posts = {{at_partner, 0, true, 7}, {at_partner, 409, false, 8}};
  CHECK(broken_promises(again).empty());
  History others = good();
  others.posts.push_back({{"cloud_cockpit", ada}, 201, true, 8, {7}});
  others.posts.front().number = 7;
  CHECK(broken_promises(others).empty());
  History rivals = good();
  rivals.told.push_back(told("b", 409, "user_exists"));
  CHECK(broken_promises(rivals).empty());
}

TEST_CASE("a no is not false while another key may have made the person") {
  History history = good();
  history.told = {told("a", 502, "partial_create"), told("b", 409, "user_exists")};
  const auto broken = broken_promises(history);
  REQUIRE(broken.size() == 1);
  CHECK(broken.front().find("key a had no answer in the end") == 0);
}

TEST_CASE("a history in which a promise was broken does not pass, and says which") {
  struct Row {
    std::string_view says;
    std::function<void(History&)> spoil;
  };
  const std::vector<Row> rows = {
      {"was created twice",
       [](History& h) {
         h.posts.push_back({at_partner, 201, true});
       }},
      {"was sent twice at once",
       [](History& h) {
         h.posts.front().number = 7;
         h.posts.push_back({at_partner, 409, false, 8, {7}});
       }},
      {"is there twice", [](History& h) { h.people.insert(at_partner); }},
      {"who is not there", [](History& h) { h.people.clear(); }},
      {"two keys had a 201", [](History& h) { h.told.push_back(told("b", 201)); }},
      {"was told no",
       [](History& h) {
         h.told = {told("a", 0), told("a", 409, "user_exists")};
       }},
      {"was told no", [](History& h) { h.told = {told("a", 422, "invalid_draft")}; }},
      {"had two answers", [](History& h) { h.told.back().body = "another body"; }},
      {"had two answers", [](History& h) { h.told.push_back(told("a", 409, "user_exists")); }},
      {"not replayed", [](History& h) { h.told.push_back(told("a", 201)); }},
      {"had no answer in the end", [](History& h) { h.told.push_back(told("b", 503, "outcome_unknown")); }},
      {"had no answer in the end", [](History& h) { h.told.push_back(told("b", 0)); }},
      {"500", [](History& h) { h.told.push_back(told("a", 500, "internal")); }},
      {"idempotency_key_reused",
       [](History& h) { h.told.push_back(told("a", 422, "idempotency_key_reused")); }},
      {"still in_doubt",
       [](History& h) {
         h.operations.push_back({"/operations/b", "in_doubt"});
       }},
      {"still running",
       [](History& h) {
         h.operations.push_back({"/operations/b", "running"});
       }},
      {"still operation_not_found",
       [](History& h) {
         h.operations.push_back({"/operations/b", "operation_not_found"});
       }},
      {"in state.db", [](History& h) { h.texts["state.db"] = "a secret"; }},
      {"in an answer", [](History& h) { h.told.front().body = "a secret"; }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.says);
    History history = good();
    row.spoil(history);
    const auto broken = broken_promises(history);
    REQUIRE_FALSE(broken.empty());
    CHECK(broken.front().find(row.says) != std::string::npos);
  }
}

TEST_CASE("who was sent without a record is told") {
  const std::vector<Posted> posts = {{at_partner, 0, false}};
  CHECK(unrecorded(posts, {at_partner}).empty());
  CHECK(unrecorded(posts, {}).size() == 1);
  CHECK(unrecorded(posts, {{"cloud_cockpit", ada}}).size() == 1);
}

}  // namespace
}  // namespace tests::integration::crash
