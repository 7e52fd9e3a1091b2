#include "gateway/state/check_rows.hpp"

#include "gateway/state/migrations.hpp"
#include "gateway/state/rows.hpp"
#include "tests/gateway/state/state_scene.hpp"

#include <doctest/doctest.h>

namespace gateway::state {

namespace {

using tests::gateway_state::key;
using tests::gateway_state::operation;

struct StoredRows {
  StoredRows() {
    REQUIRE_FALSE(migrate(database).has_value());
    rows::put(database, seal, operation("one", "key"));
    rows::put(database, seal, operation("two"));
  }
  std::optional<std::string> owner(const std::string& id) {
    const Operation of = operation(id);
    return rows::claimant(database, rows::account_of(of, of.targets.front()));
  }

  Database database{":memory:"};
  Seal seal{key()};
};

}  // namespace

TEST_CASE("rows as they were written are good") {
  StoredRows scene;
  CHECK_NOTHROW(rows::check(scene.database, scene.seal));
  CHECK(rows::has_key(scene.database, scene.seal));
  CHECK(rows::has_key(scene.database, scene.seal));
  CHECK_FALSE(rows::has_key(scene.database, Seal(key('x'))));
}

TEST_CASE("an operation that is not as it was written is found, in whichever column it is") {
  for (const char* change :
       {"document = replace(document, 'fabrikam', 'fabrikan')", "seal = zeroblob(32)", "seal = x''",
        "id = 'other'", "tenant = 'other'", "client = 'other'", "key = 'other'", "key = NULL",
        "document = (SELECT document FROM operations WHERE id = 'two')"}) {
    CAPTURE(change);
    StoredRows scene;
    scene.database.run(("UPDATE operations SET " + std::string(change) + " WHERE id = 'one'").c_str());
    CHECK_THROWS_AS(rows::check(scene.database, scene.seal), rows::Damaged);
  }
}

TEST_CASE(
    "what is open, and since when, is put right by the document: a later version may see it otherwise") {
  for (const char* change : {"is_open = 0", "updated_at = 0"}) {
    CAPTURE(change);
    StoredRows scene;
    scene.database.run(("UPDATE operations SET " + std::string(change)).c_str());
    CHECK_NOTHROW(rows::check(scene.database, scene.seal));
    CHECK(rows::open_operations(scene.database, scene.seal).size() == 2);
    CHECK(scene.database.number("SELECT min(updated_at) FROM operations") == operation("one").updated_at);
    CHECK(scene.owner("one") == "one");
  }
}

TEST_CASE("claims that do not follow from the operations are made anew") {
  for (const char* change :
       {"DELETE FROM claims", "DELETE FROM claims WHERE operation = 'two'",
        "UPDATE claims SET operation = 'two'", "UPDATE claims SET user_id = user_id || '!'",
        "INSERT INTO claims VALUES ('contoso', 'partner_center', 'c', 'nobody', 'three')"}) {
    CAPTURE(change);
    StoredRows scene;
    scene.database.run(change);
    CHECK_NOTHROW(rows::check(scene.database, scene.seal));
    CHECK(scene.owner("one") == "one");
    CHECK(scene.owner("two") == "two");
    CHECK(scene.database.number("SELECT count(*) FROM claims") == 2);
  }
}

TEST_CASE("an account stays with the operation that made it first, also when claims are made anew") {
  StoredRows scene;
  Operation rival = operation("a rival");
  rival.targets.front().user_id = operation("one").targets.front().user_id;
  rows::put(scene.database, scene.seal, rival);
  rows::check(scene.database, scene.seal);
  CHECK(scene.owner("one") == "one");
  scene.database.run("DELETE FROM claims");
  rows::check(scene.database, scene.seal);
  CHECK(scene.owner("one") == "one");
}

TEST_CASE("a kept token that cannot be opened is a fault of its own, and the next one takes its place") {
  StoredRows scene;
  const auto kept = [](const char* text) {
    return RotatedToken{"contoso", "cloud_cockpit", "hash", schema::SecretText(std::string(text)), 5};
  };
  rows::put_token(scene.database, scene.seal, kept("old"));
  for (const char* change : {"sealed = zeroblob(40)", "sealed = x''", "configured = 'other'"}) {
    CAPTURE(change);
    scene.database.run(("UPDATE refresh_tokens SET " + std::string(change)).c_str());
    CHECK_NOTHROW(rows::check(scene.database, scene.seal));
    bool is_damage = false;
    bool is_fault = false;
    try {
      rows::token(scene.database, scene.seal, "contoso", "cloud_cockpit");
    } catch (const rows::Damaged&) {
      is_damage = true;
    } catch (const std::runtime_error&) {
      is_fault = true;
    }
    CHECK_FALSE(is_damage);
    CHECK(is_fault);
    rows::put_token(scene.database, scene.seal, kept("new"));
    CHECK(rows::token(scene.database, scene.seal, "contoso", "cloud_cockpit")->token.reveal() == "new");
  }
}

}  // namespace gateway::state
