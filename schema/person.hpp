// One person over all providers: a handle for each provider's account, in precedence order. A person owns
// nothing; the pages behind the accounts live at least as long as the answer that is made of them.
#pragma once

#include "schema/user.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace schema {

// The accounts of one person, one place for each provider in precedence order; null where there is none.
// `providers[i]` names the provider of `accounts[i]`.
struct Person {
  std::span<const User* const> accounts;
  std::span<const std::string_view> providers;

  // The value that precedence chooses: the first given one, else the first derived one, else null.
  const Text& text(TextField field) const;
  UserState state() const;
  UserDomainType user_domain_type() const;
  // Null where no account has a role; the text is null where the role that was chosen has no name.
  const Text* role_name() const;
  std::span<const Group> groups() const;
  // {provider}:{id} of the first account is the person's id; this is that account's place. accounts.size()
  // where there is no account.
  std::size_t first() const;
};

}  // namespace schema
