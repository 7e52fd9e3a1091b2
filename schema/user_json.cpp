#include "schema/user_json.hpp"

#include "schema/json_pen.hpp"
#include "schema/json_text.hpp"
#include "schema/precedence.hpp"
#include "schema/raw_json.hpp"
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

// `conflicts` tells of every member, also of those that are not shown.
USHER_INLINE void note(Disputes& disputes, bool disputed, Disputable member) {
  if (disputed) disputes = static_cast<Disputes>(disputes | bit_of(member));
}

USHER_INLINE bool is_wanted(Members members, Disputable member) {
  return members.has(member) || members.has_conflicts();
}

template <TextField field>
USHER_INLINE void put_text(Pen& pen, const Person& person, Members members, Disputable member,
                           Disputes& disputes) {
  if (!is_wanted(members, member)) return;
  const Choice<const Text*> choice = choose_text(person, field);
  note(disputes, choice.disputed, member);
  if (!members.has(member)) return;
  pen.literal(member_head<field>);
  pen.text(*choice.value);
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

USHER_INLINE void put_state(Pen& pen, const Person& person, Members members, Disputes& disputes) {
  if (!is_wanted(members, Disputable::state)) return;
  const Choice<UserState> choice = choose_state(person);
  note(disputes, choice.disputed, Disputable::state);
  if (!members.has(Disputable::state)) return;
  pen.literal(R"(,"state":)");
  pen.name_or_null(name_of(choice.value));
}

USHER_INLINE void put_user_domain_type(Pen& pen, const Person& person, Members members, Disputes& disputes) {
  if (!is_wanted(members, Disputable::user_domain_type)) return;
  const Choice<UserDomainType> choice = choose_user_domain_type(person);
  note(disputes, choice.disputed, Disputable::user_domain_type);
  if (!members.has(Disputable::user_domain_type)) return;
  pen.literal(R"(,"userDomainType":)");
  pen.name_or_null(name_of(choice.value));
}

USHER_INLINE void put_role(Pen& pen, const Person& person, Members members, Disputes& disputes) {
  if (!is_wanted(members, Disputable::role)) return;
  const Choice<const Text*> choice = choose_role_name(person);
  note(disputes, choice.disputed, Disputable::role);
  if (!members.has(Disputable::role)) return;
  if (choice.value == nullptr) {
    pen.literal(R"(,"role":null)");
  } else {
    pen.literal(R"(,"role":{"name":)");
    pen.text(*choice.value);
    pen.literal("}");
  }
}

USHER_INLINE void put_groups(Pen& pen, const Person& person, Members members, Disputes& disputes) {
  if (!is_wanted(members, Disputable::groups)) return;
  const Choice<std::span<const Group>> choice = choose_groups(person);
  note(disputes, choice.disputed, Disputable::groups);
  if (!members.has(Disputable::groups)) return;
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
}

// A user who comes from no page, as one who was just created, has none.
USHER_INLINE void put_raw(Pen& pen, const User& account) {
  pen.literal(R"(,"raw":)");
  if (account.raw.empty()) return pen.literal("null");
  append_raw_json(pen.flushed(), account.raw);
}

USHER_INLINE void put_sources(Pen& pen, const Person& person, bool with_raw) {
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
    if (with_raw) put_raw(pen, *account);
    pen.literal("}");
  }
  pen.literal("]");
}

}  // namespace

void append_person(std::string& out, const Person& person, std::string_view more, const UserShape& shape) {
  Pen::Buffer buffer;
  Pen pen(out, buffer);
  Disputes disputes = 0;
  const Members members = shape.members;
  put_id(pen, person);
  put_text<TextField::user_principal_name>(pen, person, members, Disputable::user_principal_name, disputes);
  put_text<TextField::email>(pen, person, members, Disputable::email, disputes);
  put_text<TextField::first_name>(pen, person, members, Disputable::first_name, disputes);
  put_text<TextField::last_name>(pen, person, members, Disputable::last_name, disputes);
  put_text<TextField::display_name>(pen, person, members, Disputable::display_name, disputes);
  put_state(pen, person, members, disputes);
  put_text<TextField::usage_location>(pen, person, members, Disputable::usage_location, disputes);
  put_text<TextField::phone_number>(pen, person, members, Disputable::phone_number, disputes);
  put_text<TextField::immutable_id>(pen, person, members, Disputable::immutable_id, disputes);
  put_user_domain_type(pen, person, members, disputes);
  put_text<TextField::last_directory_sync_time>(pen, person, members, Disputable::last_directory_sync_time,
                                                disputes);
  put_text<TextField::soft_deletion_time>(pen, person, members, Disputable::soft_deletion_time, disputes);
  put_role(pen, person, members, disputes);
  put_groups(pen, person, members, disputes);
  if (members.has_sources()) put_sources(pen, person, shape.raw);
  if (disputes != 0 && members.has_conflicts()) append_conflicts(pen.flushed(), person, disputes);
  pen.bytes(more);
  pen.literal("}");
  pen.flushed();
}

}  // namespace schema
