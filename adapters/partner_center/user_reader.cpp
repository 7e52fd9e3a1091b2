#include "adapters/partner_center/user_reader.hpp"

#include "adapters/id_text.hpp"
#include "adapters/partner_center/timestamp.hpp"
#include "adapters/reply_fault.hpp"

namespace adapters::partner_center {
namespace {

using schema::Text;
using schema::TextField;
using schema::UserDomainType;
using schema::UserState;

UserState read_state(JsonReader& reader, Page& page) {
  const Text text = reader.read_text();
  if (text.is_null()) return UserState::unknown;
  if (text.view() == "active" || equals_ignoring_case(text.view(), "active")) return UserState::active;
  if (equals_ignoring_case(text.view(), "inactive")) return UserState::deleted;
  ++page.unknown_values;
  return UserState::unknown;
}

UserDomainType read_domain_type(JsonReader& reader, Page& page) {
  const Text text = reader.read_text();
  if (text.is_null()) return UserDomainType::unknown;
  for (const auto type : {UserDomainType::none, UserDomainType::managed, UserDomainType::federated}) {
    if (text.view() == name_of(type) || equals_ignoring_case(text.view(), name_of(type))) return type;
  }
  ++page.unknown_values;
  return UserDomainType::unknown;
}

bool is_letter(char byte) { return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z'); }

// The documentation's own samples have a sentence here; the schema has two letters or nothing.
Text read_usage_location(JsonReader& reader, Page& page) {
  const Text text = reader.read_text();
  const std::string_view code = text.view();
  if (text.is_null() || (code.size() == 2 && is_letter(code[0]) && is_letter(code[1]))) return text;
  ++page.unknown_values;
  return {};
}

Text read_timestamp(JsonReader& reader, Page& page) { return to_timestamp(page, reader.read_text()); }

// Told apart by length first: this runs a dozen times for every user of a list.
void read_member(std::string_view name, JsonReader& reader, Page& page, schema::User& user) {
  const auto text = [&](TextField field) { user.text(field) = reader.read_text(); };
  switch (name.size()) {
    case 2:
      if (name == "id") return void(user.id = canonical_id(page, reader.read_identity()));
      break;
    case 5:
      if (name == "state") return void(user.state = read_state(reader, page));
      break;
    case 8:
      if (name == "lastName") return text(TextField::last_name);
      break;
    case 9:
      if (name == "firstName") return text(TextField::first_name);
      break;
    case 11:
      if (name == "displayName") return text(TextField::display_name);
      if (name == "immutableId") return text(TextField::immutable_id);
      if (name == "phoneNumber") return text(TextField::phone_number);
      break;
    case 13:
      if (name == "usageLocation") {
        return void(user.text(TextField::usage_location) = read_usage_location(reader, page));
      }
      break;
    case 14:
      if (name == "userDomainType") return void(user.user_domain_type = read_domain_type(reader, page));
      break;
    case 15:
      if (name == "passwordProfile") return reader.erase();
      break;
    case 16:
      if (name == "softDeletionTime") {
        return void(user.text(TextField::soft_deletion_time) = read_timestamp(reader, page));
      }
      break;
    case 17:
      if (name == "userPrincipalName") {
        return void(user.text(TextField::user_principal_name) = reader.read_identity());
      }
      break;
    case 21:
      if (name == "lastDirectorySyncTime") {
        return void(user.text(TextField::last_directory_sync_time) = read_timestamp(reader, page));
      }
      break;
    default:
      break;
  }
  reader.skip();
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
// | links attributes, and what is new        | checked as JSON, not mapped                                 |
void read_user(JsonReader& reader, Page& page, schema::User& user) {
  reader.read_object([&](std::string_view name) { read_member(name, reader, page, user); });
  if (user.id.is_null()) reader.fail();
}

}  // namespace adapters::partner_center
