// One business of the file: its providers, its customers and how they are put together. What stands inside a
// provider's section or a customer's binding only that provider's adapter knows, and reads from here.
#pragma once

#include "config/section.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace config {

struct CreateTarget {
  std::string provider;
  bool optional = false;
};

struct ProviderEntry {
  std::string name;
  Section section;
};

struct Binding {
  std::string provider;
  Value value;  // just the id, or a mapping
};

struct CustomerEntry {
  std::string alias;
  Value value;  // the whole entry, for mistakes about it
  std::optional<std::vector<CreateTarget>> create_in;
  std::vector<Binding> bindings;  // in the order of the tenant's providers
};

struct Tenant {
  std::string name;
  Section section;  // for mistakes about it
  std::optional<milliseconds> deadline;
  std::vector<std::string> precedence;          // every provider once; default: the order of `providers`
  std::vector<CreateTarget> create_in;          // empty: not configured
  std::map<std::string, std::string> defaults;  // draft member -> text
  std::vector<ProviderEntry> providers;         // in the file's order, at least one
  std::vector<CustomerEntry> customers;         // in the file's order
};

std::vector<Tenant> read_tenants(const Section& root);

}  // namespace config
