// `usher users create` for one user, as a person uses it: against a real gateway over the emulated providers.
#include "tests/integration/users_creating.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace tests::integration {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using support::Finished;

}  // namespace

TEST_CASE("creates a user and prints who that is now") {
  fresh_emulator();
  const std::string name = somebody();
  const Finished made =
      users_create(in_cockpit({"email=" + email_of(name), "firstName=Ada", "lastName=Lovelace"}));
  CHECK(made.exit_code == 0);
  CHECK(made.err.empty());
  CHECK(made.out.starts_with("id "));
  CHECK(contains(made.out, email_of(name)));
  CHECK(contains(made.out, "cloud_cockpit:"));
  CHECK(what_was_sent() == "cloud_cockpit 201 executed");
}

TEST_CASE("takes a JSON draft from stdin and the password from a file, and prints JSON as it came") {
  fresh_emulator();
  const std::string name = somebody();
  const UsersFile secret(std::string(password) + "\n");
  const std::string draft = R"({"userPrincipalName":")" + email_of(name) + R"(","displayName":"Ada"})";
  const Finished made = users_create(
      {"--provider", "partner_center", "--draft", "-", "--password-file", secret.path(), "--format", "json"},
      draft);
  CHECK(made.exit_code == 0);
  CHECK(json::parse(made.out).at("userPrincipalName") == json::value(email_of(name)));
  REQUIRE(sent_creates().size() == 1);
  CHECK(contains(sent_creates()[0].body, std::string("\"password\":\"").append(password)));
}

TEST_CASE("tells each mistake of a draft with pointer, provider, reason and remedy") {
  fresh_emulator();
  const Finished refused = users_create({"email=no at sign"});
  CHECK(refused.exit_code == 1);
  CHECK(refused.out.empty());
  CHECK(contains(refused.err, "(422 invalid_draft)\n"));
  CHECK(contains(refused.err, "  /userPrincipalName: partner_center: required: "));
  CHECK(contains(refused.err, "  /email: cloud_cockpit: invalid_syntax: "));
  CHECK(contains(refused.err, "  a password is given by --password-file or --ask-password\n"));
  CHECK(what_was_sent().empty());
}

TEST_CASE("what it cannot finish it can go on with, by the key that it tells") {
  fresh_emulator();
  const std::string name = somebody();
  const UsersFile secret(std::string(password) + "\n");
  const Texts wish = {"userPrincipalName=" + email_of(name),
                      "email=" + email_of(name),
                      "displayName=Ada Lovelace",
                      "firstName=Ada",
                      "lastName=Lovelace",
                      "--password-file",
                      secret.path()};
  fault_at_create("cloud_cockpit", R"({"status":403})");
  const Finished partial = users_create(wish);
  CHECK(partial.exit_code == 1);
  CHECK(contains(partial.err, "(502 partial_create)"));
  const std::string before = "--idempotency-key ";
  const std::size_t at = partial.err.find(before);
  REQUIRE(at != std::string::npos);
  Texts again = wish;
  again.insert(again.end(), {"--idempotency-key", partial.err.substr(at + before.size(), 36)});
  const Finished whole = users_create(again);
  CHECK(whole.exit_code == 0);
  CHECK(contains(whole.out, "partner_center, cloud_cockpit"));
  CHECK(what_was_sent() == "partner_center 201 executed, cloud_cockpit 403, cloud_cockpit 201 executed");
}

TEST_CASE("--validate-only says what would be sent, without the password, and sends nothing") {
  fresh_emulator();
  const UsersFile secret(std::string(password) + "\n");
  const Finished plan =
      users_create({"--provider", "partner_center", "--validate-only", "--password-file", secret.path(),
                    "userPrincipalName=" + email_of(somebody()), "displayName=Ada"});
  CHECK(plan.exit_code == 0);
  CHECK(plan.out.starts_with("partner_center: POST http://"));
  CHECK(contains(plan.out, R"("password":"***")"));
  CHECK(what_was_sent().empty());
}

TEST_CASE("what does not fit together is wrong usage: nobody is created") {
  fresh_emulator();
  const UsersFile users("email\na@x.example\n");
  const UsersFile open_to_all("secret");
  REQUIRE(chmod(open_to_all.path().c_str(), 0644) == 0);
  const std::vector<Texts> wrong = {{},
                                    {"password=secret"},
                                    {"email=a@x.example", "--password", "secret"},
                                    {"email=a@x.example", "--password=secret"},
                                    {"emial=a@x.example"},
                                    {"email=a@x.example", "--draft", "-"},
                                    {"email=a@x.example", "--password-file", open_to_all.path()},
                                    {"email=a@x.example", "--password-file", "/nowhere/pw"},
                                    {"email=a@x.example", "--format", "xml"},
                                    {"email=a@x.example", "--idempotency-key", "two words"},
                                    {"email=a@x.example", "--key", "secret"},
                                    {"email=a@x.example", "--validate-only", "--idempotency-key", "k"},
                                    {"email=a@x.example", "--result", "r.csv"},
                                    {"--draft", "/nowhere/draft.json"},
                                    {"--from", "/nowhere/users.csv"},
                                    {"--from", users.path(), "email=a@x.example"},
                                    {"--from", users.path(), "--format", "json"},
                                    {"--from", users.path(), "--result", users.path()},
                                    {"--from", users.path(), "--result", open_to_all.path()},
                                    {"--from", users.path(), "--idempotency-key", "k"},
                                    {"--from", users.path(), "--ask-password"}};
  for (const Texts& arguments : wrong) {
    CAPTURE(arguments.empty() ? std::string() : arguments.back());
    const Finished refused = users_create(arguments);
    CHECK(refused.exit_code == 2);
    CHECK(refused.out.empty());
    CHECK_FALSE(refused.err.empty());
    CHECK_FALSE(contains(refused.err, "secret"));
  }
  CHECK(what_was_sent().empty());
  CHECK_FALSE(fs::exists(users.result_path()));
}

}  // namespace tests::integration
