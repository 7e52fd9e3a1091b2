// What a provider has besides users: its customers, and the groups that users may be in. Short lists that are
// read seldom, so they are plain values that own their text.
#pragma once

#include "adapters/drift.hpp"
#include "schema/guid.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace adapters {

// Which of a customer's users a list is of.
enum class UserSet : std::uint8_t {
  current,  // those who are not deleted
  deleted,  // those whom the provider can still restore
};

// Where a customer is at one provider.
struct CustomerBinding {
  schema::Guid id;
  // What else the provider needs to find the customer, in its own form (a reseller's id, say);
  // opaque to everybody but its adapter. Part of every key that names the customer.
  std::string qualifier;

  auto operator<=>(const CustomerBinding&) const = default;
};

struct ListedCustomer {
  CustomerBinding binding;
  std::string name;    // empty: not said
  std::string domain;  // empty: not said
  // The Microsoft tenants that this customer is, as far as the provider says: what tells that two providers
  // mean the same customer.
  std::vector<schema::Guid> tenant_ids;
};

struct CustomerPage {
  std::vector<ListedCustomer> customers;
  std::optional<std::string> next;  // the adapter's own address of the page after this; none at the end
  Drift drift;                      // where the page is not as documented
};

struct ListedGroup {
  std::string id;
  std::string name;  // empty: not said
};

struct GroupPage {
  std::vector<ListedGroup> groups;
  std::optional<std::string> next;
  Drift drift;
};

}  // namespace adapters
