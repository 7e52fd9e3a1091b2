// All users of one customer at one provider: the pages as they came, immutable, shared by everybody who asked.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "adapters/page.hpp"

namespace gateway::aggregate {

struct UserList {
  std::vector<adapters::PagePtr> pages;
  std::size_t count = 0;
};

using UserListPtr = std::shared_ptr<const UserList>;

}  // namespace gateway::aggregate
