// What a person asked for, and the requests that ask Usher for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::cli {

// Values stand as they were typed; empty: not given. Usher judges them.
struct UsersQuery {
  std::string tenant;
  std::string customer;  // empty: all
  std::string provider;
  std::string filter;
  std::string search;
  std::string state;
  std::string sort;
  std::string fields;
  std::string include;
  std::string require;
  std::optional<std::uint64_t> limit;

  bool across_customers() const { return customer.empty(); }
};

// One page of a customer's list; `cursor` is empty for the first.
std::string page_target(const UsersQuery& query, std::uint64_t limit, std::string_view cursor);
// The stream of a customer, or of all.
std::string stream_target(const UsersQuery& query);

}  // namespace gateway::cli
