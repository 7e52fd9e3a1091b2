#include "config/tenant.hpp"

#include "config/customer.hpp"
#include "schema/ascii.hpp"
#include "schema/user_draft.hpp"

#include <algorithm>

namespace config {

namespace {

using namespace std::chrono_literals;
using schema::DraftField;

std::vector<ProviderEntry> read_providers(const Section& tenant) {
  std::vector<ProviderEntry> providers;
  const auto section = tenant.section("providers");
  if (!section) {
    if (!tenant.has("providers")) tenant.mistake("providers", "is missing: configure at least one provider");
    return providers;
  }
  const auto entries = section->entries("a provider");
  for (const auto& [name, value] : entries) {
    if (auto provider = value.section()) providers.push_back({name, std::move(*provider)});
  }
  if (tenant.value("providers")->is_empty()) section->mistake("is empty: configure at least one provider");
  return providers;
}

std::vector<std::string> read_precedence(const Section& tenant, const std::vector<std::string>& providers) {
  if (!tenant.has("precedence")) {
    tenant.items("precedence");
    tenant.set_effective("precedence", providers);
    return providers;
  }
  std::vector<std::string> precedence;
  const Value list = *tenant.value("precedence");
  const auto items = list.items();
  if (!items) return providers;
  for (const Value& item : *items) {
    const auto name = item.name();
    if (!name) continue;
    if (std::find(providers.begin(), providers.end(), *name) == providers.end()) {
      item.mistake(unknown_provider(*name, providers, "provider of this tenant"));
    } else if (std::find(precedence.begin(), precedence.end(), *name) != precedence.end()) {
      item.mistake("is repeated: name each provider once");
    } else {
      precedence.push_back(*name);
    }
  }
  for (const std::string& provider : providers) {
    if (std::find(precedence.begin(), precedence.end(), provider) != precedence.end()) continue;
    list.mistake("must name every provider of the tenant: " + quoted(provider) + " is missing");
  }
  return precedence;
}

bool is_country(const std::string& text) {
  return text.size() == 2 && std::ranges::all_of(text, schema::is_upper);
}

std::map<std::string, std::string> read_defaults(const Section& tenant) {
  std::map<std::string, std::string> defaults;
  const auto section = tenant.section("defaults");
  if (!section) return defaults;
  for (const DraftField field : {DraftField::usage_location, DraftField::phone_number, DraftField::first_name,
                                 DraftField::last_name, DraftField::display_name}) {
    const std::string name(schema::name_of(field));
    auto text = section->text(name);
    if (!text) continue;
    if (field == DraftField::usage_location && !is_country(*text)) {
      section->mistake(name, "must be a country's two capital letters (ISO 3166-1), such as DE");
    }
    defaults.emplace(name, std::move(*text));
  }
  for (const DraftField field : {DraftField::user_principal_name, DraftField::email, DraftField::immutable_id,
                                 DraftField::password_profile}) {
    section->refuse(schema::name_of(field), "is one person's own and cannot be a default: remove it");
  }
  for (const DraftField field : {DraftField::role, DraftField::groups}) {
    section->refuse(schema::name_of(field), "cannot be a default, only members that are text can: remove it");
  }
  return defaults;
}

std::optional<Tenant> read_tenant(const std::string& name, const Value& value) {
  const auto section = value.section();
  if (!section) return std::nullopt;
  section->order({"deadline", "precedence", "create_in", "defaults", "providers", "customers"});
  Tenant tenant{name, *section, section->duration("deadline", 10ms, 10min), {}, {}, {}, {}, {}};
  tenant.providers = read_providers(*section);
  // By name, also those whose section is no mapping: they have their mistake already.
  const std::vector<std::string> providers = section->names("providers");
  tenant.precedence = read_precedence(*section, providers);
  if (const auto list = section->value("create_in")) {
    tenant.create_in = read_create_targets(*list, providers, "provider of this tenant");
  }
  tenant.defaults = read_defaults(*section);
  tenant.customers = read_customers(*section, providers);
  return tenant;
}

}  // namespace

std::vector<Tenant> read_tenants(const Section& root) {
  std::vector<Tenant> tenants;
  if (!root.has("tenants")) root.mistake("tenants", "is missing: configure at least one tenant");
  const auto section = root.section("tenants");
  if (!section) return tenants;
  for (const auto& [name, value] : section->entries("a tenant")) {
    if (auto tenant = read_tenant(name, value)) tenants.push_back(std::move(*tenant));
  }
  if (root.value("tenants")->is_empty()) section->mistake("is empty: configure at least one tenant");
  return tenants;
}

}  // namespace config
