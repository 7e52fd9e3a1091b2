// The orders of customers, and what is left of them by search and by page.
#include "gateway/aggregate/customers.hpp"
#include "schema/fold.hpp"

#include <algorithm>

namespace gateway::aggregate {
namespace {

// Name, then id; who has no name comes last.
bool stands_before(bool is_null, std::string_view name, std::string_view id, bool other_is_null,
                   std::string_view other_name, std::string_view other_id) {
  if (is_null != other_is_null) return other_is_null;
  if (const int names = name.compare(other_name); names != 0) return names < 0;
  return id < other_id;
}

std::string_view sort_text_of(const Customer& customer) {
  return std::string_view(customer.folded_name).substr(0, sort_text_bytes);
}

bool has(std::string_view text, std::string_view folded) {
  std::string own;
  schema::append_collation(own, text);
  return own.find(folded) != std::string::npos;
}

}  // namespace

void sort_by_name(std::vector<Customer>& customers) {
  std::ranges::sort(customers, [](const Customer& a, const Customer& b) {
    return stands_before(a.name.empty(), sort_text_of(a), a.id, b.name.empty(), sort_text_of(b), b.id);
  });
}

std::vector<Customer> sorted_by_key(std::vector<Customer> customers) {
  std::ranges::sort(customers, [](const Customer& a, const Customer& b) {
    if (const int keys = a.key().compare(b.key()); keys != 0) return keys < 0;
    return a.id < b.id;
  });
  return customers;
}

void keep_matching(std::vector<Customer>& customers, std::string_view folded) {
  if (folded.empty()) return;
  std::erase_if(customers, [&](const Customer& customer) {
    return !has(customer.alias, folded) && customer.folded_name.find(folded) == std::string::npos &&
           !has(customer.domain, folded);
  });
}

Position position_of(const Customer& customer) {
  return {std::string(sort_text_of(customer)), customer.name.empty(), customer.id};
}

CustomersPage page_behind(const std::vector<Customer>& in_order, const std::optional<Position>& last,
                          std::size_t limit) {
  auto from = in_order.begin();
  if (last) {
    from = std::ranges::partition_point(in_order, [&](const Customer& customer) {
      return !stands_before(last->is_null, last->text, last->id, customer.name.empty(),
                            sort_text_of(customer), customer.id);
    });
  }
  const std::span behind(from, in_order.end());
  return {behind.first(std::min(limit, behind.size())), behind.size() > limit};
}

}  // namespace gateway::aggregate
