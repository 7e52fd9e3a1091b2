// A tenant whose providers are made up: each has users in memory, a script for what goes wrong, and a log of
// what it was asked. For tests of what stands above the adapters.
#pragma once

#include "gateway/runtime.hpp"
#include "gateway/transport/steady_clock.hpp"
#include "tests/gateway/transport/loop.hpp"
#include "tests/gateway/users.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace tests::gateway_fakes {

using schema::DraftField;

inline schema::Guid guid(int number) {
  schema::Guid made;
  made.bytes[15] = static_cast<std::uint8_t>(number);
  return made;
}

// What a create comes to.
struct CreateStep {
  bool executes = true;  // the user is there afterwards
  std::optional<adapters::ProviderError> error;
  std::string shows_name;  // as the user's displayName; empty: as the draft says
};

struct FakeProvider {
  std::string name;
  schema::TextField identity = schema::TextField::email;
  std::set<DraftField> holds = {DraftField::email, DraftField::first_name, DraftField::last_name};
  std::vector<schema::FieldError> draft_errors;
  std::vector<gateway_users::Account> users;
  std::optional<std::vector<gateway_users::Account>> deleted_users;  // none: it cannot list them
  std::size_t page_size = 0;                                         // 0: its list has no pages
  std::deque<std::optional<adapters::ProviderError>> list_errors;    // of the next lists; none: a good one
  std::deque<CreateStep> creates;                                    // of the next creates; then good ones
  std::map<schema::Guid, adapters::Result<std::optional<adapters::CustomerBinding>>> customers;
  std::optional<std::vector<adapters::ListedCustomer>> directory;  // none: it lists no customers
  std::optional<std::vector<adapters::ListedGroup>> groups;        // none: it has no groups
  std::deque<adapters::ProviderError> directory_errors;            // of its next answers about either
  gateway_loop::Gate* create_gate = nullptr;
  gateway_loop::Gate* directory_gate = nullptr;  // of searches for a customer too
  std::vector<std::string> log;
};

class FakeAdapter final : public adapters::Adapter {
 public:
  explicit FakeAdapter(FakeProvider& provider) : provider_(provider) {}

  adapters::Async<adapters::PagePtr> list_users(adapters::CallContext, adapters::CustomerBinding,
                                                adapters::UserSet set, std::string next) override {
    provider_.log.push_back(std::string("list") + (set == adapters::UserSet::deleted ? " deleted" : "") +
                            (next.empty() ? "" : " from " + next));
    if (!provider_.list_errors.empty()) {
      auto error = provider_.list_errors.front();
      provider_.list_errors.pop_front();
      if (error) co_return *error;
    }
    const auto& users = set == adapters::UserSet::deleted ? *provider_.deleted_users : provider_.users;
    if (provider_.page_size == 0) co_return gateway_users::page_of(users, provider_.identity);
    const std::size_t begin = next.empty() ? 0 : std::stoul(next);
    const std::size_t end = std::min(begin + provider_.page_size, users.size());
    std::vector<gateway_users::Account> some(users.begin() + static_cast<std::ptrdiff_t>(begin),
                                             users.begin() + static_cast<std::ptrdiff_t>(end));
    const auto following = end < users.size() ? std::optional(std::to_string(end)) : std::nullopt;
    co_return gateway_users::page_of(some, provider_.identity, following);
  }

  bool can_list(adapters::UserSet set) const override {
    return set == adapters::UserSet::current || provider_.deleted_users.has_value();
  }
  bool has_pages() const override { return provider_.page_size > 0; }

  adapters::HttpRequest plan_create(const adapters::CallContext&, const adapters::CustomerBinding&,
                                    const schema::UserDraft& draft) const override {
    adapters::HttpRequest request(adapters::Method::post, "/" + provider_.name);
    request.set_header("Accept", "application/json");
    const std::string password(draft.password_profile ? draft.password_profile->password.reveal() : "");
    request.set_body("application/json", "{\"name\":\"" + draft.display_name.value_or("") +
                                             "\",\"password\":\"" + password + "\"}");
    return request;
  }

  adapters::Async<adapters::PagePtr> create_user(adapters::CallContext, adapters::CustomerBinding,
                                                 const schema::UserDraft& draft) override {
    const std::string person =
        (provider_.identity == schema::TextField::email ? draft.email : draft.user_principal_name)
            .value_or("nobody");
    provider_.log.push_back("create " + person);
    if (provider_.create_gate != nullptr) co_await provider_.create_gate->pass();
    CreateStep step;
    if (!provider_.creates.empty()) {
      step = provider_.creates.front();
      provider_.creates.pop_front();
    }
    const std::string name = step.shows_name.empty() ? draft.display_name.value_or("") : step.shows_name;
    const gateway_users::Account account{"new-" + std::to_string(provider_.users.size()), person, name};
    if (step.executes) provider_.users.push_back(account);
    if (step.error) co_return *step.error;
    co_return gateway_users::page_of({account}, provider_.identity);
  }

  adapters::Async<std::optional<adapters::CustomerBinding>> find_customer(adapters::CallContext,
                                                                          schema::Guid tenant_id) override {
    provider_.log.push_back("find");
    if (provider_.directory_gate != nullptr) co_await provider_.directory_gate->pass();
    const auto found = provider_.customers.find(tenant_id);
    if (found == provider_.customers.end()) co_return std::optional<adapters::CustomerBinding>();
    co_return found->second;
  }

  adapters::Async<std::optional<adapters::CustomerPage>> list_customers(adapters::CallContext,
                                                                        std::string) override {
    provider_.log.push_back("customers");
    if (provider_.directory_gate != nullptr) co_await provider_.directory_gate->pass();
    if (const auto error = next_directory_error()) co_return *error;
    std::optional<adapters::CustomerPage> page;
    if (provider_.directory) page.emplace().customers = *provider_.directory;
    co_return page;
  }

  adapters::Async<std::optional<adapters::GroupPage>> list_groups(adapters::CallContext,
                                                                  std::string) override {
    provider_.log.push_back("groups");
    if (provider_.directory_gate != nullptr) co_await provider_.directory_gate->pass();
    if (const auto error = next_directory_error()) co_return *error;
    std::optional<adapters::GroupPage> page;
    if (provider_.groups) page.emplace().groups = *provider_.groups;
    co_return page;
  }

  schema::TextField identity() const override { return provider_.identity; }
  bool can_hold(DraftField field) const override { return provider_.holds.contains(field); }
  std::optional<std::string> derive(DraftField field, const schema::UserDraft& draft) const override {
    if (field != DraftField::display_name || !draft.first_name || !draft.last_name) return std::nullopt;
    return *draft.first_name + ' ' + *draft.last_name;
  }
  std::vector<schema::FieldError> check_draft(const schema::UserDraft&) const override {
    return provider_.draft_errors;
  }

 private:
  std::optional<adapters::ProviderError> next_directory_error() {
    if (provider_.directory_errors.empty()) return std::nullopt;
    auto error = std::move(provider_.directory_errors.front());
    provider_.directory_errors.pop_front();
    return error;
  }

  FakeProvider& provider_;
};

class FakeSettings final : public adapters::ProviderSettings {
 public:
  explicit FakeSettings(FakeProvider& provider) : provider_(provider) {
    base_url.scheme = "http";
    base_url.host = "127.0.0.1";
    base_url.port = 1;
    credential = adapters::oauth2::GivenToken{};
  }
  std::unique_ptr<adapters::Adapter> make_adapter(adapters::HttpClient&, const adapters::Clock&,
                                                  std::string (*)()) const override {
    return std::make_unique<FakeAdapter>(provider_);
  }
  std::optional<adapters::CustomerBinding> read_binding(config::Value) const override { return std::nullopt; }
  adapters::CustomerBinding bind(schema::Guid id) const override { return {id, "bound"}; }

 private:
  FakeProvider& provider_;
};

// A tenant of these providers, in precedence order. Customer `fabrikam` is at all of them, by guid(1),
// guid(2)
// ...; further ones are bound by hand.
class FakeTenant {
 public:
  explicit FakeTenant(std::vector<FakeProvider> given)
      : providers(std::move(given)), metrics("test", {}, {}) {
    runtime = std::make_shared<gateway::Runtime>(config::Limits(), std::vector<config::Client>());
    auto made = std::make_unique<gateway::Tenant>();
    tenant = made.get();
    tenant->plan.name = "contoso";
    auto clock = std::make_shared<gateway::transport::SteadyClock>();
    for (FakeProvider& provider : providers) {
      auto settings = std::make_shared<FakeSettings>(provider);
      gateway::policy::StackParts parts{.home = loop.executor(),
                                        .watch = &loop.watch(),
                                        .resolver = loop.resolver(),
                                        .tls = nullptr,
                                        .authority_tls = nullptr,
                                        .clock = clock,
                                        .limits = config::Limits(),
                                        .metrics = metrics.provider("contoso", provider.name),
                                        .random = [] { return 0.0; },
                                        .make_uuid = [] { return guid(9).to_string(); }};
      tenant->plan.providers.push_back(provider.name);
      tenant->plan.settings.push_back(settings);
      fake_settings.push_back(settings);
      tenant->providers.push_back(
          std::make_shared<gateway::ProviderHome>(provider.name, settings, std::move(parts)));
    }
    std::vector<std::optional<adapters::CustomerBinding>> everywhere;
    for (std::size_t i = 0; i < providers.size(); ++i)
      everywhere.push_back({{guid(static_cast<int>(i) + 1), ""}});
    bind("fabrikam", everywhere);
    runtime->tenants.push_back(std::move(made));
  }

  gateway::CustomerPlan& bind(const std::string& alias,
                              const std::vector<std::optional<adapters::CustomerBinding>>& bindings) {
    const std::size_t place = tenant->plan.customers.size();
    tenant->plan.customers.push_back({alias, bindings, std::nullopt});
    tenant->by_alias.emplace(alias, place);
    for (const auto& binding : bindings) {
      if (binding) tenant->by_guid.emplace(binding->id, place);
    }
    return tenant->plan.customers.back();
  }

  // The provider of this place has `create: at_most_once`.
  void allow_one_send(std::size_t place) { fake_settings[place]->create_at_most_once = true; }

  static adapters::CallContext context() {
    adapters::CallContext made;
    made.deadline = gateway_loop::in(std::chrono::seconds(5));
    made.correlation_id = "11111111-1111-4111-8111-111111111111";
    return made;
  }

  // All that the providers were asked, as "name: what".
  std::vector<std::string> asked() const {
    std::vector<std::string> all;
    for (const FakeProvider& provider : providers) {
      for (const std::string& what : provider.log)
        all.push_back(provider.name + ": " + what);
    }
    return all;
  }

  std::vector<FakeProvider> providers;
  std::vector<std::shared_ptr<FakeSettings>> fake_settings;  // by provider
  gateway::observe::Metrics metrics;
  gateway_loop::Loop loop;
  std::shared_ptr<gateway::Runtime> runtime;
  gateway::Tenant* tenant = nullptr;
};

inline FakeProvider center() {
  FakeProvider provider;
  provider.name = "partner_center";
  provider.identity = schema::TextField::user_principal_name;
  provider.holds = {DraftField::user_principal_name, DraftField::first_name,
                    DraftField::last_name,           DraftField::display_name,
                    DraftField::usage_location,      DraftField::password_profile};
  return provider;
}

inline FakeProvider cockpit() {
  FakeProvider provider;
  provider.name = "cloud_cockpit";
  return provider;
}

// A customer as a provider lists it; `tenants`: the Microsoft tenants that it says to be.
inline adapters::ListedCustomer listed(int id, std::string name, std::vector<int> tenants = {},
                                       std::string domain = {}) {
  adapters::ListedCustomer customer;
  customer.binding = {guid(id), "as listed"};
  customer.name = std::move(name);
  customer.domain = std::move(domain);
  for (const int tenant : tenants)
    customer.tenant_ids.push_back(guid(tenant));
  return customer;
}

inline adapters::ProviderError error_of(adapters::ErrorKind kind, bool sent = false,
                                        std::optional<int> status = std::nullopt) {
  adapters::ProviderError error;
  error.kind = kind;
  error.detail = "It went wrong.";
  error.sent = sent;
  error.status = status;
  return error;
}

}  // namespace tests::gateway_fakes
