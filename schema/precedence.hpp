// How precedence settles one member over a person's accounts: the first given value, else the first derived
// one, else null; two given values that differ are a dispute. For Person and its JSON, inline because the
// answers that are written often pass here fourteen times a person.
#pragma once

#include "schema/person.hpp"

#include <algorithm>
#include <functional>

namespace schema {

enum class Weight : std::uint8_t { none, derived, given };

template <class Value>
struct Choice {
  Value value;
  bool disputed = false;
};

// `weigh` and `value_of` take a User; `same` two values.
template <class Value, class Weigh, class ValueOf, class Same>
Choice<Value> choose(const Person& person, Value none, Weigh weigh, ValueOf value_of, Same same) {
  Choice<Value> choice{none};
  Weight best = Weight::none;
  for (const User* account : person.accounts) {
    if (account == nullptr) continue;
    const Weight weight = weigh(*account);
    if (weight > best) {
      best = weight;
      choice.value = value_of(*account);
    } else if (weight == Weight::given) {
      choice.disputed = choice.disputed || !same(choice.value, value_of(*account));
    }
  }
  return choice;
}

inline Weight weight_of(const Text& text) {
  if (text.is_null()) return Weight::none;
  return text.is_derived() ? Weight::derived : Weight::given;
}

inline constexpr Text null_text;

inline Choice<const Text*> choose_text(const Person& person, TextField field) {
  return choose<const Text*>(
      person, &null_text, [field](const User& user) { return weight_of(user.text(field)); },
      [field](const User& user) { return &user.text(field); },
      [](const Text* a, const Text* b) { return a->view() == b->view(); });
}

inline Choice<UserState> choose_state(const Person& person) {
  return choose(
      person, UserState::unknown,
      [](const User& user) {
        if (user.state == UserState::unknown) return Weight::none;
        return user.state_derived ? Weight::derived : Weight::given;
      },
      [](const User& user) { return user.state; }, std::equal_to<>{});
}

inline Choice<UserDomainType> choose_user_domain_type(const Person& person) {
  return choose(
      person, UserDomainType::unknown,
      [](const User& user) {
        return user.user_domain_type == UserDomainType::unknown ? Weight::none : Weight::given;
      },
      [](const User& user) { return user.user_domain_type; }, std::equal_to<>{});
}

// Null where nobody has a role. A role without a name yields to one with a name, and is no dispute.
inline Choice<const Text*> choose_role_name(const Person& person) {
  return choose<const Text*>(
      person, nullptr,
      [](const User& user) {
        if (!user.has_role) return Weight::none;
        return weight_of(user.role_name) == Weight::given ? Weight::given : Weight::derived;
      },
      [](const User& user) { return &user.role_name; },
      [](const Text* a, const Text* b) { return a->view() == b->view(); });
}

// Groups are the same when their ids are, in the same order; a name may change under an id.
inline Choice<std::span<const Group>> choose_groups(const Person& person) {
  return choose(
      person, std::span<const Group>{},
      [](const User& user) { return user.groups.empty() ? Weight::none : Weight::given; },
      [](const User& user) { return user.groups; },
      [](std::span<const Group> a, std::span<const Group> b) {
        return std::ranges::equal(a, b,
                                  [](const Group& x, const Group& y) { return x.id.view() == y.id.view(); });
      });
}

}  // namespace schema
