#include "gateway/cli/progress.hpp"

#include <doctest/doctest.h>

#include <string>

namespace gateway::cli {
namespace {

using std::chrono::milliseconds;

struct ProgressScene {
  std::chrono::steady_clock::time_point now{};
  std::string printed;
  Progress progress{[this](std::string_view text) { printed += text; }, [this] { return now; }};

  std::string after(milliseconds time) {
    now += time;
    printed.clear();
    progress.tick();
    return printed;
  }
};

}  // namespace

TEST_CASE("a list that takes less than a second shows no progress") {
  ProgressScene scene;
  scene.progress.add(500);
  CHECK(scene.after(milliseconds(999)).empty());
  scene.progress.erase();
  CHECK(scene.printed.empty());
}

TEST_CASE("a long list shows how many users came and how fast, some times a second") {
  ProgressScene scene;
  scene.progress.add(1);
  CHECK(scene.after(milliseconds(1000)) == "\r\x1b[K1 user, 1/s");
  CHECK(scene.after(milliseconds(100)).empty());
  scene.progress.add(2468999);
  CHECK(scene.after(milliseconds(900)) == "\r\x1b[K2,469,000 users, 1,234,500/s");
}

TEST_CASE("the line is erased once, and drawn anew after something else was printed") {
  ProgressScene scene;
  CHECK_FALSE(scene.after(milliseconds(1500)).empty());
  scene.printed.clear();
  scene.progress.erase();
  scene.progress.erase();
  CHECK(scene.printed == "\r\x1b[K");
  CHECK(scene.after(milliseconds(200)) == "\r\x1b[K0 users, 0/s");
}

TEST_CASE("without a terminal nothing is ever drawn") {
  std::chrono::steady_clock::time_point now{};
  Progress progress({}, [&now] { return now; });
  now += std::chrono::seconds(10);
  progress.tick();
  progress.erase();
}

}  // namespace gateway::cli
