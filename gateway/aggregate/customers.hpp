// The customers of a tenant: those of the YAML and those that the providers list, one entry for each. Pure.
//
//  the YAML's     stand there whatever a provider says, with exactly the bindings that they have; what a
//                 provider lists is theirs by the id of the binding
//  the others     of several providers are one customer where they are the same Microsoft tenant; two of one
//                 provider that claim one tenant are merged with nobody, and a warning names them
#pragma once

#include "gateway/aggregate/cursor.hpp"
#include "gateway/aggregate/merge.hpp"
#include "gateway/aggregate/read_directory.hpp"
#include "gateway/blueprint.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::aggregate {

struct CustomerSource {
  std::size_t provider = 0;  // its place by the tenant's precedence
  adapters::CustomerBinding binding;
  bool is_listed = false;  // false: the YAML alone says so
};

struct Customer {
  std::string alias;                    // empty: not one of the YAML's
  std::string name;                     // empty: nobody says
  std::string domain;                   // empty: nobody says
  std::vector<CustomerSource> sources;  // by precedence, at least one

  std::string id;           // "{provider}:{id}" of the first source
  std::string folded_name;  // for the order

  // What the customer is called in a stream across customers and in a path: the alias, else the first
  // source's own id.
  std::string key() const { return alias.empty() ? sources.front().binding.id.to_string() : alias; }
};

struct CustomerListing {
  std::vector<Customer> customers;  // by folded name, nulls last, ties by id
  std::vector<Warning> warnings;
};

// `asked`: places of providers, ascending; `lists`: of each of them, null where it has none or failed. The
// YAML's customers that are at none of them are left out.
CustomerListing merge_customers(const TenantPlan& plan, const std::vector<std::size_t>& asked,
                                const std::vector<CustomersPtr>& lists);

void sort_by_name(std::vector<Customer>& customers);
// By bytes. What a stream that goes on behind a key goes by.
std::vector<Customer> sorted_by_key(std::vector<Customer> customers);

// Leaves those whose alias, name or domain has the text in it, which is folded (schema/fold.hpp, collation).
// Everybody has an empty one.
void keep_matching(std::vector<Customer>& customers, std::string_view folded);

// What the order goes by, of the last customer delivered.
Position position_of(const Customer& customer);

struct CustomersPage {
  std::span<const Customer> customers;  // into the list that it is a page of
  bool has_more = false;
};
// At most `limit` of those behind `last`, who need not be there any more; from the beginning without one.
// `in_order`: by name.
CustomersPage page_behind(const std::vector<Customer>& in_order, const std::optional<Position>& last,
                          std::size_t limit);

}  // namespace gateway::aggregate
