#include "gateway/observe/log.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <fcntl.h>
#include <sstream>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace gateway::observe {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// An output that blocks once some 64 KiB are in it, unless somebody reads.
class Pipe {
 public:
  Pipe() { REQUIRE(pipe2(ends_, O_CLOEXEC) == 0); }
  ~Pipe() {
    close_reader();
    close_writer();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int writer() const { return ends_[1]; }
  void close_reader() { close_end(ends_[0]); }
  void close_writer() { close_end(ends_[1]); }

  std::string read_all() const {
    std::string text;
    char bytes[4096];
    for (ssize_t size; (size = read(ends_[0], bytes, sizeof bytes)) > 0;) {
      text.append(bytes, static_cast<std::size_t>(size));
    }
    return text;
  }

 private:
  static void close_end(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }
  int ends_[2] = {-1, -1};
};

std::chrono::system_clock::time_point epoch() { return {}; }

std::vector<boost::json::object> objects(const std::string& text) {
  std::vector<boost::json::object> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    lines.push_back(boost::json::parse(line).as_object());
  return lines;
}

}  // namespace

TEST_CASE("writes every event as one line, in order, before it is gone") {
  Pipe pipe;
  {
    Log log({.fd = pipe.writer()}, epoch);
    for (int number = 0; number < 100; ++number)
      log.info("request", {{"number", number}, {"path", "a\nb"}});
    CHECK(log.dropped() == 0);
  }
  pipe.close_writer();
  const auto lines = objects(pipe.read_all());
  REQUIRE(lines.size() == 100);
  for (std::size_t number = 0; number < lines.size(); ++number) {
    CHECK(lines[number].at("number").to_number<std::size_t>() == number);
    CHECK(lines[number].at("path").as_string() == "a\nb");
  }
}

TEST_CASE("writes nothing below its level") {
  Pipe pipe;
  {
    Log log({.fd = pipe.writer(), .level = Level::warning}, epoch);
    log.debug("a");
    log.info("b");
    log.warning("c");
    log.error("d");
    CHECK(!log.is_on(Level::info));
    CHECK(log.is_on(Level::error));
  }
  pipe.close_writer();
  const auto lines = objects(pipe.read_all());
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].at("event").as_string() == "c");
  CHECK(lines[1].at("event").as_string() == "d");
}

TEST_CASE("drops and counts lines when nobody reads, and ends in time all the same") {
  Pipe pipe;
  const auto began = Clock::now();
  {
    Log log({.fd = pipe.writer(), .buffer_bytes = 64 * 1024, .flush_timeout = milliseconds(100)}, epoch);
    for (int i = 0; i < 20'000; ++i)
      log.info("request", {{"path", "/v1/tenants"}});
    CHECK(log.dropped() > 0);
  }
  CHECK(Clock::now() - began < std::chrono::seconds(5));
}

TEST_CASE("says how many lines were lost once the output takes lines again") {
  Pipe pipe;
  std::uint64_t dropped = 0;
  std::string text;
  std::thread reader;
  {
    Log log({.fd = pipe.writer(), .buffer_bytes = 16 * 1024}, epoch);
    while (log.dropped() == 0)
      log.info("request");
    reader = std::thread([&] { text = pipe.read_all(); });
    dropped = log.dropped();
  }
  pipe.close_writer();
  reader.join();
  std::uint64_t told = 0;
  for (const auto& line : objects(text)) {
    if (line.at("event").as_string() == "log_dropped") told += line.at("lines").to_number<std::uint64_t>();
  }
  CHECK(told > 0);
  CHECK(told == dropped);
}

TEST_CASE("outlives an output that is gone") {
  Pipe pipe;
  pipe.close_reader();
  std::uint64_t dropped = 0;
  {
    Log log({.fd = pipe.writer()}, epoch);
    log.info("request");
    while ((dropped = log.dropped()) == 0)
      std::this_thread::yield();
  }
  CHECK(dropped == 1);
}

TEST_CASE("keeps the lines of many threads whole") {
  Pipe pipe;
  std::string text;
  std::thread reader([&] { text = pipe.read_all(); });
  std::uint64_t dropped = 0;
  {
    Log log({.fd = pipe.writer()}, epoch);
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
      threads.emplace_back([&log, number] {
        for (int i = 0; i < 500; ++i)
          log.info("request", {{"thread", number}, {"path", "/v1/tenants"}});
      });
    }
    for (auto& thread : threads)
      thread.join();
    dropped = log.dropped();
  }
  pipe.close_writer();
  reader.join();
  CHECK(dropped == 0);
  CHECK(objects(text).size() == 2000);
}

}  // namespace gateway::observe
