#include "adapters/created_page.hpp"

#include "schema/json_text.hpp"

#include <array>
#include <utility>

namespace adapters {
namespace {

using schema::DraftField;
using schema::Text;
using schema::TextField;

constexpr std::array<std::pair<DraftField, TextField>, 8> texts_of_drafts = {{
    {DraftField::user_principal_name, TextField::user_principal_name},
    {DraftField::email, TextField::email},
    {DraftField::first_name, TextField::first_name},
    {DraftField::last_name, TextField::last_name},
    {DraftField::display_name, TextField::display_name},
    {DraftField::usage_location, TextField::usage_location},
    {DraftField::phone_number, TextField::phone_number},
    {DraftField::immutable_id, TextField::immutable_id},
}};

Text keep(Page& page, std::string_view text) {
  if (text.empty()) return {};
  return {page.keep(text), schema::is_plain_json(text)};
}

Text keep(Page& page, const Text& text) {
  if (text.is_null()) return {};
  const auto origin = text.is_derived() ? Text::Origin::derived : Text::Origin::given;
  return {page.keep(text.view()), text.is_plain(), origin};
}

void copy(const schema::User& from, schema::User& to, Page& page) {
  to = from;
  to.id = keep(page, from.id);
  for (Text& text : to.texts)
    text = keep(page, text);
  to.role_name = keep(page, from.role_name);
  auto& groups = page.groups.emplace_back();
  for (const auto& group : from.groups)
    groups.push_back({keep(page, group.id), keep(page, group.name)});
  to.groups = groups;
}

void complete(schema::User& user, Page& page, const schema::UserDraft& draft, bool (*can_hold)(DraftField)) {
  for (const auto& [drafted, field] : texts_of_drafts) {
    const auto* value = draft.text(drafted);
    if (!can_hold(drafted) || !value || !*value || !user.text(field).is_null()) continue;
    user.text(field) = keep(page, **value);
  }
  if (can_hold(DraftField::role) && draft.role_name && !user.has_role) {
    user.role_name = keep(page, *draft.role_name);
    user.has_role = !user.role_name.is_null();
  }
  if (can_hold(DraftField::groups) && !draft.group_ids.empty() && user.groups.empty()) {
    auto& groups = page.groups.emplace_back();
    for (const auto& id : draft.group_ids)
      groups.push_back({keep(page, id.to_string()), {}});
    user.groups = groups;
  }
  if (user.state == schema::UserState::unknown) {
    user.state = schema::UserState::active;
    user.state_derived = true;
  }
}

}  // namespace

std::shared_ptr<Page> make_created_page(const schema::User& answered, schema::Guid customer,
                                        const schema::UserDraft& draft, bool (*can_hold)(DraftField)) {
  auto page = std::make_shared<Page>();
  schema::User& user = page->users.emplace_back();
  copy(answered, user, *page);
  user.customer_id = keep(*page, customer.to_string());
  complete(user, *page, draft, can_hold);
  return page;
}

}  // namespace adapters
