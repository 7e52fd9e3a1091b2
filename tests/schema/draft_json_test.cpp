#include "schema/draft_json.hpp"

#include "schema/strict_json.hpp"
#include "tests/schema/freed_memory.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <set>

namespace schema {
namespace {

DecodedDraft decode(std::string_view body) {
  const auto value = parse_strict_json(body, 8);
  REQUIRE(value.has_value());
  return decode_draft(*value);
}

// "pointer reason" of each mistake, sorted.
std::multiset<std::string> mistakes_in(std::string_view body) {
  std::multiset<std::string> mistakes;
  for (const FieldError& error : decode(body).errors) {
    CHECK_FALSE(error.detail.empty());
    mistakes.insert(error.pointer + ' ' + error.reason);
  }
  return mistakes;
}

}  // namespace

TEST_CASE("a full draft arrives whole") {
  const DecodedDraft decoded = decode(R"({
    "userPrincipalName": "zoe@x.org", "email": "Zo\u00eb@x.org", "firstName": "Zoë", "lastName": "\ud83d\ude00",
    "displayName": "Zoë L", "usageLocation": "DE", "phoneNumber": "+49 1", "immutableId": "im",
    "role": {"name": "Admin"},
    "groups": [{"id": "4D3CF487-70F4-4E1E-9FF1-B2BFCE8D9F04"}, {"id": "00000000-0000-4000-8000-000000000000"}],
    "passwordProfile": {"password": "s3cret \"x\"", "forceChangePassword": false}})");
  CHECK(decoded.errors.empty());
  const UserDraft& draft = decoded.draft;
  CHECK(draft.user_principal_name == "zoe@x.org");
  CHECK(draft.email == "Zoë@x.org");
  CHECK(draft.first_name == "Zoë");
  CHECK(draft.last_name == "😀");
  CHECK(draft.display_name == "Zoë L");
  CHECK(draft.usage_location == "DE");
  CHECK(draft.phone_number == "+49 1");
  CHECK(draft.immutable_id == "im");
  CHECK(draft.role_name == "Admin");
  REQUIRE(draft.group_ids.size() == 2);
  CHECK(draft.group_ids[0].to_string() == "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04");
  REQUIRE(draft.password_profile.has_value());
  CHECK(draft.password_profile->password.reveal() == "s3cret \"x\"");
  CHECK(draft.password_profile->force_change_password == false);
}

TEST_CASE("null, an empty list of groups and a role without a name are the same as absent") {
  for (const std::string_view body :
       {R"({})",
        R"({"userPrincipalName":null,"email":null,"firstName":null,"lastName":null,"displayName":null,
            "usageLocation":null,"phoneNumber":null,"immutableId":null,"role":null,"groups":null,
            "passwordProfile":null})",
        R"({"role":{},"groups":[]})", R"({"role":{"name":null}})"}) {
    const DecodedDraft decoded = decode(body);
    CHECK(decoded.errors.empty());
    for (std::size_t i = 0; i < draft_field_count; ++i)
      CHECK_FALSE(decoded.draft.has(static_cast<DraftField>(i)));
  }
  const DecodedDraft decoded = decode(R"({"passwordProfile":{"password":"p","forceChangePassword":null}})");
  CHECK(decoded.errors.empty());
  CHECK_FALSE(decoded.draft.password_profile->force_change_password.has_value());
}

TEST_CASE("each mistake in a draft is named by its pointer and reason") {
  struct Case {
    std::string_view body;
    std::multiset<std::string> mistakes;
  };
  const Case cases[] = {
      {R"([])", {" wrong_type"}},
      {R"("draft")", {" wrong_type"}},
      {R"(null)", {" wrong_type"}},
      {R"({"email":1})", {"/email wrong_type"}},
      {R"({"email":true})", {"/email wrong_type"}},
      {R"({"email":["a"]})", {"/email wrong_type"}},
      {R"({"email":{}})", {"/email wrong_type"}},
      {R"({"email":""})", {"/email empty"}},
      {R"({"email":"a\u0000b"})", {"/email invalid_character"}},
      {R"({"email":"a\r\nb"})", {"/email invalid_character"}},
      {R"({"email":"a\u001fb"})", {"/email invalid_character"}},
      {"{\"email\":\"a\x7F\"}", {"/email invalid_character"}},
      {R"({"Email":"a"})", {"/Email unknown_member"}},
      {R"({"id":"one:1"})", {"/id unknown_member"}},
      {R"({"":1})", {"/ unknown_member"}},
      {R"({"a/b~c":1})", {"/a~1b~0c unknown_member"}},
      {R"({"state":"active","sources":[]})", {"/state unknown_member", "/sources unknown_member"}},
      {R"({"role":"Admin"})", {"/role wrong_type"}},
      {R"({"role":[]})", {"/role wrong_type"}},
      {R"({"role":{"name":5}})", {"/role/name wrong_type"}},
      {R"({"role":{"name":""}})", {"/role/name empty"}},
      {R"({"role":{"id":"x"}})", {"/role/id unknown_member"}},
      {R"({"groups":{}})", {"/groups wrong_type"}},
      {R"({"groups":["g"]})", {"/groups/0 wrong_type"}},
      {R"({"groups":[null]})", {"/groups/0 wrong_type"}},
      {R"({"groups":[{}]})", {"/groups/0/id required"}},
      {R"({"groups":[{"id":null}]})", {"/groups/0/id required"}},
      {R"({"groups":[{"id":7}]})", {"/groups/0/id wrong_type"}},
      {R"({"groups":[{"id":""}]})", {"/groups/0/id empty"}},
      {R"({"groups":[{"id":"sales"}]})", {"/groups/0/id not_a_guid"}},
      {R"({"groups":[{"id":"00000000-0000-4000-8000-000000000000","name":"Sales"}]})",
       {"/groups/0/name unknown_member"}},
      {R"({"groups":[{"id":"a0000000-0000-4000-8000-000000000000"},
                     {"id":"A0000000-0000-4000-8000-000000000000"}]})",
       {"/groups/1/id duplicate"}},
      {R"({"passwordProfile":"secret"})", {"/passwordProfile wrong_type"}},
      {R"({"passwordProfile":{}})", {"/passwordProfile/password required"}},
      {R"({"passwordProfile":{"password":null}})", {"/passwordProfile/password required"}},
      {R"({"passwordProfile":{"password":""}})", {"/passwordProfile/password empty"}},
      {R"({"passwordProfile":{"password":5}})", {"/passwordProfile/password wrong_type"}},
      {R"({"passwordProfile":{"password":"a\tb"}})", {"/passwordProfile/password invalid_character"}},
      {R"({"passwordProfile":{"password":"p","forceChangePassword":"yes"}})",
       {"/passwordProfile/forceChangePassword wrong_type"}},
      {R"({"passwordProfile":{"password":"p","hint":"p"}})", {"/passwordProfile/hint unknown_member"}},
      {R"({"email":1,"role":{"x":1,"name":2},"groups":[{"id":"x","y":1}],"zip":"1"})",
       {"/email wrong_type", "/role/x unknown_member", "/role/name wrong_type", "/groups/0/id not_a_guid",
        "/groups/0/y unknown_member", "/zip unknown_member"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(mistakes_in(c.body) == c.mistakes);
  }
}

TEST_CASE("a long member name is cut in its pointer, between two characters") {
  std::string name;
  for (int i = 0; i < 70; ++i)
    name += "é";
  const DecodedDraft decoded = decode("{\"" + name + "\":1}");
  REQUIRE(decoded.errors.size() == 1);
  CHECK(decoded.errors[0].pointer == "/" + name.substr(0, 128));
}

TEST_CASE("a body full of mistakes does not make an answer of any length") {
  std::string body = "{";
  for (int i = 0; i < 5000; ++i)
    body += (i == 0 ? "\"m" : ",\"m") + std::to_string(i) + "\":1";
  CHECK(decode(body + "}").errors.size() == max_draft_errors);
}

TEST_CASE("no value of a draft is in its mistakes, and no password in freed memory") {
  constexpr std::string_view password = "a password of more than fifteen bytes";
  constexpr std::string_view bodies[] = {
      R"({"passwordProfile":{"password":"a password of more than fifteen bytes"}})",
      R"({"passwordProfile":{"password":"\u0061 password of more than fifteen bytes","x":1}})",
      R"({"passwordProfile":{"password":"a password of more than fifteen bytes\n"}})",
      R"({"passwordProfile":{"password":"a password of more than fifteen bytes"},"passwordProfile":1})",
      R"({"passwordProfile":"a password of more than fifteen bytes"})",
  };
  const test::FreedMemoryWatch watch(password);
  for (const std::string_view body : bodies) {
    const auto value = parse_strict_json(body, 8);
    if (!value.has_value()) continue;
    const DecodedDraft decoded = decode_draft(*value);
    for (const FieldError& error : decoded.errors)
      CHECK((error.pointer + error.detail).find("fifteen") == std::string::npos);
  }
  CHECK(watch.leaks() == 0);
}

}  // namespace schema
