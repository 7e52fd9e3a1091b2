// All users of one customer at one provider: the pages as they came, and what every answer made of them
// needs, worked out once. Immutable, shared by everybody who asked.
#pragma once

#include "adapters/page.hpp"
#include "gateway/aggregate/selection.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::aggregate {

// A folded text for each user, one behind the other; empty where a user has none.
class FoldedTexts {
 public:
  using Fold = void (*)(std::string& out, std::string_view utf8);

  void reserve(std::size_t users, std::size_t bytes_each);
  void add(const schema::Text& text, Fold fold);
  std::size_t bytes() const { return arena_.capacity() + ends_.capacity() * sizeof ends_[0]; }
  std::string_view operator[](std::size_t user) const {
    const std::uint32_t begin = user == 0 ? 0 : ends_[user - 1];
    return std::string_view(arena_).substr(begin, ends_[user] - begin);
  }

 private:
  std::string arena_;
  std::vector<std::uint32_t> ends_;
};

// Which of the first `count` share their identity with another; those without one do not.
std::vector<bool> find_ambiguous(const FoldedTexts& identities, std::size_t count);

struct UserList;
using UserListPtr = std::shared_ptr<const UserList>;

struct UserList {
  std::vector<adapters::PagePtr> pages;
  std::size_t count = 0;
  std::vector<const schema::User*> users;  // over all pages, in the provider's order
  FoldedTexts identities;                  // of the provider's identity field
  std::vector<bool> ambiguous;             // shares its identity with another user of this list
  std::size_t deleted = 0;                 // how many are known to be deleted
  UserListPtr without_deleted;             // where there are some: the list of the others

  // About how much memory it holds.
  std::size_t bytes() const;
};

// `identity`: the field that says which person an account is. Somebody who stands on two pages is listed
// once.
UserListPtr make_user_list(std::vector<adapters::PagePtr> pages, schema::TextField identity);

// Those of the wanted state; the list itself where that is everybody.
UserListPtr narrowed(const UserListPtr& list, WantedState wanted, schema::TextField identity);
// The users of several lists of one provider, each once.
UserListPtr joined(const std::vector<UserListPtr>& lists, schema::TextField identity);

}  // namespace gateway::aggregate
