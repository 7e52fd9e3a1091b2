#include "adapters/cloud_cockpit/user_reader.hpp"

#include "adapters/cloud_cockpit/codec.hpp"
#include "adapters/id_text.hpp"
#include "schema/json_text.hpp"

namespace adapters::cloud_cockpit {
namespace {

using schema::Text;
using schema::TextField;

// {} and {"name": null} are what the portal sends for nobody's role.
void read_role(JsonReader& reader, schema::User& user) {
  if (reader.peek() != '{') return reader.skip();
  reader.read_object([&](std::string_view name) {
    if (name == "name") return void(user.role_name = reader.read_text());
    reader.skip();
  });
  user.has_role = !user.role_name.is_null();
}

void read_groups(JsonReader& reader, Page& page, schema::User& user) {
  if (reader.peek() != '[') return reader.skip();
  std::vector<schema::Group> groups;
  reader.read_array([&] {
    if (reader.peek() != '{') return reader.skip();
    schema::Group group;
    reader.read_object([&](std::string_view name) {
      if (name == "id") return void(group.id = canonical_id(page, reader.read_text()));
      if (name == "name") return void(group.name = reader.read_text());
      reader.skip();
    });
    groups.push_back(group);
  });
  if (!groups.empty()) user.groups = page.groups.emplace_back(std::move(groups));
}

void read_member(std::string_view name, JsonReader& reader, Page& page, schema::User& user) {
  if (name == "id") return void(user.id = canonical_id(page, reader.read_identity()));
  if (name == "email") return void(user.text(TextField::email) = reader.read_identity());
  if (name == "firstName") return void(user.text(TextField::first_name) = reader.read_text());
  if (name == "lastName") return void(user.text(TextField::last_name) = reader.read_text());
  if (name == "role") return read_role(reader, user);
  if (name == "groups") return read_groups(reader, page, user);
  reader.skip();
}

}  // namespace

// | CloudCockpit             | schema                                                     |
// | id                       | id, in lower case where it is a GUID                       |
// | firstName lastName email | the same                                                   |
// | role {name}              | role; null for null, {} and a null name                    |
// | groups [{id, name}]      | groups; [] for null                                        |
// | -                        | displayName, derived: "first last", or the one there is    |
// | -                        | state, derived: active (deleted users are hidden)          |
void read_user(JsonReader& reader, Page& page, schema::User& user) {
  reader.read_object([&](std::string_view name) { read_member(name, reader, page, user); });
  if (user.id.is_null()) reader.fail();
}

void derive(Page& page, schema::User& user) {
  const Text& first = user.text(TextField::first_name);
  const Text& last = user.text(TextField::last_name);
  const std::string name = display_name_of(first.view(), last.view());
  if (!name.empty()) {
    const bool plain = schema::is_plain_json(name);
    user.text(TextField::display_name) = Text(page.keep(name), plain, Text::Origin::derived);
  }
  user.state = schema::UserState::active;
  user.state_derived = true;
}

}  // namespace adapters::cloud_cockpit
