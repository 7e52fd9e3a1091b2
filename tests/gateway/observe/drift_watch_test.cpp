#include "gateway/observe/drift_watch.hpp"

#include "tests/gateway/observe/written_events.hpp"
#include "tests/support/fake_clock.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <fcntl.h>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace gateway::observe {
namespace {

// A watch over a log that writes into a file nobody else sees.
struct Scene {
  Scene() : file(std::tmpfile()) {
    REQUIRE(file != nullptr);
    log = std::make_unique<Log>(LogOptions{.fd = fileno(file)},
                                [] { return std::chrono::system_clock::time_point(); });
    watch = std::make_unique<DriftWatch>("contoso", "partner_center",
                                         metrics.provider("contoso", "partner_center"), log.get(), clock);
  }
  ~Scene() { std::fclose(file); }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  void note(std::string_view name, int times = 1) {
    adapters::Drift drift;
    for (int count = 0; count < times; ++count)
      drift.note_member("users[].", name);
    watch->note(drift);
  }

  // "path count" of each line. Ends the log, which is then written whole.
  std::vector<std::string> told() {
    log.reset();
    std::vector<std::string> lines;
    for (const boost::json::object& event : written_events(file)) {
      CHECK(event.at("event").as_string() == "provider_drift");
      CHECK(event.at("level").as_string() == "warning");
      CHECK(event.at("tenant").as_string() == "contoso");
      CHECK(event.at("provider").as_string() == "partner_center");
      lines.push_back(std::string(event.at("path").as_string()) + ' ' +
                      std::to_string(event.at("count").to_number<int>()));
    }
    return lines;
  }

  std::shared_ptr<tests::support::FakeClock> clock = std::make_shared<tests::support::FakeClock>();
  Metrics metrics{"1", {}, {}};
  std::FILE* file;
  std::unique_ptr<Log> log;
  std::unique_ptr<DriftWatch> watch;
};

using Lines = std::vector<std::string>;

TEST_CASE("tells of each path at once, and then at most once an hour with what came in between") {
  Scene scene;
  scene.note("a", 2);
  scene.note("b");
  scene.clock->advance(std::chrono::minutes(59));
  scene.note("a", 3);
  scene.clock->advance(std::chrono::minutes(1));
  scene.note("a", 4);
  scene.note("a", 5);
  scene.clock->advance(std::chrono::hours(1));
  scene.note("b");
  CHECK(scene.told() == Lines{"users[].a 2", "users[].b 1", "users[].a 7", "users[].b 1"});
}

TEST_CASE("counts every path, for the metric and for the checks") {
  Scene scene;
  scene.note("b", 2);
  scene.note("a");
  scene.note("b", 3);
  const auto rows = scene.watch->rows();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].path == "users[].a");
  CHECK(rows[0].count == 1);
  CHECK(rows[1].path == "users[].b");
  CHECK(rows[1].count == 5);
  CHECK(
      scene.metrics.render().find("usher_provider_drift_total{path=\"users[].b\",provider=\"partner_center\","
                                  "tenant=\"contoso\"} 5\n") != std::string::npos);
}

TEST_CASE("tells of 64 paths, and of all that come after them as one") {
  Scene scene;
  for (int number = 100; number < 200; ++number)
    scene.note("made-up-" + std::to_string(number));
  const auto rows = scene.watch->rows();
  REQUIRE(rows.size() == 65);
  CHECK(rows.front().path == "other");
  CHECK(rows.front().count == 36);
  CHECK(rows.back().path == "users[].made-up-163");
  CHECK(scene.told().size() == 65);
}

TEST_CASE("says nothing where an answer is as documented") {
  Scene scene;
  scene.watch->note({});
  CHECK(scene.watch->rows().empty());
  CHECK(scene.told().empty());
}

TEST_CASE("counts without a log") {
  Scene scene;
  DriftWatch quiet("contoso", "partner_center", scene.metrics.provider("contoso", "partner_center"), nullptr,
                   scene.clock);
  adapters::Drift drift;
  drift.note_member("users[].", "a");
  quiet.note(drift);
  CHECK(quiet.rows().size() == 1);
}

TEST_CASE("shows what it saw while others go on noting") {
  Scene scene;
  std::thread noting([&] {
    for (int count = 0; count < 1000; ++count)
      scene.note("a");
  });
  std::uint64_t before = 0;
  while (before < 1000) {
    const auto rows = scene.watch->rows();
    const std::uint64_t now = rows.empty() ? 0 : rows.front().count;
    REQUIRE(now >= before);
    before = now;
    std::this_thread::yield();
  }
  noting.join();
  CHECK(scene.told() == Lines{"users[].a 1"});
}

}  // namespace
}  // namespace gateway::observe
