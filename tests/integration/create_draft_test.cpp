// Drafts that are not good: everything that is wrong comes back at once, and nothing is sent to anybody.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::HttpReply;

constexpr std::string_view to_partner = "partner_center";
constexpr std::string_view to_cockpit = "cloud_cockpit";
constexpr std::string_view to_both = "partner_center,cloud_cockpit";

std::string many(std::size_t count, std::string_view text = "x") {
  std::string all;
  for (std::size_t i = 0; i < count; ++i)
    all += text;
  return all;
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }

// RFC 7396: null takes a member out.
void merge(json::object& into, const json::object& patch) {
  for (const auto& [name, value] : patch) {
    if (value.is_null()) {
      into.erase(name);
    } else {
      into[name] = value;
    }
  }
}

json::object changed(std::string_view providers, const std::string& patch) {
  json::object draft = providers == to_partner   ? partner_draft("ada")
                       : providers == to_cockpit ? cockpit_draft("ada")
                                                 : draft_for_both("ada");
  merge(draft, json::parse(patch).as_object());
  return draft;
}

// plain: without defaults.
HttpReply offer(std::string_view providers, const json::value& draft) {
  fresh_emulator();
  HttpReply reply = create(gateway(), "plain/twelve?provider=" + std::string(providers), draft);
  CHECK(emulator().ledger("", "").empty());
  return reply;
}

struct DraftRow {
  std::string_view providers;
  std::string patch;  // to a good draft
  std::vector<std::string> errors;
};

void expect(const std::vector<DraftRow>& rows, std::string_view code) {
  for (const DraftRow& row : rows) {
    CAPTURE(row.providers);
    CAPTURE(row.patch);
    const HttpReply reply = offer(row.providers, changed(row.providers, row.patch));
    CHECK(reply.status == 422);
    CHECK(code_of(reply) == code);
    CHECK(errors_of(reply) == row.errors);
  }
}

TEST_CASE("what a provider needs and the draft lacks is named with its place") {
  expect(
      {
          {to_partner, R"({"userPrincipalName":null})", {"/userPrincipalName partner_center required"}},
          {to_partner, R"({"displayName":null})", {"/displayName partner_center required"}},
          {to_partner, R"({"displayName":"  "})", {"/displayName partner_center required"}},
          {to_partner, R"({"passwordProfile":null})", {"/passwordProfile/password partner_center required"}},
          {to_partner, R"({"passwordProfile":{}})", {"/passwordProfile/password - required"}},
          {to_partner,
           R"({"passwordProfile":{"forceChangePassword":true}})",
           {"/passwordProfile/password - required"}},
          {to_cockpit, R"({"email":null})", {"/email cloud_cockpit required"}},
          {to_cockpit, R"({"firstName":null})", {"/firstName cloud_cockpit required"}},
          {to_cockpit, R"({"lastName":null})", {"/lastName cloud_cockpit required"}},
          {to_both, R"({"email":null})", {"/email cloud_cockpit required"}},
          {to_both, R"({"userPrincipalName":null})", {"/userPrincipalName partner_center required"}},
          {to_both,
           R"({"firstName":null,"displayName":null})",
           {"/displayName partner_center required", "/firstName cloud_cockpit required"}},
      },
      "invalid_draft");
}

TEST_CASE("a value that a provider would refuse is told before anything is sent") {
  expect(
      {
          {to_partner,
           R"({"userPrincipalName":"ada"})",
           {"/userPrincipalName partner_center invalid_syntax"}},
          {to_partner,
           R"({"userPrincipalName":"a b@twelve.example"})",
           {"/userPrincipalName partner_center invalid_syntax"}},
          {to_partner,
           R"({"userPrincipalName":"ada.@twelve.example"})",
           {"/userPrincipalName partner_center invalid_syntax"}},
          {to_partner,
           R"({"userPrincipalName":"ada@twelve"})",
           {"/userPrincipalName partner_center invalid_syntax"}},
          {to_partner,
           R"({"userPrincipalName":)" + quoted(many(65) + "@twelve.example") + "}",
           {"/userPrincipalName partner_center invalid_syntax"}},
          {to_partner,
           R"({"userPrincipalName":)" + quoted(many(120) + "@twelve.example") + "}",
           {"/userPrincipalName partner_center invalid_syntax",
            "/userPrincipalName partner_center too_long"}},
          {to_partner,
           R"({"displayName":)" + quoted(many(257)) + "}",
           {"/displayName partner_center too_long"}},
          {to_partner,
           R"({"displayName":)" + quoted(many(129, "🎓")) + "}",
           {"/displayName partner_center too_long"}},
          {to_partner, R"({"firstName":)" + quoted(many(65)) + "}", {"/firstName partner_center too_long"}},
          {to_partner, R"({"lastName":)" + quoted(many(65)) + "}", {"/lastName partner_center too_long"}},
          {to_partner, R"({"usageLocation":"de"})", {"/usageLocation partner_center invalid_syntax"}},
          {to_partner, R"({"usageLocation":"Germany"})", {"/usageLocation partner_center invalid_syntax"}},
          {to_partner,
           R"({"passwordProfile":{"password":"Sh0rt!"}})",
           {"/passwordProfile/password partner_center too_short"}},
          {to_partner,
           R"({"passwordProfile":{"password":"allsmallletters"}})",
           {"/passwordProfile/password partner_center too_weak"}},
          {to_partner,
           R"({"passwordProfile":{"password":"Pässwörter-7"}})",
           {"/passwordProfile/password partner_center invalid_characters"}},
          {to_partner,
           R"({"passwordProfile":{"password":)" + quoted("Aa1" + many(254)) + "}}",
           {"/passwordProfile/password partner_center too_long"}},
          {to_cockpit, R"({"email":"ada"})", {"/email cloud_cockpit invalid_syntax"}},
          {to_cockpit, R"({"email":"ada@twelve..example"})", {"/email cloud_cockpit invalid_syntax"}},
          {to_cockpit,
           R"({"email":)" + quoted(many(250) + "@twelve.example") + "}",
           {"/email cloud_cockpit too_long"}},
          {to_cockpit, R"({"firstName":)" + quoted(many(256)) + "}", {"/firstName cloud_cockpit too_long"}},
          {to_cockpit, R"({"lastName":)" + quoted(many(256)) + "}", {"/lastName cloud_cockpit too_long"}},
          {to_both,
           R"({"lastName":)" + quoted(many(256)) + "}",
           {"/lastName cloud_cockpit too_long", "/lastName partner_center too_long"}},
          {to_both, R"({"email":"bob@twelve.example"})", {"/email cloud_cockpit other_person"}},
      },
      "invalid_draft");
}

TEST_CASE("what just fits is taken") {
  struct Good {
    std::string_view providers;
    std::string patch;
  };
  const std::vector<Good> rows = {
      {to_partner, R"({"displayName":)" + quoted(many(128, "🎓")) + "}"},
      {to_partner, R"({"firstName":)" + quoted(many(64)) + R"(,"lastName":)" + quoted(many(64, "ß")) + "}"},
      {to_partner, R"({"passwordProfile":{"password":"Aa345678"}})"},
      {to_partner, R"({"userPrincipalName":)" + quoted(many(64) + "@twelve.example") + "}"},
      {to_cockpit, R"({"firstName":)" + quoted(many(255)) + "}"},
      {to_both, R"({"email":"ADA@twelve.Example"})"},
      {to_both, R"({"role":{},"groups":[],"phoneNumber":"+1"})"},
  };
  for (const Good& row : rows) {
    CAPTURE(row.patch);
    fresh_emulator();
    const std::string where = "plain/twelve?provider=" + std::string(row.providers);
    CHECK(create(gateway(), where, changed(row.providers, row.patch)).status == 201);
  }
}

TEST_CASE("a value that no chosen provider can hold is unsupported_field, and is not dropped in silence") {
  expect(
      {
          {to_partner, R"({"email":"ada@twelve.example"})", {"/email partner_center unsupported_field"}},
          {to_partner, R"({"role":{"name":"Admin"}})", {"/role partner_center unsupported_field"}},
          {to_partner,
           R"({"groups":[{"id":"eeeeeeee-0000-4000-8000-000000000001"}]})",
           {"/groups partner_center unsupported_field"}},
          {to_cockpit,
           R"({"userPrincipalName":"ada@twelve.example"})",
           {"/userPrincipalName cloud_cockpit unsupported_field"}},
          {to_cockpit, R"({"displayName":"Countess"})", {"/displayName cloud_cockpit unsupported_field"}},
          {to_cockpit, R"({"displayName":"ada lovelace"})", {"/displayName cloud_cockpit unsupported_field"}},
          {to_cockpit, R"({"usageLocation":"DE"})", {"/usageLocation cloud_cockpit unsupported_field"}},
          {to_cockpit,
           R"({"phoneNumber":"+1","immutableId":"x","passwordProfile":{"password":"Correct-Horse-7-Staple"}})",
           {"/immutableId cloud_cockpit unsupported_field",
            "/passwordProfile cloud_cockpit unsupported_field",
            "/phoneNumber cloud_cockpit unsupported_field"}},
      },
      "unsupported_field");
}

TEST_CASE("unsupported_field beside another mistake is an invalid_draft") {
  expect({{to_cockpit,
           R"({"usageLocation":"DE","firstName":null})",
           {"/firstName cloud_cockpit required", "/usageLocation cloud_cockpit unsupported_field"}}},
         "invalid_draft");
}

TEST_CASE("a member of the wrong type and one that no draft has are told, without a word on what they hold") {
  expect(
      {
          {to_partner, R"({"displayName":7})", {"/displayName - wrong_type"}},
          {to_partner, R"({"displayName":["Ada"]})", {"/displayName - wrong_type"}},
          {to_partner, R"({"displayName":""})", {"/displayName - empty"}},
          {to_partner, R"({"displayName":"Ada\u0007"})", {"/displayName - invalid_character"}},
          {to_partner,
           R"({"passwordProfile":"secret"})",
           {"/passwordProfile - wrong_type", "/passwordProfile/password partner_center required"}},
          {to_partner,
           R"({"passwordProfile":{"password":"Correct-Horse-7-Staple","forceChangePassword":"yes"}})",
           {"/passwordProfile/forceChangePassword - wrong_type"}},
          {to_partner, R"({"id":"partner_center:1"})", {"/id - unknown_member"}},
          {to_partner, R"({"state":"active"})", {"/state - unknown_member"}},
          {to_partner, R"({"DisplayName":"Ada"})", {"/DisplayName - unknown_member"}},
          {to_partner, R"({"a/b~c":1})", {"/a~1b~0c - unknown_member"}},
          {to_cockpit, R"({"role":"Admin"})", {"/role - wrong_type"}},
          {to_cockpit, R"({"role":{"name":"Admin","scope":"all"}})", {"/role/scope - unknown_member"}},
          {to_cockpit, R"({"groups":{}})", {"/groups - wrong_type"}},
          {to_cockpit, R"({"groups":[{"id":"viewer"}]})", {"/groups/0/id - not_a_guid"}},
          {to_cockpit, R"({"groups":[{}]})", {"/groups/0/id - required"}},
          {to_cockpit,
           R"({"groups":[{"id":"eeeeeeee-0000-4000-8000-000000000001","name":"Administrator"}]})",
           {"/groups/0/name - unknown_member"}},
          {to_cockpit,
           R"({"groups":[{"id":"eeeeeeee-0000-4000-8000-000000000001"},{"id":"EEEEEEEE-0000-4000-8000-000000000001"}]})",
           {"/groups/1/id - duplicate"}},
      },
      "invalid_draft");
}

TEST_CASE("five mistakes come back as five, of every provider, in one answer") {
  const std::string patch = R"({"displayName":null,"firstName":)" + quoted(many(300)) +
                            R"(,"usageLocation":"Germany","nickname":"Ada","email":"bob@twelve.example"})";
  const HttpReply reply = offer(to_both, changed(to_both, patch));
  CHECK(reply.status == 422);
  CHECK(code_of(reply) == "invalid_draft");
  CHECK(errors_of(reply) ==
        std::vector<std::string>{"/displayName partner_center required", "/email cloud_cockpit other_person",
                                 "/firstName cloud_cockpit too_long", "/firstName partner_center too_long",
                                 "/nickname - unknown_member",
                                 "/usageLocation partner_center invalid_syntax"});
  // Never what they said.
  for (const std::string_view value : {"Germany", "bob@", "xxx"})
    CHECK(reply.body.find(value) == std::string::npos);
}

TEST_CASE("a body that is no draft at all is sent to nobody") {
  struct Body {
    std::string text;
    unsigned status;
    std::string code;
  };
  const std::vector<Body> rows = {
      {"[]", 422, "invalid_draft"},
      {"null", 422, "invalid_draft"},
      {"\"ada\"", 422, "invalid_draft"},
      {"{}", 422, "invalid_draft"},
      {"{", 400, "malformed_json"},
      {R"({"email":"a@b.example","email":"c@d.example"})", 400, "malformed_json"},
      {R"({"email":"a@b.example","\u0065mail":"c@d.example"})", 400, "malformed_json"},
  };
  for (const Body& row : rows) {
    CAPTURE(row.text);
    fresh_emulator();
    const HttpReply reply = gateway().post(users_path("contoso/twelve"), row.text);
    check_contract(gateway(), "POST", users_path("contoso/twelve"), reply);
    CHECK(reply.status == row.status);
    CHECK(code_of(reply) == row.code);
    CHECK(emulator().ledger("", "").empty());
  }
}

}  // namespace
}  // namespace tests::integration
