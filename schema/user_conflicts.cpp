#include "schema/user_conflicts.hpp"

#include "schema/json_text.hpp"

#include <array>
#include <optional>

namespace schema {
namespace {

struct Row {
  std::string_view name;
  std::optional<TextField> text;  // none: state, userDomainType, role or groups
};

constexpr Row text_row(TextField field) { return {name_of(field), field}; }

constexpr std::array<Row, disputable_count> rows = {
    text_row(TextField::user_principal_name),
    text_row(TextField::email),
    text_row(TextField::first_name),
    text_row(TextField::last_name),
    text_row(TextField::display_name),
    Row{"state", {}},
    text_row(TextField::usage_location),
    text_row(TextField::phone_number),
    text_row(TextField::immutable_id),
    Row{"userDomainType", {}},
    text_row(TextField::last_directory_sync_time),
    text_row(TextField::soft_deletion_time),
    Row{"role", {}},
    Row{"groups", {}},
};

void append_name(std::string& out, std::string_view name) {
  if (name.empty()) {
    out += "null";
  } else {
    append_json_string(out, name);
  }
}

void append_value(std::string& out, const User& user, Disputable member) {
  const Row& row = rows[static_cast<std::size_t>(member)];
  if (row.text) return append_json_text(out, user.text(*row.text));
  switch (member) {
    case Disputable::state:
      return append_name(out, name_of(user.state));
    case Disputable::user_domain_type:
      return append_name(out, name_of(user.user_domain_type));
    case Disputable::groups:
      return append_groups(out, user.groups);
    default:
      break;
  }
  if (user.has_role) {
    append_role(out, user.role_name);
  } else {
    out += "null";
  }
}

void append_conflict(std::string& out, const Person& person, Disputable member) {
  out += R"({"field":")";
  out += name_of(member);
  out += R"(","values":)";
  char separator = '{';
  for (std::size_t i = 0; i < person.accounts.size(); ++i) {
    if (person.accounts[i] == nullptr) continue;
    out += separator;
    separator = ',';
    append_json_string(out, person.providers[i]);
    out += ':';
    append_value(out, *person.accounts[i], member);
  }
  out += "}}";
}

}  // namespace

std::string_view name_of(Disputable member) { return rows[static_cast<std::size_t>(member)].name; }

void append_conflicts(std::string& out, const Person& person, Disputes disputes) {
  out += R"(,"conflicts":)";
  char separator = '[';
  for (std::size_t i = 0; i < disputable_count; ++i) {
    const auto member = static_cast<Disputable>(i);
    if ((disputes & bit_of(member)) == 0) continue;
    out += separator;
    separator = ',';
    append_conflict(out, person, member);
  }
  out += ']';
}

void append_role(std::string& out, const Text& name) {
  out += R"({"name":)";
  append_json_text(out, name);
  out += '}';
}

void append_groups(std::string& out, std::span<const Group> groups) {
  out += '[';
  for (const Group& group : groups) {
    if (&group != groups.data()) out += ',';
    out += R"({"id":)";
    append_json_text(out, group.id);
    out += R"(,"name":)";
    append_json_text(out, group.name);
    out += '}';
  }
  out += ']';
}

}  // namespace schema
