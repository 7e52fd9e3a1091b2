#include "gateway/state/writer.hpp"

#include "gateway/state/migrations.hpp"
#include "gateway/state/rows.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <future>

namespace gateway::state {

namespace {

using Answer = std::future<std::string>;  // the fault; empty: none

class TestJob final : public Job {
 public:
  using Work = std::function<void(Database&)>;
  TestJob(bool is_write, Work work, std::promise<std::string> told)
      : Job(is_write), work_(std::move(work)), told_(std::move(told)) {}
  void run(Database& database, const Seal&) override { work_(database); }
  void tell(const StateFault* fault) override { told_.set_value(fault != nullptr ? fault->detail : ""); }

 private:
  Work work_;
  std::promise<std::string> told_;
};

struct WriterScene {
  WriterScene() {
    auto database = std::make_unique<Database>(":memory:");
    database->run("CREATE TABLE numbers (number INTEGER PRIMARY KEY) STRICT");
    writer.emplace(std::move(database), Seal(schema::SecretText(std::string(32, 'k'))));
  }
  Answer ask(bool is_write, TestJob::Work work) {
    std::promise<std::string> told;
    Answer answer = told.get_future();
    writer->hand_over(std::make_unique<TestJob>(is_write, std::move(work), std::move(told)));
    return answer;
  }
  Answer write(const std::string& sql) {
    return ask(true, [sql](Database& database) { database.run(sql.c_str()); });
  }
  Answer fail(bool is_write, std::function<void()> fault) {
    return ask(is_write, [fault = std::move(fault)](Database&) { fault(); });
  }
  // Until it is let go everybody else has to wait, together.
  std::promise<void> hold() {
    std::promise<void> gate, entered;
    auto has_entered = entered.get_future();
    ask(false, [opened = gate.get_future().share(), &entered, is_first = true](Database&) mutable {
      if (std::exchange(is_first, false)) entered.set_value();
      opened.wait();
    });
    has_entered.wait();
    return gate;
  }

  std::optional<Writer> writer;
};

void disk_is_full() { throw SqliteError(13, "database or disk is full"); }

}  // namespace

TEST_CASE("jobs that wait together are one transaction") {
  WriterScene scene;
  auto gate = scene.hold();
  std::vector<Answer> answers;
  for (int i = 0; i < 100; ++i)
    answers.push_back(scene.write("INSERT INTO numbers VALUES (" + std::to_string(i) + ")"));
  gate.set_value();
  for (Answer& answer : answers)
    CHECK(answer.get().empty());
  CHECK(scene.writer->transactions() == 2);
}

TEST_CASE("a job that fails in a batch fails alone, and what it had changed is undone") {
  WriterScene scene;
  auto gate = scene.hold();
  Answer before = scene.write("INSERT INTO numbers VALUES (1)");
  Answer bad = scene.write("INSERT INTO numbers VALUES (2); INSERT INTO numbers VALUES (1)");
  Answer after = scene.write("INSERT INTO numbers VALUES (3)");
  gate.set_value();
  CHECK(before.get().empty());
  CHECK(bad.get().find("UNIQUE") != std::string::npos);
  CHECK(after.get().empty());
  std::int64_t sum = 0;
  scene.ask(false, [&](Database& database) { sum = database.number("SELECT sum(number) FROM numbers"); })
      .get();
  CHECK(sum == 4);
  CHECK(scene.writer->trouble().empty());
}

TEST_CASE("trouble lasts until something was really written, and a failed reading is none") {
  WriterScene scene;
  CHECK(scene.fail(false, disk_is_full).get().find("cannot be read") != std::string::npos);
  CHECK(scene.writer->trouble().empty());
  CHECK(scene.fail(true, disk_is_full).get().find("cannot be written") != std::string::npos);
  CHECK(scene.writer->trouble() == "the state cannot be written: database or disk is full");
  // Nothing to change: the disk was not asked.
  CHECK(scene.write("DELETE FROM numbers WHERE number = 99").get().empty());
  CHECK_FALSE(scene.writer->trouble().empty());
  CHECK(scene.write("INSERT INTO numbers VALUES (1)").get().empty());
  CHECK(scene.writer->trouble().empty());
}

TEST_CASE("once something is found damaged nothing is read or written any more") {
  for (const auto& find : {+[] { throw rows::Damaged("a row is not as it was written"); },
                           +[] { throw SqliteError(11, "database disk image is malformed"); }}) {
    WriterScene scene;
    CHECK(scene.fail(false, find).get().find("damaged") != std::string::npos);
    const std::string trouble = scene.writer->trouble();
    CHECK(trouble.find("a new start looks at all of it") != std::string::npos);
    CHECK(scene.write("INSERT INTO numbers VALUES (1)").get() == trouble);
    CHECK(scene.ask(false, [](Database&) {}).get() == trouble);
    CHECK(scene.writer->trouble() == trouble);
  }
}

TEST_CASE("a fault that is neither the disk's nor damage is told to who asked, and to nobody else") {
  WriterScene scene;
  CHECK_FALSE(scene.fail(true, [] { throw std::runtime_error("no"); }).get().empty());
  CHECK(scene.writer->trouble().empty());
  CHECK(scene.write("INSERT INTO numbers VALUES (1)").get().empty());
}

TEST_CASE("what was handed over is done before the writer goes") {
  WriterScene scene;
  auto gate = scene.hold();
  std::vector<Answer> answers;
  for (int i = 0; i < 10; ++i)
    answers.push_back(scene.write("INSERT INTO numbers VALUES (" + std::to_string(i) + ")"));
  gate.set_value();
  scene.writer.reset();
  for (Answer& answer : answers)
    CHECK(answer.get().empty());
}

}  // namespace gateway::state
