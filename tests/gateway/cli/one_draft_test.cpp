#include "gateway/cli/one_draft.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace gateway::cli {
namespace {

std::string fields(const std::vector<std::string>& given, std::string_view password = {}) {
  const auto draft = draft_of_fields(given, password);
  return draft ? std::string(draft->reveal()) : "refused: " + draft.error().message;
}

std::string put_in(const std::string& json, std::string_view password = "p\"w") {
  const auto draft = with_password(schema::SecretText(json), password);
  return draft ? std::string(draft->reveal()) : "refused: " + draft.error().message;
}

}  // namespace

TEST_CASE("arguments are the members of the draft, and the password comes by another way") {
  CHECK(fields({"email=a=b@x.example", "role=Admin", "forceChangePassword=true"}, "secret") ==
        R"({"email":"a=b@x.example","role":{"name":"Admin"},)"
        R"("passwordProfile":{"password":"secret","forceChangePassword":true}})");
}

TEST_CASE("a bad argument is told by its name or its place, and never with its value") {
  for (const std::string bad : {"password=secret", "passwordProfile.password=secret", "emial=secret",
                                "secret", "=secret", "forceChangePassword=secret"}) {
    CAPTURE(bad);
    const std::string told = fields({"email=a@x.example", bad});
    CHECK(told.starts_with("refused: "));
    CHECK(told.find("secret") == std::string::npos);
  }
  CHECK(fields({"password=x"}).find("--password-file or --ask-password") != std::string::npos);
  CHECK(fields({"emial=x"}) == "refused: emial: there is no such field; did you mean email?");
  CHECK(fields({"email=x", "y"}).starts_with("refused: argument 2 must be FIELD=VALUE"));
  CHECK(fields({"email=x", "email=y"}) == "refused: email is given twice");
  CHECK(fields({"email="}) == "refused: email is empty: leave it out");
}

TEST_CASE("a password is put into a JSON draft that stays byte by byte what it was") {
  CHECK(put_in("{ \"n\" : 1.50 }", "") == "{ \"n\" : 1.50 }");
  CHECK(put_in(" { \"n\" : 1.50 }") == R"( {"passwordProfile":{"password":"p\"w"}, "n" : 1.50 })");
  CHECK(put_in("{}") == R"({"passwordProfile":{"password":"p\"w"}})");
  CHECK(put_in("{ }\n") == "{\"passwordProfile\":{\"password\":\"p\\\"w\"} }\n");
  CHECK(put_in(R"({"a":"}","passwordProfile":{"forceChangePassword":true}})") ==
        R"({"a":"}","passwordProfile":{"password":"p\"w","forceChangePassword":true}})");
  CHECK(put_in(R"({"passwordProfile":{ }})") == R"({"passwordProfile":{"password":"p\"w" }})");
}

TEST_CASE("what has no place for a password, or has one already, is refused") {
  for (const std::string json :
       {"[]", "{", "", R"({"passwordProfile":null})", R"({"passwordProfile":{"password":"other"}})"}) {
    CAPTURE(json);
    CHECK(put_in(json).starts_with("refused: the draft"));
  }
}

}  // namespace gateway::cli
