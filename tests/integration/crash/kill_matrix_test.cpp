// `kill -9` at each step of a create, against each behaviour of a provider: effectively exactly once all the
// same. USHER_CRASH_RUNS=2000 walks the whole matrix several times; USHER_CRASH_SEED walks it otherwise.
#include "tests/integration/crash/arena.hpp"
#include "tests/integration/crash/settings.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <exception>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace tests::integration::crash {
namespace {

constexpr std::size_t arenas = 4;

// What was broken, each with the cells of the persons in it.
class Findings {
 public:
  explicit Findings(const std::vector<Cell>& cells) : cells_(cells) {}

  static std::string name_of(std::size_t run) { return "run" + std::to_string(run) + "x"; }

  void add(std::string sentence) {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (sentence.find(name_of(i)) != sentence.npos)
        sentence += "\n    " + name_of(i) + ": " + describe(cells_[i]);
    }
    const std::lock_guard lock(mutex_);
    all_ += "\n  " + sentence;
  }
  const std::string& all() const { return all_; }

 private:
  const std::vector<Cell>& cells_;
  std::mutex mutex_;
  std::string all_;
};

TEST_CASE("kill -9 anywhere in a create makes no second user, no false 201 and no false no") {
  const std::vector<Cell> cells = walk(setting("USHER_CRASH_RUNS", 150), seed());
  MESSAGE("seed ", seed(), ", ", cells.size(), " runs");
  Findings findings(cells);
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < arenas; ++i) {
    threads.emplace_back([&] {
      std::size_t run = 0;
      try {
        Arena arena;
        for (run = next++; run < cells.size(); run = next++)
          arena.run(cells[run], Findings::name_of(run));
        for (std::string& sentence : arena.judge())
          findings.add(std::move(sentence));
      } catch (const std::exception& failure) {
        findings.add(std::string(failure.what()) + " in " + Findings::name_of(run));
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  CHECK_MESSAGE(findings.all().empty(), findings.all());
}

TEST_CASE("a walk through the matrix is the seed's, and a long one comes to every cell") {
  const auto told = [](const std::vector<Cell>& cells) {
    std::string text;
    for (const Cell& cell : cells)
      text += describe(cell) + '\n';
    return text;
  };
  CHECK(told(walk(50, 7)) == told(walk(50, 7)));
  CHECK(told(walk(50, 7)) != told(walk(50, 8)));
  std::set<std::string> seen;
  for (const Cell& cell : walk(2000, 7))
    seen.insert(cell.kill_at + ' ' + cell.providers[0] + ' ' + cell.providers.back() + ' ' +
                std::to_string(cell.faulty) + ' ' + std::to_string(static_cast<int>(cell.behaviour)) +
                (cell.second_is_optional ? " optional" : ""));
  CHECK(seen.size() == 2 * 11 * 6 + 3 * 13 * 6 * 2);
}

}  // namespace
}  // namespace tests::integration::crash
