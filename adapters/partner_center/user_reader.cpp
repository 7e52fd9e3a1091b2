#include "adapters/partner_center/user_reader.hpp"

#include "adapters/id_text.hpp"
#include "adapters/partner_center/timestamp.hpp"
#include "adapters/reply_fault.hpp"
#include "schema/ascii.hpp"

#include <array>

namespace adapters::partner_center {
namespace {

using schema::Text;
using schema::TextField;
using schema::UserDomainType;
using schema::UserState;

constexpr std::string_view users_path = "users[].";

// What every documented answer has; nulls are left out, so all else may be missing. (The id must be there.)
constexpr std::array<std::string_view, 5> always_there = {"userPrincipalName", "displayName",
                                                          "userDomainType", "state", "attributes"};
constexpr unsigned name_seen = 1U << 0;
constexpr unsigned display_name_seen = 1U << 1;
constexpr unsigned domain_type_seen = 1U << 2;
constexpr unsigned state_seen = 1U << 3;
constexpr unsigned attributes_seen = 1U << 4;
constexpr unsigned all_seen = (1U << always_there.size()) - 1;

UserState read_state(JsonReader& reader, Page& page) {
  const Text text = reader.read_text();
  if (text.is_null()) return UserState::unknown;
  if (text.view() == "active" || equals_ignoring_case(text.view(), "active")) return UserState::active;
  if (equals_ignoring_case(text.view(), "inactive")) return UserState::deleted;
  page.drift.note_value(users_path, "state");
  return UserState::unknown;
}

UserDomainType read_domain_type(JsonReader& reader, Page& page) {
  const Text text = reader.read_text();
  if (text.is_null()) return UserDomainType::unknown;
  for (const auto type : {UserDomainType::none, UserDomainType::managed, UserDomainType::federated}) {
    if (text.view() == name_of(type) || equals_ignoring_case(text.view(), name_of(type))) return type;
  }
  page.drift.note_value(users_path, "userDomainType");
  return UserDomainType::unknown;
}

// The documentation's own samples have a sentence here; the schema has two letters or nothing.
Text read_usage_location(JsonReader& reader, Page& page) {
  const Text text = reader.read_text();
  const std::string_view code = text.view();
  if (text.is_null() || (code.size() == 2 && schema::is_letter(code[0]) && schema::is_letter(code[1])))
    return text;
  page.drift.note_value(users_path, "usageLocation");
  return {};
}

Text read_timestamp(JsonReader& reader, Page& page) { return to_timestamp(page, reader.read_text()); }

unsigned skip(JsonReader& reader, unsigned seen) {
  reader.skip();
  return seen;
}

// Which of `always_there` it was. Told apart by length first: this runs a dozen times for every user of a
// list.
unsigned read_member(std::string_view name, JsonReader& reader, Page& page, schema::User& user) {
  const auto text = [&](TextField field, unsigned seen = 0) {
    user.text(field) = reader.read_text();
    return seen;
  };
  const auto time = [&](TextField field) {
    user.text(field) = read_timestamp(reader, page);
    return 0U;
  };
  switch (name.size()) {
    case 2:
      if (name == "id") return user.id = canonical_id(page, reader.read_identity()), 0U;
      break;
    case 5:
      if (name == "state") return user.state = read_state(reader, page), state_seen;
      if (name == "links") return skip(reader, 0);
      break;
    case 8:
      if (name == "lastName") return text(TextField::last_name);
      break;
    case 9:
      if (name == "firstName") return text(TextField::first_name);
      break;
    case 10:
      if (name == "attributes") return skip(reader, attributes_seen);
      break;
    case 11:
      if (name == "displayName") return text(TextField::display_name, display_name_seen);
      if (name == "immutableId") return text(TextField::immutable_id);
      if (name == "phoneNumber") return text(TextField::phone_number);
      break;
    case 13:
      if (name == "usageLocation") {
        return user.text(TextField::usage_location) = read_usage_location(reader, page), 0U;
      }
      break;
    case 14:
      if (name == "userDomainType") {
        return user.user_domain_type = read_domain_type(reader, page), domain_type_seen;
      }
      break;
    case 15:
      if (name == "passwordProfile") return reader.erase(), 0U;
      break;
    case 16:
      if (name == "softDeletionTime") return time(TextField::soft_deletion_time);
      break;
    case 17:
      if (name == "userPrincipalName") {
        return user.text(TextField::user_principal_name) = reader.read_identity(), name_seen;
      }
      break;
    case 21:
      if (name == "lastDirectorySyncTime") return time(TextField::last_directory_sync_time);
      break;
    default:
      break;
  }
  page.drift.note_member(users_path, name);
  return skip(reader, 0);
}

void note_missing(Page& page, unsigned seen) {
  for (std::size_t at = 0; at < always_there.size(); ++at) {
    if ((seen & (1U << at)) == 0) page.drift.note_missing(users_path, always_there[at]);
  }
}

}  // namespace

// | Partner Center                           | schema                                                      |
// | id                                       | id, in lower case                                           |
// | userPrincipalName firstName lastName     | the same                                                    |
// | displayName phoneNumber immutableId      | the same                                                    |
// | usageLocation                            | the same if it is two letters, else null                    |
// | state: active, inactive                  | state: active, deleted (a soft-deleted user)                |
// | userDomainType: none, managed, federated | the same                                                    |
// | lastDirectorySyncTime softDeletionTime   | the same as RFC 3339; UTC where no offset is written        |
// | passwordProfile                          | erased from the page                                        |
// | links attributes                         | checked as JSON, not mapped                                 |
// | what is new, what is missing             | counted as drift                                            |
void read_user(JsonReader& reader, Page& page, schema::User& user) {
  unsigned seen = 0;
  reader.read_object([&](std::string_view name) { seen |= read_member(name, reader, page, user); });
  if (seen != all_seen) note_missing(page, seen);
  constexpr std::size_t longest_id = 128;  // a GUID by all that is known
  if (user.id.is_null() || user.id.view().size() > longest_id) reader.fail();
}

}  // namespace adapters::partner_center
