#include "adapters/partner_center/draft_rules.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace adapters::partner_center {
namespace {

using schema::DraftField;

schema::UserDraft good_draft() {
  schema::UserDraft draft;
  draft.user_principal_name = "ada.lovelace@contoso.onmicrosoft.com";
  draft.display_name = "Ada Lovelace";
  draft.first_name = "Ada";
  draft.last_name = "Lovelace";
  draft.usage_location = "GB";
  draft.password_profile.emplace();
  draft.password_profile->password = schema::SecretText("abCD123*");
  return draft;
}

std::string mistakes(const schema::UserDraft& draft) {
  std::string all;
  for (const auto& error : check_draft(draft)) {
    CHECK_FALSE(error.detail.empty());
    CHECK(error.provider.empty());
    all += (all.empty() ? "" : " ") + error.pointer + ":" + error.reason;
  }
  return all;
}

std::string mistakes_of_name(const std::string& name) {
  auto draft = good_draft();
  draft.user_principal_name = name;
  return mistakes(draft);
}

std::string mistakes_of_password(const std::string& password) {
  auto draft = good_draft();
  draft.password_profile->password = schema::SecretText(password);
  return mistakes(draft);
}

TEST_CASE("has nothing against a good draft") { CHECK(mistakes(good_draft()).empty()); }

TEST_CASE("names everything that is missing at once") {
  CHECK(mistakes({}) ==
        "/userPrincipalName:required /displayName:required /passwordProfile/password:required");
  auto draft = good_draft();
  draft.password_profile->password = schema::SecretText();
  CHECK(mistakes(draft) == "/passwordProfile/password:required");
}

TEST_CASE("takes every user principal name that Entra takes") {
  for (const auto& name :
       {std::string("a@b.c"), std::string("A-Z.0'_!#^~x@contoso.com"),
        std::string(64, 'a') + "@" + std::string(44, 'b') + ".com", std::string("a@xn--bcher-kva.example")}) {
    CAPTURE(name);
    CHECK(mistakes_of_name(name).empty());
  }
}

TEST_CASE("refuses a user principal name that Entra refuses") {
  for (const auto& name :
       {std::string("ada"), std::string("@contoso.com"), std::string("ada@"), std::string("ada@contoso"),
        std::string("a@b@c.com"), std::string("ada.@contoso.com"), std::string("ada lovelace@contoso.com"),
        std::string("\xc3\xa4@contoso.com"), std::string("a+b@contoso.com"), std::string("a@contoso..com"),
        std::string("a@-x.com"), std::string("a@b_c.com"), std::string(65, 'a') + "@b.com",
        "a@" + std::string(45, 'b') + ".com", std::string("a@b.com ")}) {
    CAPTURE(name);
    CHECK(mistakes_of_name(name) == "/userPrincipalName:invalid_syntax");
  }
}

TEST_CASE("takes a password with three of the four kinds of characters") {
  for (const auto& password : {std::string("abCD1234"), std::string("abcd123*"), std::string("ABCD123 "),
                               std::string("abcDEF**"), "aB1" + std::string(253, 'x')}) {
    CHECK(mistakes_of_password(password).empty());
  }
}

TEST_CASE("refuses a password that Entra refuses") {
  CHECK(mistakes_of_password("aB1*567") == "/passwordProfile/password:too_short");
  CHECK(mistakes_of_password("aB1" + std::string(254, 'x')) == "/passwordProfile/password:too_long");
  CHECK(mistakes_of_password("abcdefgh1") == "/passwordProfile/password:too_weak");
  CHECK(mistakes_of_password("ABCD****") == "/passwordProfile/password:too_weak");
  CHECK(mistakes_of_password("abCD123\xc3\xa4") == "/passwordProfile/password:invalid_characters");
  CHECK(mistakes_of_password("abCD123\n") == "/passwordProfile/password:invalid_characters");
}

TEST_CASE("holds names to Entra's lengths, counted in characters") {
  auto draft = good_draft();
  for (std::string* text : {&*draft.first_name, &*draft.last_name}) {
    text->clear();
    for (int count = 0; count < 64; ++count)
      *text += "\xc3\xab";
  }
  draft.display_name = std::string(256, 'x');
  CHECK(mistakes(draft).empty());
  *draft.first_name += 'x';
  *draft.last_name += 'x';
  *draft.display_name += 'x';
  CHECK(mistakes(draft) == "/displayName:too_long /firstName:too_long /lastName:too_long");
}

TEST_CASE("takes a country's code in capitals only") {
  for (const char* code : {"de", "DEU", "D", "D1"}) {
    auto draft = good_draft();
    draft.usage_location = code;
    CHECK(mistakes(draft) == "/usageLocation:invalid_syntax");
  }
}

TEST_CASE("refuses control characters in names") {
  auto draft = good_draft();
  draft.display_name = "Ada\nLovelace";
  draft.immutable_id = "x\x01";
  CHECK(mistakes(draft) == "/displayName:invalid_syntax /immutableId:invalid_syntax");
}

TEST_CASE("has no place for an e-mail address, a role or groups") {
  for (std::size_t index = 0; index < schema::draft_field_count; ++index) {
    const auto field = static_cast<DraftField>(index);
    const bool has_none =
        field == DraftField::email || field == DraftField::role || field == DraftField::groups;
    CHECK(can_hold(field) == !has_none);
  }
}

std::string against(std::string_view name, std::vector<std::string> domains) {
  auto draft = good_draft();
  draft.user_principal_name = name;
  DraftFacts facts;
  facts.domains = std::make_shared<const std::vector<std::string>>(std::move(domains));
  const auto errors = check_facts(draft, facts);
  return errors.empty() ? "" : errors.front().pointer + ":" + errors.front().reason;
}

TEST_CASE("holds a name's domain against the customer's, where they are known") {
  const std::string unknown = "/userPrincipalName:unknown_domain";
  CHECK(against("ada@contoso.com", {"contoso.onmicrosoft.com", "contoso.com"}) == "");
  CHECK(against("ada@CONTOSO.com", {"contoso.com"}) == "");
  CHECK(against("ada@mail.contoso.com", {"contoso.com"}) == unknown);
  CHECK(against("ada@fabrikam.onmicrosoft.com", {"contoso.onmicrosoft.com"}) == unknown);
  // A list of added domains alone says nothing of the first one.
  CHECK(against("ada@contoso.onmicrosoft.com", {"contoso.com"}) == "");
  CHECK(against("ada@contoso.com", {}) == "");
  CHECK(check_facts(good_draft(), DraftFacts{}).empty());
}

}  // namespace
}  // namespace adapters::partner_center
