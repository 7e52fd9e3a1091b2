#include "schema/user_draft.hpp"

namespace schema {
namespace {

// The text members come first in DraftField, in this order.
constexpr std::array<std::optional<std::string> UserDraft::*, 8> text_members = {
    &UserDraft::user_principal_name, &UserDraft::email,        &UserDraft::first_name,
    &UserDraft::last_name,           &UserDraft::display_name, &UserDraft::usage_location,
    &UserDraft::phone_number,        &UserDraft::immutable_id,
};
static_assert(static_cast<std::size_t>(DraftField::role) == text_members.size());

}  // namespace

bool UserDraft::has(DraftField field) const {
  switch (field) {
    case DraftField::role:
      return role_name.has_value();
    case DraftField::groups:
      return !group_ids.empty();
    case DraftField::password_profile:
      return password_profile.has_value();
    default:
      return text(field)->has_value();
  }
}

const std::optional<std::string>* UserDraft::text(DraftField field) const {
  const auto place = static_cast<std::size_t>(field);
  return place < text_members.size() ? &(this->*text_members[place]) : nullptr;
}

std::optional<std::string>* UserDraft::text(DraftField field) {
  const auto place = static_cast<std::size_t>(field);
  return place < text_members.size() ? &(this->*text_members[place]) : nullptr;
}

}  // namespace schema
