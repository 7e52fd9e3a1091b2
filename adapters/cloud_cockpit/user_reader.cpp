#include "adapters/cloud_cockpit/user_reader.hpp"

#include "adapters/cloud_cockpit/codec.hpp"
#include "adapters/id_text.hpp"
#include "schema/json_text.hpp"

#include <array>

namespace adapters::cloud_cockpit {
namespace {

using schema::Text;
using schema::TextField;

// All that a portal user has: nulls are printed.
constexpr std::array<std::string_view, 6> always_there = {"id",       "email", "firstName",
                                                          "lastName", "role",  "groups"};
constexpr unsigned all_seen = (1U << always_there.size()) - 1;

// {} and {"name": null} are what the portal sends for nobody's role.
void read_role(JsonReader& reader, Page& page, schema::User& user) {
  if (reader.peek() != '{') return reader.skip();
  reader.read_object([&](std::string_view name) {
    if (name == "name") return void(user.role_name = reader.read_text());
    page.drift.note_member("users[].role.", name);
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
      page.drift.note_member("users[].groups[].", name);
      reader.skip();
    });
    groups.push_back(group);
  });
  if (!groups.empty()) user.groups = page.groups.emplace_back(std::move(groups));
}

// Which of `always_there` it was, as a bit.
unsigned read_member(std::string_view name, JsonReader& reader, Page& page, schema::User& user) {
  const auto text = [&](TextField field, unsigned seen) {
    user.text(field) = reader.read_text();
    return seen;
  };
  if (name == "id") return user.id = canonical_id(page, reader.read_identity()), 1U << 0;
  if (name == "email") return user.text(TextField::email) = reader.read_identity(), 1U << 1;
  if (name == "firstName") return text(TextField::first_name, 1U << 2);
  if (name == "lastName") return text(TextField::last_name, 1U << 3);
  if (name == "role") return read_role(reader, page, user), 1U << 4;
  if (name == "groups") return read_groups(reader, page, user), 1U << 5;
  page.drift.note_member("users[].", name);
  reader.skip();
  return 0;
}

void note_missing(Page& page, unsigned seen) {
  for (std::size_t at = 0; at < always_there.size(); ++at) {
    if ((seen & (1U << at)) == 0) page.drift.note_missing("users[].", always_there[at]);
  }
}

}  // namespace

// | CloudCockpit             | schema                                                     |
// | id                       | id, in lower case where it is a GUID                       |
// | firstName lastName email | the same                                                   |
// | role {name}              | role; null for null, {} and a null name                    |
// | groups [{id, name}]      | groups; [] for null                                        |
// | -                        | displayName, derived: "first last", or the one there is    |
// | -                        | state, derived: active (deleted users are hidden)          |
// | what is new or missing   | counted as drift                                           |
void read_user(JsonReader& reader, Page& page, schema::User& user) {
  unsigned seen = 0;
  reader.read_object([&](std::string_view name) { seen |= read_member(name, reader, page, user); });
  if (seen != all_seen) note_missing(page, seen);
  if (user.id.is_null() || !is_sane_id(user.id.view())) reader.fail();
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
