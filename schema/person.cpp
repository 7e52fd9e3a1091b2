#include "schema/person.hpp"

#include "schema/precedence.hpp"

namespace schema {

const Text& Person::text(TextField field) const { return *choose_text(*this, field).value; }

UserState Person::state() const { return choose_state(*this).value; }

UserDomainType Person::user_domain_type() const { return choose_user_domain_type(*this).value; }

const Text* Person::role_name() const { return choose_role_name(*this).value; }

std::span<const Group> Person::groups() const { return choose_groups(*this).value; }

std::size_t Person::first() const {
  std::size_t place = 0;
  while (place < accounts.size() && accounts[place] == nullptr)
    ++place;
  return place;
}

}  // namespace schema
