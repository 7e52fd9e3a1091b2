// Which of a customer's users a list is of, and in what order: what its query comes to.
#pragma once

#include "schema/filter.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace gateway::aggregate {

// Applied to accounts, before they are merged.
enum class WantedState : std::uint8_t {
  active,   // all that are not known to be deleted
  deleted,  // those whom a provider can still restore
  any,
};

struct Selection {
  WantedState state = WantedState::active;
  std::shared_ptr<const schema::Filter> filter;  // of the merged person; null: everybody
  std::string search;                            // folded (schema/fold.hpp, collation); empty: everybody

  bool is_everybody() const { return filter == nullptr && search.empty(); }
};

enum class SortField : std::uint8_t { display_name, user_principal_name, email, last_name, first_name, id };

// Nulls are last and ties go by ascending id, in both directions.
struct Sort {
  SortField field = SortField::display_name;
  bool descending = false;

  bool operator==(const Sort&) const = default;
};

// Whether the person is one of the selection's, the state aside. A list's `person` may be looked at by
// several threads at once.
bool is_selected(const Selection& selection, const schema::Person& person);

}  // namespace gateway::aggregate
