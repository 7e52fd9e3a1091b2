#include "gateway/cli/row_ledger.hpp"

#include "gateway/cli/many_users_text.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::cli {
namespace {

namespace json = boost::json;

// A file, and what an earlier run knows of it.
struct LedgerScene {
  explicit LedgerScene(std::string csv, std::map<std::string, RowRecord> earlier = {},
                       bool retries_refused = false)
      : text(std::move(csv)), ledger(read_user_rows(text).rows, std::move(earlier), retries_refused, [this] {
          return "key-" + std::to_string(++keys);
        }) {}

  // What the gateway says of this row.
  bool answer(std::size_t place, unsigned status, const std::string& body, std::string operation = "/op") {
    const json::value parsed = json::parse(body);
    return ledger.settle(place, {0, status, parsed.get_object(), std::move(operation)});
  }
  const RowRecord& record(std::size_t place) const { return ledger.rows()[place].plan.record; }

  std::string text;
  int keys = 0;
  RowLedger ledger;
};

RowRecord earlier(std::string person, unsigned status, std::string code, const std::string& file) {
  std::string text = file;
  RowRecord record;
  record.line = 9;
  record.person = std::move(person);
  record.key = "old";
  record.status = status;
  record.code = std::move(code);
  record.operation = "/op";
  for (const UserRow& row : read_user_rows(text).rows) {
    if (row.person == record.person) record.fingerprint = row.fingerprint;
  }
  return record;
}

std::map<std::string, RowRecord> by_person(std::vector<RowRecord> records) {
  std::map<std::string, RowRecord> map;
  for (RowRecord& record : records)
    map.emplace(person_key(record.person), record);
  return map;
}

constexpr const char* two = "email,password\na@x,secret-a\nb@x,secret-b\n";

}  // namespace

TEST_CASE("every new row is in the queue, with a key of its own") {
  LedgerScene scene(two);
  CHECK(scene.ledger.queue() == std::deque<std::size_t>{0, 1});
  CHECK(scene.record(0).key == "key-1");
  CHECK(scene.record(1).key == "key-2");
  CHECK(scene.ledger.counts().open == 2);
}

TEST_CASE("an answer is written down, without the password that somebody repeated in it") {
  LedgerScene scene(two);
  CHECK(scene.answer(0, 201, R"({"id":"p:1"})", "/op/1"));
  CHECK(
      scene.answer(1, 422, R"({"title":"Bad","status":422,"detail":"secret-b is weak","code":"invalid_draft",
      "errors":[{"pointer":"/passwordProfile/password","provider":"p","reason":"weak","detail":"secret-b"}]})"));
  CHECK(scene.record(0).status == 201);
  CHECK(scene.record(0).id == "p:1");
  CHECK(scene.record(0).operation == "/op/1");
  CHECK(scene.record(0).detail.empty());
  CHECK(scene.record(1).code == "invalid_draft");
  CHECK(scene.record(1).detail == "Bad: *** is weak /passwordProfile/password: p: weak: ***");
  CHECK(scene.ledger.counts().created == 1);
  CHECK(scene.ledger.counts().refused == 1);
}

TEST_CASE("a rerun sends what is open under the old key, and neither who is created nor a gone row") {
  const std::string file = "email\na@x\nb@x\nc@x\n";
  LedgerScene scene(file,
                    by_person({earlier("a@x", 201, "", file), earlier("b@x", 503, "outcome_unknown", file),
                               earlier("gone@x", 201, "", file)}));
  CHECK(scene.ledger.queue() == std::deque<std::size_t>{1, 2});
  CHECK(scene.record(1).key == "old");
  CHECK(scene.record(2).key == "key-1");
  CHECK(scene.ledger.counts().created_earlier == 1);
  const auto records = scene.ledger.records();
  REQUIRE(records.size() == 4);
  CHECK(records[0].line == 2);
  CHECK(records[3].person == "gone@x");
  CHECK(records[3].line == 0);
}

TEST_CASE("a refused row of which only the password changed gets a new key, once the gateway says so") {
  LedgerScene scene(two,
                    by_person({earlier("a@x", 422, "invalid_draft", two), earlier("b@x", 201, "", two)}));
  CHECK(scene.ledger.queue() == std::deque<std::size_t>{0});
  CHECK(scene.record(0).key == "old");
  scene.ledger.pop();
  CHECK_FALSE(scene.answer(0, 422, R"({"code":"idempotency_key_reused"})", ""));
  CHECK(scene.ledger.queue() == std::deque<std::size_t>{0});
  CHECK(scene.record(0).key == "key-1");
  CHECK(scene.record(0).status == 0);
  scene.ledger.pop();
  CHECK(scene.answer(0, 201, R"({"id":"p:1"})"));
  CHECK(scene.ledger.queue().empty());
  CHECK(scene.ledger.counts().created == 1);
}

TEST_CASE("an open row that was changed keeps its key and says what to do: two keys might make two users") {
  const std::string file = "email,firstName\na@x,A\n";
  const std::string changed = "email,firstName\na@x,B\n";
  LedgerScene scene(changed, by_person({earlier("a@x", 503, "outcome_unknown", file)}));
  scene.ledger.pop();
  CHECK(scene.answer(0, 422, R"({"code":"idempotency_key_reused"})", ""));
  CHECK(scene.ledger.queue().empty());
  const RowRecord record = scene.record(0);
  CHECK(record.key == "old");
  CHECK(record.outcome() == CreateOutcome::open);
  CHECK(record.detail.find("Put it back as it was") != std::string::npos);
  // Put back, it is finished under its key.
  LedgerScene again(file, by_person({record}));
  CHECK(again.record(0).key == "old");
  CHECK(again.record(0).fingerprint == again.ledger.rows()[0].row.fingerprint);
}

TEST_CASE("a changed row that was open is remembered as it is, where the gateway took it") {
  const std::string changed = "email,firstName\na@x,B\n";
  LedgerScene scene(changed,
                    by_person({earlier("a@x", 503, "provider_unavailable", "email,firstName\na@x,A\n")}));
  CHECK(scene.record(0).fingerprint != scene.ledger.rows()[0].row.fingerprint);
  CHECK(scene.answer(0, 409, R"({"code":"user_exists"})"));
  CHECK(scene.record(0).fingerprint == scene.ledger.rows()[0].row.fingerprint);
}

TEST_CASE(
    "what the gateway is still at work on is sent again under its key, behind the others, and not for ever") {
  LedgerScene scene(two);
  const std::string busy = R"({"code":"request_in_progress"})";
  scene.ledger.pop();
  CHECK_FALSE(scene.answer(0, 409, busy, ""));
  CHECK(scene.ledger.queue() == std::deque<std::size_t>{1, 0});
  CHECK(scene.ledger.rows()[0].waits == 1);
  CHECK(scene.record(0).key == "key-1");
  int answers = 1;
  while (!scene.answer(0, 409, busy, ""))
    ++answers;
  CHECK(answers == 30);
  CHECK(scene.record(0).outcome() == CreateOutcome::open);
}

TEST_CASE("what was not as wished is told row by row, and all of it in one line") {
  const std::string file = "email,firstName\na@x,A\nb@x,B\nc@x,C\nd@x,D\n";
  LedgerScene scene(file, by_person({earlier("a@x", 201, "", "email,firstName\na@x,Other\n")}));
  scene.answer(1, 201, R"({"id":"p:1"})");
  scene.answer(2, 409, R"({"title":"There","code":"user_exists"})");
  CHECK(ledger_text(scene.ledger, "f.csv", "f.result.csv") ==
        "f.csv:2: a@x: was created earlier, with other values: nothing was sent\n"
        "f.csv:4: c@x: 409 user_exists: There\n"
        "usher: f.csv: 4 rows: 1 created, 1 created earlier, 1 refused, 1 open; see f.result.csv\n"
        "usher: the same command again finishes what is open, and creates nobody twice\n"
        "usher: refused rows are sent again when they have changed, or with --retry-refused\n");
}

TEST_CASE("of many rows the first are told, and how many more") {
  std::string file = "email\n";
  for (int i = 0; i < 23; ++i)
    file += 'p' + std::to_string(i) + "@x\n";
  LedgerScene scene(file);
  for (std::size_t i = 0; i < 23; ++i)
    scene.answer(i, 503, R"({"code":"overloaded"})");
  const std::string text = ledger_text(scene.ledger, "f", "r");
  CHECK(text.find("p19@x") != std::string::npos);
  CHECK(text.find("p20@x") == std::string::npos);
  CHECK(text.find("and 3 rows more\n") != std::string::npos);
}

}  // namespace gateway::cli
