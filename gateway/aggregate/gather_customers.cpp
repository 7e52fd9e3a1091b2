#include "gateway/aggregate/gather_customers.hpp"

#include "gateway/aggregate/fan_out.hpp"

#include <algorithm>

namespace gateway::aggregate {
namespace {

std::size_t count_listed(const std::vector<Customer>& customers, std::size_t provider) {
  std::size_t count = 0;
  for (const Customer& customer : customers) {
    for (const CustomerSource& source : customer.sources)
      count += source.provider == provider && source.is_listed ? 1 : 0;
  }
  return count;
}

bool is_asked(const std::vector<Pin>& pins, std::size_t provider) {
  return pins.empty() || std::ranges::any_of(pins, [provider](const Pin& pin) {
           return pin.provider == provider && pin.status == Pin::Status::ok;
         });
}

}  // namespace

std::size_t GatheredCustomers::bytes() const {
  std::size_t sum = customers.capacity() * sizeof(Customer);
  for (const Customer& customer : customers) {
    sum += customer.alias.capacity() + customer.name.capacity() + customer.domain.capacity() +
           customer.id.capacity() + customer.folded_name.capacity() +
           customer.sources.capacity() * sizeof(CustomerSource);
  }
  return sum;
}

boost::asio::awaitable<GatheredCustomers> gather_customers(const Tenant& tenant,
                                                           std::vector<std::size_t> asked, std::string search,
                                                           std::vector<Pin> pins,
                                                           adapters::CallContext context) {
  std::vector<std::shared_ptr<ProviderHome>> homes;
  for (const std::size_t place : asked) {
    if (is_asked(pins, place)) homes.push_back(tenant.providers[place]);
  }
  Lists<adapters::ListedCustomer> heard;
  if (!homes.empty()) heard = co_await customers_everywhere(std::move(homes), context);
  // Who is not asked has no list.
  Lists<adapters::ListedCustomer> answers;
  std::size_t next = 0;
  for (const std::size_t place : asked) {
    if (is_asked(pins, place)) {
      answers.push_back(std::move(heard[next++]));
    } else {
      answers.emplace_back(CustomersPtr());
    }
  }

  GatheredCustomers gathered;
  gathered.outcomes = outcomes_of<adapters::ListedCustomer>(tenant, asked, answers, context.correlation_id);
  std::vector<CustomersPtr> lists;
  for (const auto& answer : answers)
    lists.push_back(answer ? *answer : CustomersPtr());
  CustomerListing listing = merge_customers(tenant.plan, asked, lists);
  keep_matching(listing.customers, search);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    auto& count = gathered.outcomes.providers[i].count;
    if (count) count = count_listed(listing.customers, asked[i]);
  }
  gathered.customers = std::move(listing.customers);
  gathered.warnings = std::move(listing.warnings);
  co_return gathered;
}

}  // namespace gateway::aggregate
