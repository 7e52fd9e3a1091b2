// The customers of a tenant over the providers that are asked for them, all at once, with an honest word on
// each. For the list of customers, and for the list of users across them.
#pragma once

#include "adapters/call_context.hpp"
#include "gateway/aggregate/customers.hpp"
#include "gateway/aggregate/outcomes.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace gateway::aggregate {

struct GatheredCustomers {
  // About how much memory it holds.
  std::size_t bytes() const;

  std::vector<Customer> customers;  // that match, by name; the YAML's stand there though a provider failed
  std::vector<Warning> warnings;
  Outcomes outcomes;  // their counts: of the customers that a provider listed, those that match
};

// `asked`: places of providers, ascending. `search`: as keep_matching(). `pins`: of a walk that goes on; the
// providers that did not answer its first page are not asked and keep what they were. Empty: it begins.
boost::asio::awaitable<GatheredCustomers> gather_customers(const Tenant& tenant,
                                                           std::vector<std::size_t> asked, std::string search,
                                                           std::vector<Pin> pins,
                                                           adapters::CallContext context);

}  // namespace gateway::aggregate
