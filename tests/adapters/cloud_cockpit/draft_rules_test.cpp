#include "adapters/cloud_cockpit/draft_rules.hpp"

#include <doctest/doctest.h>

#include <string>

namespace adapters::cloud_cockpit {
namespace {

using schema::DraftField;

schema::UserDraft good_draft() {
  schema::UserDraft draft;
  draft.email = "ada@contoso.com";
  draft.first_name = "Ada";
  draft.last_name = "Lovelace";
  return draft;
}

std::string mistakes(const schema::UserDraft& draft) {
  std::string all;
  for (const auto& error : check_draft(draft)) {
    CHECK_FALSE(error.detail.empty());
    all += (all.empty() ? "" : " ") + error.pointer + ":" + error.reason;
  }
  return all;
}

TEST_CASE("has nothing against a good draft") { CHECK(mistakes(good_draft()).empty()); }

TEST_CASE("names everything that is missing at once") {
  CHECK(mistakes({}) == "/email:required /firstName:required /lastName:required");
}

TEST_CASE("holds every text to 255 characters") {
  auto draft = good_draft();
  draft.first_name = std::string(255, 'x');
  draft.last_name = std::string(256, 'x');
  draft.email = std::string(244, 'x') + "@contoso.com";
  CHECK(mistakes(draft) == "/email:too_long /lastName:too_long");
}

TEST_CASE("takes addresses that people have") {
  for (const char* email :
       {"a@b.c", "ada.lovelace+x@sub.contoso.com", "o'neil@contoso.com", "j\xc3\xb6rg@m\xc3\xbcller.de"}) {
    auto draft = good_draft();
    draft.email = email;
    CAPTURE(email);
    CHECK(mistakes(draft).empty());
  }
}

TEST_CASE("refuses what is no address") {
  for (const char* email :
       {"ada", "@contoso.com", "ada@", "ada@contoso", "a@b@c.com", "a b@c.com", "a@b c.com", ".a@b.com",
        "a..b@c.com", "a.@b.com", "a@.com", "a@b.", "<a@b.com>", "a@b.com\n", "\"a\"@b.com"}) {
    auto draft = good_draft();
    draft.email = email;
    CAPTURE(email);
    CHECK(mistakes(draft) == "/email:invalid_syntax");
  }
}

TEST_CASE("has a place for the names, the address, a role and groups") {
  for (std::size_t index = 0; index < schema::draft_field_count; ++index) {
    const auto field = static_cast<DraftField>(index);
    const bool has_place = field == DraftField::email || field == DraftField::first_name ||
                           field == DraftField::last_name || field == DraftField::role ||
                           field == DraftField::groups;
    CHECK(can_hold(field) == has_place);
  }
}

TEST_CASE("names each group that there is not, where the groups are known") {
  schema::UserDraft draft;
  draft.group_ids = {*schema::Guid::parse("eeeeeeee-0000-4000-8000-000000000001"),
                     *schema::Guid::parse("eeeeeeee-0000-4000-8000-000000000002")};
  CHECK(check_facts(draft, DraftFacts{}).empty());
  DraftFacts facts;
  facts.groups = std::make_shared<const std::vector<ListedGroup>>(
      std::vector<ListedGroup>{{"EEEEEEEE-0000-4000-8000-000000000001", "Viewers"}});
  const auto errors = check_facts(draft, facts);
  REQUIRE(errors.size() == 1);
  CHECK(errors.front().pointer == "/groups/1/id");
  CHECK(errors.front().reason == "unknown_group");
}

}  // namespace
}  // namespace adapters::cloud_cockpit
