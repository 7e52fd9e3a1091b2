#include "schema/user_draft.hpp"

#include <doctest/doctest.h>

namespace schema {

TEST_CASE("every text member of a draft is reached by its field, and no two by the same") {
  UserDraft draft;
  for (std::size_t i = 0; i < draft_field_count; ++i) {
    const auto field = static_cast<DraftField>(i);
    CAPTURE(name_of(field));
    CHECK_FALSE(draft.has(field));
    if (std::optional<std::string>* text = draft.text(field)) *text = std::string(name_of(field));
  }
  CHECK(draft.user_principal_name == "userPrincipalName");
  CHECK(draft.email == "email");
  CHECK(draft.first_name == "firstName");
  CHECK(draft.last_name == "lastName");
  CHECK(draft.display_name == "displayName");
  CHECK(draft.usage_location == "usageLocation");
  CHECK(draft.phone_number == "phoneNumber");
  CHECK(draft.immutable_id == "immutableId");
  CHECK(draft.has(DraftField::immutable_id));
}

TEST_CASE("role, groups and password are members of a draft, but not texts") {
  UserDraft draft;
  draft.role_name = "Admin";
  draft.group_ids.emplace_back();
  draft.password_profile.emplace();
  for (const DraftField field : {DraftField::role, DraftField::groups, DraftField::password_profile}) {
    CHECK(draft.has(field));
    CHECK(draft.text(field) == nullptr);
  }
}

}  // namespace schema
