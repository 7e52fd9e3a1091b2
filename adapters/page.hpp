// One page of users as it came from a provider: the bytes, what was decoded beside them, and the users that
// are views into both. Immutable once made and shared by handle, so threads may read it without a lock.
#pragma once

#include "adapters/drift.hpp"
#include "adapters/wire_bytes.hpp"
#include "schema/user.hpp"

#include <deque>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <vector>

namespace adapters {

struct Page {
  WireBytes body;
  std::pmr::monotonic_buffer_resource decoded;  // text that had escapes, or that an adapter derived
  std::vector<schema::User> users;
  std::deque<std::vector<schema::Group>> groups;  // what users' spans point to
  std::optional<std::string> next;  // the adapter's own address of the page after this; none at the end
  Drift drift;                      // where the page is not as documented

  Page() = default;
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  // A view of `text` that lives as long as the page.
  std::string_view keep(std::string_view text);
};

using PagePtr = std::shared_ptr<const Page>;

}  // namespace adapters
