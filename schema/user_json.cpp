#include "schema/user_json.hpp"

#include "schema/json_pen.hpp"
#include "schema/json_text.hpp"
#include "schema/precedence.hpp"
#include "schema/user_conflicts.hpp"

#include <array>

namespace schema {
namespace {

// `,"userPrincipalName":`, made once from the published name.
template <TextField field>
constexpr auto member_head = [] {
  constexpr std::string_view name = name_of(field);
  std::array<char, name.size() + 4> head{};
  std::size_t at = 0;
  head[at++] = ',';
  head[at++] = '"';
  for (const char c : name)
    head[at++] = c;
  head[at++] = '"';
  head[at] = ':';
  return head;
}();

constexpr Disputes dispute(bool disputed, Disputable member) {
  return disputed ? bit_of(member) : Disputes{0};
}

template <TextField field>
USHER_INLINE Disputes put_text(Pen& pen, const Person& person, Disputable member) {
  const Choice<const Text*> choice = choose_text(person, field);
  pen.literal(member_head<field>);
  pen.text(*choice.value);
  return dispute(choice.disputed, member);
}

USHER_INLINE void put_id(Pen& pen, const Person& person) {
  const std::size_t first = person.first();
  pen.literal(R"({"id":)");
  if (first == person.accounts.size()) return pen.literal("null");
  const Text& id = person.accounts[first]->id;
  if (!id.is_plain()) {
    std::string whole(person.providers[first]);
    whole += ':';
    whole += id.view();
    return append_json_string(pen.flushed(), whole);
  }
  pen.literal("\"");
  pen.bytes(person.providers[first]);
  pen.literal(":");
  pen.bytes(id.view());
  pen.literal("\"");
}

USHER_INLINE Disputes put_state(Pen& pen, const Person& person) {
  const Choice<UserState> choice = choose_state(person);
  pen.literal(R"(,"state":)");
  pen.name_or_null(name_of(choice.value));
  return dispute(choice.disputed, Disputable::state);
}

USHER_INLINE Disputes put_user_domain_type(Pen& pen, const Person& person) {
  const Choice<UserDomainType> choice = choose_user_domain_type(person);
  pen.literal(R"(,"userDomainType":)");
  pen.name_or_null(name_of(choice.value));
  return dispute(choice.disputed, Disputable::user_domain_type);
}

USHER_INLINE Disputes put_role(Pen& pen, const Person& person) {
  const Choice<const Text*> choice = choose_role_name(person);
  if (choice.value == nullptr) {
    pen.literal(R"(,"role":null)");
  } else {
    pen.literal(R"(,"role":{"name":)");
    pen.text(*choice.value);
    pen.literal("}");
  }
  return dispute(choice.disputed, Disputable::role);
}

USHER_INLINE Disputes put_groups(Pen& pen, const Person& person) {
  const Choice<std::span<const Group>> choice = choose_groups(person);
  pen.literal(R"(,"groups":[)");
  for (const Group& group : choice.value) {
    if (&group != choice.value.data()) pen.literal(",");
    pen.literal(R"({"id":)");
    pen.text(group.id);
    pen.literal(R"(,"name":)");
    pen.text(group.name);
    pen.literal("}");
  }
  pen.literal("]");
  return dispute(choice.disputed, Disputable::groups);
}

USHER_INLINE void put_sources(Pen& pen, const Person& person) {
  pen.literal(R"(,"sources":[)");
  bool is_first = true;
  for (std::size_t i = 0; i < person.accounts.size(); ++i) {
    const User* const account = person.accounts[i];
    if (account == nullptr) continue;
    if (!is_first) pen.literal(",");
    is_first = false;
    pen.literal(R"({"provider":")");
    pen.bytes(person.providers[i]);
    pen.literal(R"(","customerId":)");
    pen.text(account->customer_id);
    pen.literal(R"(,"id":)");
    pen.text(account->id);
    pen.literal("}");
  }
  pen.literal("]");
}

}  // namespace

void append_person(std::string& out, const Person& person, std::string_view more) {
  Pen::Buffer buffer;
  Pen pen(out, buffer);
  Disputes disputes = 0;
  put_id(pen, person);
  disputes |= put_text<TextField::user_principal_name>(pen, person, Disputable::user_principal_name);
  disputes |= put_text<TextField::email>(pen, person, Disputable::email);
  disputes |= put_text<TextField::first_name>(pen, person, Disputable::first_name);
  disputes |= put_text<TextField::last_name>(pen, person, Disputable::last_name);
  disputes |= put_text<TextField::display_name>(pen, person, Disputable::display_name);
  disputes |= put_state(pen, person);
  disputes |= put_text<TextField::usage_location>(pen, person, Disputable::usage_location);
  disputes |= put_text<TextField::phone_number>(pen, person, Disputable::phone_number);
  disputes |= put_text<TextField::immutable_id>(pen, person, Disputable::immutable_id);
  disputes |= put_user_domain_type(pen, person);
  disputes |=
      put_text<TextField::last_directory_sync_time>(pen, person, Disputable::last_directory_sync_time);
  disputes |= put_text<TextField::soft_deletion_time>(pen, person, Disputable::soft_deletion_time);
  disputes |= put_role(pen, person);
  disputes |= put_groups(pen, person);
  put_sources(pen, person);
  if (disputes != 0) append_conflicts(pen.flushed(), person, disputes);
  pen.bytes(more);
  pen.literal("}");
  pen.flushed();
}

}  // namespace schema
