#include "gateway/state/state_files.hpp"

#include "tests/gateway/state/child_process.hpp"
#include "tests/gateway/state/state_scene.hpp"

#include <doctest/doctest.h>

#include <csignal>

namespace gateway::state {

namespace {

namespace fs = std::filesystem;
using tests::gateway_state::ChildProcess;
using tests::gateway_state::fill;
using tests::gateway_state::key;
using tests::gateway_state::mode_of;
using tests::gateway_state::operation;
using tests::gateway_state::StateFolder;
using tests::gateway_state::StateScene;

// Leaves a store as a kill does: its log is still there, with one operation in it.
void kill_at_work(const StateFolder& folder) {
  ChildProcess child([&] {
    const auto store = folder.open();
    tests::gateway_loop::Loop loop;
    loop.run(store->put(operation("one")));
    ::chmod(folder.path("state.db-wal").c_str(), 0660);
    ::kill(::getpid(), SIGKILL);
    return 1;
  });
  REQUIRE(WIFSIGNALED(child.go()));
}

}  // namespace

TEST_CASE("each folder that is made is for its owner only, one that was there stays as it is") {
  StateScene scene;
  ::chmod(scene.path("").c_str(), 0755);
  CHECK(SqliteStore::open(scene.path("a/b/state.db"), key()).has_value());
  CHECK(mode_of(scene.path("a")) == 0700);
  CHECK(mode_of(scene.path("a/b")) == 0700);
  CHECK(mode_of(scene.path("")) == 0755);
}

TEST_CASE("the folder may be a link, as systemd's DynamicUser makes it; the file may not") {
  StateScene scene;
  fs::create_directory(scene.path("real"));
  fs::create_symlink("real", scene.path("link"));
  CHECK(SqliteStore::open(scene.path("link/state.db"), key()).has_value());
  CHECK(fs::exists(scene.path("real/state.db")));
  fs::create_symlink("real/state.db", scene.path());
  CHECK(scene.refusal().find("a link") != std::string::npos);
}

TEST_CASE("a log that others could read is closed to them too") {
  const StateFolder folder;
  // As a volume's group gets it.
  kill_at_work(folder);
  REQUIRE(mode_of(folder.path("state.db-wal")) == 0660);
  tests::gateway_loop::Loop loop;
  const auto store = folder.open();
  CHECK(mode_of(folder.path("state.db-wal")) == 0600);
  CHECK(loop.run(store->find("one"))->has_value());
}

TEST_CASE("a file that was emptied is no new one") {
  StateScene scene;
  fill(scene);
  scene.write("");
  CHECK(scene.refusal().find("empty") != std::string::npos);
  CHECK(scene.refusal().find("move the damaged one away") != std::string::npos);
}

TEST_CASE("a log without its file is no new beginning, and is never written into another file") {
  const StateFolder folder;
  kill_at_work(folder);
  REQUIRE(fs::file_size(folder.path("state.db-wal")) > 0);
  fs::remove(folder.path());
  CHECK(folder.refusal().find("missing") != std::string::npos);
  CHECK(fs::exists(folder.path("state.db.damaged-wal")));
  CHECK_FALSE(folder.refusal().empty());
  fs::remove(folder.path("state.db.damaged-wal"));
  CHECK(folder.open()->open_operations()->empty());
}

TEST_CASE("a making that was broken off is begun again, and leaves nothing behind") {
  StateScene scene;
  const std::string draft = scene.path("state.db.new-" + std::to_string(::getpid()));
  std::ofstream(draft) << "half";
  fill(scene);
  CHECK_FALSE(fs::exists(draft));
  CHECK(std::distance(fs::directory_iterator(scene.path("")), {}) == 1);
}

TEST_CASE("what is set aside takes its log along") {
  const StateFolder folder;
  kill_at_work(folder);
  const auto log = fs::file_size(folder.path("state.db-wal"));
  { std::fstream(folder.path(), std::ios::in | std::ios::out | std::ios::binary) << "not SQLite at all"; }
  {
    std::fstream(folder.path("state.db-wal"), std::ios::in | std::ios::out | std::ios::binary) << "nor this";
  }
  CHECK_FALSE(folder.refusal().empty());
  CHECK(fs::exists(folder.path("state.db.damaged")));
  CHECK(fs::file_size(folder.path("state.db.damaged-wal")) == log);
  CHECK_FALSE(fs::exists(folder.path("state.db-wal")));
}

TEST_CASE("an older file that was set aside is never overwritten") {
  const StateFolder folder;
  folder.write("newer");
  std::ofstream(folder.path("state.db.damaged-wal")) << "older";
  CHECK(set_state_file_aside(folder.path(), "why").detail.find("state.db.damaged-2") != std::string::npos);
  CHECK(fs::file_size(folder.path("state.db.damaged-wal")) == 5);
  CHECK(fs::file_size(folder.path("state.db.damaged-2")) == 5);
}

TEST_CASE("a second opening in this process does not open the file to other processes") {
  const StateFolder folder;
  ChildProcess child([&] { return folder.refusal().empty() ? 1 : 7; });
  tests::gateway_loop::Loop loop;
  const auto store = folder.open();
  CHECK(folder.refusal().find("in use by another process") != std::string::npos);
  CHECK(WEXITSTATUS(child.go()) == 7);
  CHECK_FALSE(fs::exists(folder.path("state.db.damaged")));
  CHECK(loop.run(store->put(operation("one"))).has_value());
}

}  // namespace gateway::state
