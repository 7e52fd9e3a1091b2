#include "adapters/cloud_cockpit/draft_rules.hpp"

#include "adapters/draft_check.hpp"

#include <algorithm>

namespace adapters::cloud_cockpit {
namespace {

using schema::DraftField;

bool is_printable(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; });
}

bool is_address_byte(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value > 0x20 && value != 0x7f &&
         std::string_view("@()<>[],;:\"\\").find(byte) == std::string_view::npos;
}

bool has_empty_label(std::string_view dotted) {
  return dotted.empty() || dotted.front() == '.' || dotted.back() == '.' || dotted.find("..") != dotted.npos;
}

// RFC 5321's address without the forms that nobody signs in with: quoted names and address literals.
bool is_email(std::string_view address) {
  const std::size_t at = address.find('@');
  if (at == address.npos) return false;
  const std::string_view name = address.substr(0, at);
  const std::string_view domain = address.substr(at + 1);
  return !has_empty_label(name) && !has_empty_label(domain) && domain.find('.') != domain.npos &&
         std::ranges::all_of(name, is_address_byte) && std::ranges::all_of(domain, is_address_byte);
}

}  // namespace

bool can_hold(DraftField field) {
  switch (field) {
    case DraftField::email:
    case DraftField::first_name:
    case DraftField::last_name:
    case DraftField::role:
    case DraftField::groups:
      return true;
    default:
      return false;
  }
}

std::vector<schema::FieldError> check_draft(const schema::UserDraft& draft) {
  constexpr std::size_t longest = 255;
  DraftCheck check(draft);
  for (const auto field : {DraftField::email, DraftField::first_name, DraftField::last_name}) {
    check.require(field);
    check.limit(field, longest);
  }
  check.match(DraftField::email, is_email, "email is an address like name@example.com.");
  for (const auto field : {DraftField::first_name, DraftField::last_name}) {
    check.match(field, is_printable, std::string(name_of(field)) + " has no control characters.");
  }
  return check.take();
}

std::vector<schema::FieldError> check_facts(const schema::UserDraft& draft, const DraftFacts& facts) {
  DraftCheck check(draft);
  if (facts.groups == nullptr) return {};
  for (std::size_t i = 0; i < draft.group_ids.size(); ++i) {
    const auto is_it = [&](const ListedGroup& group) {
      return schema::Guid::parse(group.id) == draft.group_ids[i];
    };
    if (std::ranges::any_of(*facts.groups, is_it)) continue;
    check.mistake("/groups/" + std::to_string(i) + "/id", "unknown_group",
                  "There is no such group: the tenant's groups are listed at its /groups.");
  }
  return check.take();
}

}  // namespace adapters::cloud_cockpit
