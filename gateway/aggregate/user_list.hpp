// All users of one customer at one provider: the pages as they came, and what every answer made of them
// needs, worked out once. Immutable, shared by everybody who asked.
#pragma once

#include "adapters/page.hpp"

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
  std::string_view operator[](std::size_t user) const {
    const std::uint32_t begin = user == 0 ? 0 : ends_[user - 1];
    return std::string_view(arena_).substr(begin, ends_[user] - begin);
  }

 private:
  std::string arena_;
  std::vector<std::uint32_t> ends_;
};

struct UserList {
  std::vector<adapters::PagePtr> pages;
  std::size_t count = 0;
  std::vector<const schema::User*> users;  // over all pages, in the provider's order
  FoldedTexts identities;                  // of the provider's identity field
  std::vector<bool> ambiguous;             // shares its identity with another user of this list
  FoldedTexts display_names;               // for the order
};

using UserListPtr = std::shared_ptr<const UserList>;

// `identity`: the field that says which person an account is.
UserListPtr make_user_list(std::vector<adapters::PagePtr> pages, schema::TextField identity);

}  // namespace gateway::aggregate
