#include "gateway/aggregate/customers.hpp"

#include "schema/fold.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace gateway::aggregate {
namespace {

using adapters::ListedCustomer;
using schema::Guid;

struct Entry {
  std::size_t provider = 0;
  const ListedCustomer* listed = nullptr;
  bool is_further = true;  // not one of the YAML's
  bool is_ambiguous = false;
};

// Of one provider, or of all: who says to be which Microsoft tenant.
using Claims = std::map<Guid, std::vector<std::size_t>>;

void add_claims(Claims& claims, const Entry& entry, std::size_t index) {
  for (const Guid& tenant : entry.listed->tenant_ids) {
    auto& claimants = claims[tenant];
    if (claimants.empty() || claimants.back() != index) claimants.push_back(index);
  }
}

class Merging {
 public:
  Merging(const TenantPlan& plan, const std::vector<std::size_t>& asked) : plan_(plan) {
    for (const CustomerPlan& planned : plan.customers) {
      Customer customer;
      customer.alias = planned.alias;
      for (const std::size_t provider : asked) {
        const auto& binding = planned.bindings[provider];
        if (!binding) continue;
        known_.try_emplace({provider, binding->id}, listing_.customers.size());
        customer.sources.push_back({provider, *binding, false});
      }
      if (!customer.sources.empty()) listing_.customers.push_back(std::move(customer));
    }
  }

  // Providers in precedence order: the first that says a name or a domain is heard.
  void add(std::size_t provider, const std::vector<ListedCustomer>& list) {
    Claims claims;
    for (const ListedCustomer& listed : list) {
      Entry entry{provider, &listed};
      if (const auto known = known_.find({provider, listed.binding.id}); known != known_.end()) {
        entry.is_further = false;
        Customer& customer = listing_.customers[known->second];
        hear(customer, listed);
        std::ranges::find(customer.sources, provider, &CustomerSource::provider)->is_listed = true;
      }
      add_claims(claims, entry, entries_.size());
      entries_.push_back(entry);
    }
    for (const auto& [tenant, claimants] : claims) {
      // Where the YAML has said of all of them which customers they are, nothing is open.
      const bool is_open = std::ranges::any_of(claimants, [&](auto i) { return entries_[i].is_further; });
      if (claimants.size() < 2 || !is_open) continue;
      warn(claimants, "These customers say that they are one and the same Microsoft tenant");
    }
  }

  CustomerListing done() {
    for (const auto& group : groups())
      add_group(group);
    for (Customer& customer : listing_.customers) {
      const CustomerSource& first = customer.sources.front();
      customer.id = plan_.providers[first.provider] + ':' + first.binding.id.to_string();
      schema::append_collation(customer.folded_name, customer.name);
    }
    sort_by_name(listing_.customers);
    return std::move(listing_);
  }

 private:
  static void hear(Customer& customer, const ListedCustomer& listed) {
    if (customer.name.empty()) customer.name = listed.name;
    if (customer.domain.empty()) customer.domain = listed.domain;
  }

  // All of one provider.
  void warn(const std::vector<std::size_t>& claimants, std::string why) {
    Warning warning{"ambiguous_customer", plan_.providers[entries_[claimants.front()].provider], {}, {}};
    warning.detail = std::move(why) + ": none of them was merged with another provider's by it.";
    for (const std::size_t index : claimants) {
      entries_[index].is_ambiguous = true;
      warning.ids.push_back(warning.provider + ':' + entries_[index].listed->binding.id.to_string());
    }
    std::ranges::sort(warning.ids);
    listing_.warnings.push_back(std::move(warning));
  }

  // The further customers that claims hold together, each group in the order of the entries.
  std::vector<std::vector<std::size_t>> groups() const {
    std::vector<std::size_t> leads(entries_.size());
    std::iota(leads.begin(), leads.end(), std::size_t{0});
    const auto lead_of = [&](std::size_t i) {
      while (leads[i] != i)
        i = leads[i] = leads[leads[i]];
      return i;
    };
    Claims claims;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].is_further && !entries_[i].is_ambiguous) add_claims(claims, entries_[i], i);
    }
    for (const auto& [tenant, claimants] : claims) {
      for (const std::size_t i : claimants) {
        const std::size_t one = lead_of(claimants.front());
        const std::size_t other = lead_of(i);
        leads[std::max(one, other)] = std::min(one, other);
      }
    }
    std::vector<std::vector<std::size_t>> led(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].is_further) led[lead_of(i)].push_back(i);
    }
    std::erase_if(led, [](const auto& group) { return group.empty(); });
    return led;
  }

  // One customer, unless it would be one provider's twice: a customer that claims several tenants can hold
  // together what is not one.
  void add_group(const std::vector<std::size_t>& group) {
    std::map<std::size_t, std::vector<std::size_t>> by_provider;
    for (const std::size_t i : group)
      by_provider[entries_[i].provider].push_back(i);
    const bool is_one = by_provider.size() == group.size();
    for (const auto& [provider, members] : by_provider) {
      if (members.size() > 1)
        warn(members, "Another provider's customer says that it is the Microsoft tenants of all of these");
    }
    for (const std::size_t i : group) {
      const Entry& entry = entries_[i];
      if (!is_one || i == group.front()) listing_.customers.emplace_back();
      Customer& customer = listing_.customers.back();
      customer.sources.push_back({entry.provider, entry.listed->binding, true});
      hear(customer, *entry.listed);
    }
  }

  const TenantPlan& plan_;
  CustomerListing listing_;
  std::map<std::pair<std::size_t, Guid>, std::size_t> known_;  // the YAML's, by provider and id
  std::vector<Entry> entries_;                                 // by precedence, then as listed
};

}  // namespace

CustomerListing merge_customers(const TenantPlan& plan, const std::vector<std::size_t>& asked,
                                const std::vector<CustomersPtr>& lists) {
  Merging merging(plan, asked);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (lists[i]) merging.add(asked[i], *lists[i]);
  }
  return merging.done();
}

}  // namespace gateway::aggregate
