#include "gateway/state/migrations.hpp"

#include "tests/gateway/state/state_scene.hpp"

#include <doctest/doctest.h>

namespace gateway::state {

using tests::gateway_state::operation;
using tests::gateway_state::StateScene;

TEST_CASE("a new database is brought to the newest version, once") {
  Database database(":memory:");
  CHECK_FALSE(migrate(database).has_value());
  CHECK(database.number("PRAGMA user_version") == newest_version());
  const auto schema = database.texts("SELECT sql FROM sqlite_schema ORDER BY name");
  CHECK_FALSE(migrate(database).has_value());
  CHECK(database.texts("SELECT sql FROM sqlite_schema ORDER BY name") == schema);
}

TEST_CASE("a step that fails leaves nothing of itself behind") {
  Database database(":memory:");
  // In the way of the third table.
  database.run("CREATE TABLE refresh_tokens (x); PRAGMA user_version = 0");
  database.run("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = 'sqlite_hidden' WHERE 0");
  CHECK(migrate(database).has_value());
  CHECK(database.number("SELECT count(*) FROM sqlite_schema") == 1);
  CHECK(database.number("PRAGMA user_version") == 0);
}

TEST_CASE("no byte is changed of a database of a newer Usher, and the fault says what to do") {
  StateScene scene;
  { scene.loop.run(scene.open()->put(operation("one", "key"))); }
  { Database(scene.path()).run("PRAGMA user_version = 7"); }
  const std::string before = scene.content();
  const std::string why = scene.refusal();
  CHECK(why.find("made by a newer Usher (version 7") != std::string::npos);
  CHECK(why.find("start that one") != std::string::npos);
  CHECK(scene.content() == before);
  CHECK_FALSE(std::filesystem::exists(scene.path("state.db-wal")));
}

TEST_CASE("no byte is changed of another program's database") {
  StateScene scene;
  { Database(scene.path()).run("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)"); }
  const std::string before = scene.content();
  CHECK(scene.refusal().find("something else than Usher") != std::string::npos);
  CHECK(scene.content() == before);
}

}  // namespace gateway::state
