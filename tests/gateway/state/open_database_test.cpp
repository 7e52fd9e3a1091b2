#include "gateway/state/open_database.hpp"

#include "gateway/state/migrations.hpp"
#include "tests/gateway/state/state_scene.hpp"

#include <doctest/doctest.h>

namespace gateway::state {

namespace {

using tests::gateway_state::fill;
using tests::gateway_state::mode_of;
using tests::gateway_state::operation;
using tests::gateway_state::StateScene;

bool is_set_aside(const StateScene& scene) {
  const std::string aside = scene.path("state.db.damaged");
  const std::string first = scene.refusal();
  CHECK(first.find("damaged") != std::string::npos);
  CHECK(first.find(aside) != std::string::npos);
  // A restart must not forget by itself which keys were used.
  const std::string second = scene.refusal();
  CHECK(second.find("and move the damaged one away") != std::string::npos);
  CHECK(second.find(aside) != std::string::npos);
  return std::filesystem::exists(aside) && !std::filesystem::exists(scene.path());
}

void check_begins_anew(const StateScene& scene) {
  std::filesystem::rename(scene.path("state.db.damaged"), scene.path("looked-at"));
  CHECK(scene.refusal().empty());
}

}  // namespace

TEST_CASE("the file, its log and a folder made for it are for their owner only, whatever the umask") {
  StateScene scene;
  const mode_t before = ::umask(0);
  const std::string path = scene.path("made/state.db");
  {
    auto store = SqliteStore::open(path, tests::gateway_state::key());
    REQUIRE(store.has_value());
    scene.loop.run((*store)->put(operation("one")));
    CHECK(mode_of(scene.path("made")) == 0700);
    CHECK(mode_of(path) == 0600);
    CHECK(mode_of(path + "-wal") == 0600);
  }
  ::umask(before);
  ::chmod(path.c_str(), 0644);
  CHECK(SqliteStore::open(path, tests::gateway_state::key()).has_value());
  CHECK(mode_of(path) == 0600);
}

TEST_CASE("what is no database is set aside, and stays in the way until somebody moves it") {
  StateScene scene;
  scene.write("this is somebody's shopping list, and long enough to be looked at as a database file. " +
              std::string(4096, '.'));
  CHECK(is_set_aside(scene));
  check_begins_anew(scene);
}

TEST_CASE("a byte that flipped in an operation is found at the start") {
  for (const std::string_view part : {"fabrikam", "\"state\":\"running\"", "\"client\":\"portal\""}) {
    CAPTURE(part);
    StateScene scene;
    fill(scene);
    std::string bytes = scene.content();
    const auto at = bytes.rfind(part);
    REQUIRE(at != std::string::npos);
    bytes[at + part.size() / 2] ^= 1;
    scene.write(bytes);
    CHECK(is_set_aside(scene));
  }
}

TEST_CASE("wherever in the file a byte flipped, what is then answered is right, or nothing is") {
  StateScene scene;
  fill(scene);
  const std::string good = scene.content();
  const Operation one = operation("one", "key");
  std::size_t refused = 0;
  for (std::size_t at = 0; at < good.size(); at += 61) {
    CAPTURE(at);
    std::string bytes = good;
    bytes[at] ^= static_cast<char>(1 << at % 8);
    scene.write(bytes);
    auto store = SqliteStore::open(scene.path(), tests::gateway_state::key());
    if (store) {
      CHECK(*scene.loop.run((*store)->find("one")) == one);
      CHECK(*scene.loop.run((*store)->find_by_key({"contoso", "portal", "key"})) == one);
    } else {
      ++refused;
    }
    if (store) store->reset();
    for (const char* name : {"state.db", "state.db-wal", "state.db.damaged", "state.db.damaged-wal"})
      std::filesystem::remove(scene.path(name));
  }
  CHECK(refused > 0);
}

TEST_CASE("a file that was cut or overwritten in part is found at the start") {
  StateScene scene;
  fill(scene);
  const std::string good = scene.content();
  REQUIRE(good.size() > 3 * 4096);
  std::vector<std::string> bad(3, good);
  bad[0].resize(good.size() / 2);
  bad[1].replace(4096, 4096, std::string(4096, '\xa5'));
  bad[2].replace(0, 16, "not SQLite at 3\n");
  for (const std::string& bytes : bad) {
    scene.write(bytes);
    CHECK(is_set_aside(scene));
    for (const char* name : {"state.db.damaged", "state.db.damaged-wal"})
      std::filesystem::remove(scene.path(name));
  }
}

TEST_CASE("an index that lies is made anew, and nothing is lost") {
  StateScene scene;
  fill(scene);
  {
    Database database(scene.path());
    database.run("PRAGMA writable_schema = ON");
    // The index's rows are of another expression now.
    database.run(
        "UPDATE sqlite_schema SET sql = replace(sql, 'is_open, updated_at', 'updated_at, is_open') "
        "WHERE name = 'operations_by_age'");
  }
  const auto store = scene.open();
  CHECK(scene.loop.run(store->find("one"))->has_value());
}

TEST_CASE("a file of another state key is left as it is, and the fault says which of the two to mend") {
  StateScene scene;
  fill(scene);
  const std::string why = scene.refusal('x');
  CHECK(why.find("another state key") != std::string::npos);
  CHECK(scene.refusal().empty());
}

TEST_CASE("a file of a newer version is left as it is") {
  StateScene scene;
  fill(scene);
  {
    Database database(scene.path());
    database.run(("PRAGMA user_version = " + std::to_string(newest_version() + 1)).c_str());
  }
  CHECK(scene.refusal().find("newer Usher") != std::string::npos);
  CHECK(std::filesystem::exists(scene.path()));
}

}  // namespace gateway::state
