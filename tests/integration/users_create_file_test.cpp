// `usher users create --from` as a person uses it: against a real gateway over the emulated providers.
#include "tests/integration/users_creating.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <sys/stat.h>

namespace tests::integration {
namespace {

namespace fs = std::filesystem;
using support::Finished;

// Rows for CloudCockpit of people whom nobody had before.
std::string cockpit_rows(std::size_t count, Texts* names = nullptr) {
  std::string csv = "email,firstName,lastName\r\n";
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = somebody();
    if (names != nullptr) names->push_back(name);
    csv += email_of(name) + ",Ada,Lovelace\r\n";
  }
  return csv;
}

std::string row_for_both(const std::string& name, std::string_view password_of = password) {
  const std::string email = email_of(name);
  return "userPrincipalName,email,displayName,firstName,lastName,password\n" + email + ',' + email +
         ",Ada Lovelace,Ada,Lovelace," + std::string(password_of) + '\n';
}

}  // namespace

TEST_CASE("one mistake anywhere in a file, and nobody of it is created") {
  fresh_emulator();
  Texts names;
  const std::string good = cockpit_rows(2, &names);
  const UsersFile here(good + email_of(names[0]) + ",Twice,Here\r\n");
  const Finished local = users_create(in_cockpit({"--from", here.path()}));
  CHECK(local.exit_code == 1);
  CHECK(local.err == here.path() + ":4: is the same person as line 2: leave one of the two out\nusher: " +
                         here.path() + ": 1 mistake; nothing was created\n");
  const UsersFile there(good + "no at sign,,X\r\n");
  const Finished told = users_create(in_cockpit({"--from", there.path()}));
  CHECK(told.exit_code == 1);
  CHECK(contains(told.err, there.path() + ":4: email: cloud_cockpit: invalid_syntax: "));
  CHECK(contains(told.err, there.path() + ":4: firstName: cloud_cockpit: required: "));
  CHECK(contains(told.err, "2 mistakes; nothing was created\n"));
  for (const UsersFile* users : {&here, &there})
    CHECK_FALSE(fs::exists(users->result_path()));
  CHECK(what_was_sent().empty());
}

TEST_CASE("a file can be checked without creating anybody") {
  fresh_emulator();
  const UsersFile users(cockpit_rows(3));
  const Finished checked = users_create(in_cockpit({"--from", users.path(), "--validate-only"}));
  CHECK(checked.exit_code == 0);
  CHECK(checked.err == "usher: " + users.path() + ": no mistake in 3 rows; nothing was created\n");
  CHECK(what_was_sent().empty());
  CHECK_FALSE(fs::exists(users.result_path()));
}

TEST_CASE("creates everybody of a file in batches, and a second run nobody") {
  fresh_emulator();
  const std::size_t many = 205;
  const UsersFile users(cockpit_rows(many));
  const Finished made = users_create(in_cockpit({"--from", users.path()}));
  CHECK(made.exit_code == 0);
  CHECK(made.out.empty());
  CHECK(made.err == "usher: " + users.path() + ": 205 rows: 205 created; see " + users.result_path() + '\n');
  CHECK(sent_creates().size() == many);
  CHECK(users.statuses() == Texts(many, "201"));
  struct stat status {};
  REQUIRE(stat(users.result_path().c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);

  const std::string result = users.result();
  const Finished again = users_create(in_cockpit({"--from", users.path()}));
  CHECK(again.exit_code == 0);
  CHECK(contains(again.err, "0 created, 205 created earlier"));
  CHECK(sent_creates().size() == many);
  CHECK(users.result() == result);
  // The same people elsewhere are another create.
  CHECK(users_create({"--provider", "partner_center", "--from", users.path()}).exit_code == 2);
}

TEST_CASE("a run goes on with what the one before left open, under the same key") {
  fresh_emulator();
  const std::string name = somebody();
  const UsersFile users(row_for_both(name));
  fault_at_create("cloud_cockpit", R"({"status":403})");
  const Finished partial = users_create({"--from", users.path()});
  CHECK(partial.exit_code == 1);
  CHECK(contains(partial.err, ":2: " + email_of(name) + ": 502 partial_create: "));
  CHECK(contains(partial.err, "1 row: 0 created, 1 open;"));
  const Texts keys = users.keys();
  const Finished whole = users_create({"--from", users.path()});
  CHECK(whole.exit_code == 0);
  CHECK(users.keys() == keys);
  CHECK(users.statuses() == Texts{"201"});
  CHECK(what_was_sent() == "partner_center 201 executed, cloud_cockpit 403, cloud_cockpit 201 executed");
}

TEST_CASE("a refused row is sent again when it has changed, if only in its password") {
  fresh_emulator();
  const std::string name = somebody();
  const UsersFile users(row_for_both(name, "Some-Weak-1"));
  fault_at_create("partner_center", R"({"status":400,"body":{"code":"2000","description":"Too weak."}})");
  CHECK(users_create({"--from", users.path()}).exit_code == 1);
  CHECK(users.statuses() == Texts{"422"});
  const Texts keys = users.keys();

  CHECK(users_create({"--from", users.path()}).exit_code == 1);
  CHECK(users.statuses() == Texts{"422"});
  CHECK(users.keys() == keys);
  CHECK(sent_creates().size() == 1);

  users.write(row_for_both(name));
  CHECK(users_create({"--from", users.path()}).exit_code == 0);
  CHECK(users.statuses() == Texts{"201"});
  CHECK(users.keys() != keys);
}

TEST_CASE("somebody who is there already is no mistake of the file, and told as the row's result") {
  fresh_emulator();
  Texts names;
  const UsersFile users(cockpit_rows(2, &names));
  REQUIRE(create(gateway(), "contoso/twelve?provider=cloud_cockpit", cockpit_draft(names[0])).status == 201);
  const Finished some = users_create(in_cockpit({"--from", users.path()}));
  CHECK(some.exit_code == 1);
  CHECK(users.statuses() == Texts{"409", "201"});
  CHECK(contains(some.err, ":2: " + email_of(names[0]) + ": 409 user_exists: "));
  CHECK(contains(some.err, "2 rows: 1 created, 1 refused;"));
}

TEST_CASE("Ctrl-C leaves a good result, from which the next run goes on and creates nobody twice") {
  fresh_emulator();
  Texts names;
  const std::size_t many = 30;
  const UsersFile users(cockpit_rows(many, &names));
  fault_at_create("cloud_cockpit", R"({"delay_answer_ms":1000})", 0);
  support::Process interrupted(command(in_cockpit({"--from", users.path()})));
  REQUIRE(await_creates(9));
  interrupted.signal(SIGINT);
  CHECK(interrupted.wait() == -SIGINT);
  CHECK(contains(interrupted.output(), "usher: interrupted: the same command again goes on\n"));
  const Texts keys = users.keys();
  CHECK(keys.size() == many);
  CHECK(std::ranges::count(users.statuses(), "") > 0);

  emulator().remove("/faults");
  const Finished whole = users_create(in_cockpit({"--from", users.path()}));
  CAPTURE(whole.err);
  CHECK(whole.exit_code == 0);
  CHECK(users.keys() == keys);
  CHECK(users.statuses() == Texts(many, "201"));
  for (const std::string& name : names)
    CHECK(people_at("cloud_cockpit", name) == 1);
}

}  // namespace tests::integration
