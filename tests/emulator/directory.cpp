#include "tests/emulator/directory.hpp"

#include "tests/emulator/text.hpp"

namespace tests::emulator {
namespace {

Customer* found_in(const std::map<std::string, Customer*, std::less<>>& index, std::string_view id) {
  const auto found = index.find(lower(id));
  return found == index.end() ? nullptr : found->second;
}

}  // namespace

Customer& Directory::add(std::unique_ptr<Customer> customer) {
  customers_.push_back(std::move(customer));
  Customer& added = *customers_.back();
  if (!added.partner_center.empty()) partner_center_[lower(added.partner_center)] = &added;
  if (!added.cloud_cockpit.empty()) cloud_cockpit_[lower(added.cloud_cockpit)] = &added;
  return added;
}

void Directory::clear() {
  partner_center_.clear();
  cloud_cockpit_.clear();
  customers_.clear();
}

Customer* Directory::at_partner_center(std::string_view id) const { return found_in(partner_center_, id); }
Customer* Directory::at_cloud_cockpit(std::string_view id) const { return found_in(cloud_cockpit_, id); }

Customer* Directory::by_name(std::string_view name) const {
  for (const auto& customer : customers_) {
    if (customer->name == name) return customer.get();
  }
  return nullptr;
}

}  // namespace tests::emulator
