#include "config/customer.hpp"

#include "config/nearest.hpp"

#include <algorithm>

namespace config {

namespace {

std::optional<CreateTarget> read_target(const Value& item) {
  if (!item.is_section()) {
    auto name = item.name();
    if (!name) return std::nullopt;
    return CreateTarget{std::move(*name), false};
  }
  const auto section = item.section();
  const std::string provider = section->required_text("provider");
  const bool optional = section->boolean("optional", false);
  if (provider.empty()) return std::nullopt;
  return CreateTarget{provider, optional};
}

std::vector<std::string> bound_providers(const CustomerEntry& customer) {
  std::vector<std::string> names;
  for (const Binding& binding : customer.bindings)
    names.push_back(binding.provider);
  return names;
}

std::optional<CustomerEntry> read_customer(const std::string& alias, const Value& value,
                                           const std::vector<std::string>& providers) {
  const auto section = value.section();
  if (!section) return std::nullopt;
  CustomerEntry customer{alias, value, std::nullopt, {}};
  for (const std::string& provider : providers) {
    if (auto binding = section->value(provider)) customer.bindings.push_back({provider, std::move(*binding)});
  }
  if (const auto list = section->value("create_in")) {
    customer.create_in = read_create_targets(*list, bound_providers(customer), "provider of this customer");
  }
  if (customer.bindings.empty()) {
    section->mistake("is bound to no provider: give its id in at least one of the tenant's `providers`");
  }
  return customer;
}

}  // namespace

std::string unknown_provider(const std::string& name, const std::vector<std::string>& known,
                             std::string_view what) {
  const auto near = nearest(name, known);
  std::string message = quoted(name) + " is no " + std::string(what);
  if (near) return message + ": did you mean " + quoted(*near) + "?";
  for (const std::string& candidate : known)
    message += (&candidate == &known.front() ? ": name " : " or ") + candidate;
  return message;
}

std::vector<CreateTarget> read_create_targets(const Value& list, const std::vector<std::string>& known,
                                              std::string_view what) {
  std::vector<CreateTarget> targets;
  const auto items = list.items();
  if (!items) return targets;
  if (items->empty()) list.mistake("is empty: name a provider, or remove it");
  for (const Value& item : *items) {
    auto target = read_target(item);
    if (!target) continue;
    const bool repeated = std::any_of(targets.begin(), targets.end(), [&](const CreateTarget& other) {
      return other.provider == target->provider;
    });
    if (std::find(known.begin(), known.end(), target->provider) == known.end()) {
      item.mistake(unknown_provider(target->provider, known, what));
    } else if (repeated) {
      item.mistake("is repeated: name each provider once");
    } else {
      targets.push_back(std::move(*target));
    }
  }
  return targets;
}

std::vector<CustomerEntry> read_customers(const Section& tenant, const std::vector<std::string>& providers) {
  std::vector<CustomerEntry> customers;
  const auto section = tenant.section("customers");
  if (!section) return customers;
  for (const auto& [alias, value] : section->entries("a customer")) {
    if (schema::Guid::parse(alias)) {
      value.mistake("is a GUID, which an alias must not be: choose a name, and bind the GUID to a provider");
    }
    if (auto customer = read_customer(alias, value, providers)) customers.push_back(std::move(*customer));
  }
  return customers;
}

}  // namespace config
