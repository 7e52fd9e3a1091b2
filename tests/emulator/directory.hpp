// The true state of the emulated world: the customers, each with its users at either provider. Everybody who
// answers a request reads it; faults, lag and switches only change how it is told.
#pragma once

#include "tests/emulator/cockpit_users.hpp"
#include "tests/emulator/partner_users.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tests::emulator {

// What the partner may do in a customer's tenant.
enum class PartnerAccess { full, no_gdap_role, unrelated, conditional_access };

struct Customer {
  std::string name;
  std::string domain;                // name.onmicrosoft.com
  std::vector<std::string> domains;  // verified, the first one is `domain`
  std::string federated_domain;      // verified, but users cannot be made in it
  std::string partner_center;        // its Microsoft tenant id; empty: unknown there
  std::string cloud_cockpit;         // its id at CloudCockpit; empty: unknown there
  std::string provider_customer;     // the Microsoft tenant that CloudCockpit says it is
  std::string reseller_id;           // at CloudCockpit
  bool cockpit_deleted = false;
  PartnerAccess access = PartnerAccess::full;
  PartnerUsers partner_users;
  CockpitUsers cockpit_users;
};

class Directory {
 public:
  // The ids must be new.
  Customer& add(std::unique_ptr<Customer> customer);
  void clear();
  // GUIDs in any case; nullptr where the provider does not know the customer.
  Customer* at_partner_center(std::string_view id) const;
  Customer* at_cloud_cockpit(std::string_view id) const;
  Customer* by_name(std::string_view name) const;
  const std::vector<std::unique_ptr<Customer>>& customers() const { return customers_; }

 private:
  std::vector<std::unique_ptr<Customer>> customers_;
  std::map<std::string, Customer*, std::less<>> partner_center_;
  std::map<std::string, Customer*, std::less<>> cloud_cockpit_;
};

}  // namespace tests::emulator
