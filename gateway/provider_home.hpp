// One provider of one tenant at run time: its adapter, its layers, its flights, all on one io_context, its
// home. Requests call it from any thread; each call hops there once and comes back once with an immutable
// value, so nothing here needs a lock.
#pragma once

#include "adapters/provider.hpp"
#include "gateway/aggregate/flights.hpp"
#include "gateway/observe/credential_watch.hpp"
#include "gateway/observe/drift_watch.hpp"
#include "gateway/observe/metrics.hpp"
#include "gateway/policy/stack.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace gateway {

class ProviderHome : public std::enable_shared_from_this<ProviderHome> {
 public:
  enum class Health : std::uint8_t { ok, degraded, down, credentials };

  ProviderHome(std::string name, std::shared_ptr<const adapters::ProviderSettings> settings,
               policy::StackParts parts);

  const std::string& name() const { return name_; }
  // Pure parts (identity, can_hold, check_draft …) may be called on any thread.
  const adapters::Adapter& adapter() const { return *adapter_; }
  const adapters::ProviderSettings& settings() const { return *settings_; }
  const observe::ProviderMetrics& metrics() const { return metrics_; }
  // Where the provider's answers left its documentation, by path.
  std::vector<observe::DriftWatch::Row> drift() const { return drift_.rows(); }
  // What is known of how the provider is signed in to; never null.
  std::shared_ptr<const observe::Credential> credential() const { return credential_->now(); }
  // Signs in by itself from now on, so that a bad credential is known before a caller meets it, and so that a
  // refresh token which no traffic uses does not lapse.
  void keep_signed_in() { stack_.keep_alive(); }
  const adapters::Clock& clock() const { return *clock_; }
  Health health() const { return health_.load(std::memory_order_relaxed); }

  // `afresh`: read by a flight that begins after the call, for a look-up that must see what was there when it
  // was asked for. `shared`: a flight that is under way will do, unless a create ended since it began.
  enum class Freshness : std::uint8_t { shared, afresh };
  adapters::Async<aggregate::UserListPtr> list(adapters::CallContext context,
                                               adapters::CustomerBinding customer, adapters::UserSet set,
                                               Freshness freshness);
  // One page of a list, for who lets them pass by. A page is nobody's to share.
  adapters::Async<adapters::PagePtr> page(adapters::CallContext context, adapters::CustomerBinding customer,
                                          adapters::UserSet set, std::string next);
  // Runs to its end whatever becomes of the caller.
  adapters::Async<adapters::PagePtr> create(adapters::CallContext context, adapters::CustomerBinding customer,
                                            std::shared_ptr<const schema::UserDraft> draft);
  adapters::Async<std::optional<adapters::CustomerBinding>> find_customer(adapters::CallContext context,
                                                                          schema::Guid tenant_id);
  // All customers of the account, and all groups that a draft may name; null: the provider lists none.
  adapters::Async<aggregate::CustomersPtr> customers(adapters::CallContext context);
  adapters::Async<aggregate::GroupsPtr> groups(adapters::CallContext context);
  // What of the draft the directory contradicts. Waits for the directory a little, and is silent without it.
  boost::asio::awaitable<std::vector<schema::FieldError>> check_facts(
      adapters::CallContext context, adapters::CustomerBinding customer,
      std::shared_ptr<const schema::UserDraft> draft);

 private:
  static adapters::Async<aggregate::UserListPtr> list_at_home(std::shared_ptr<ProviderHome> self,
                                                              adapters::CallContext context,
                                                              adapters::CustomerBinding customer,
                                                              adapters::UserSet set, Freshness freshness);
  static adapters::Async<adapters::PagePtr> page_at_home(std::shared_ptr<ProviderHome> self,
                                                         adapters::CallContext context,
                                                         adapters::CustomerBinding customer,
                                                         adapters::UserSet set, std::string next);
  static adapters::Async<adapters::PagePtr> create_at_home(std::shared_ptr<ProviderHome> self,
                                                           adapters::CallContext context,
                                                           adapters::CustomerBinding customer,
                                                           std::shared_ptr<const schema::UserDraft> draft);
  static adapters::Async<std::optional<adapters::CustomerBinding>> find_at_home(
      std::shared_ptr<ProviderHome> self, adapters::CallContext context, schema::Guid tenant_id);
  static adapters::Async<std::optional<adapters::CustomerBinding>> search(std::weak_ptr<ProviderHome> weak,
                                                                          adapters::CallContext context,
                                                                          schema::Guid tenant_id);
  static adapters::Async<aggregate::CustomersPtr> customers_at_home(std::shared_ptr<ProviderHome> self,
                                                                    adapters::CallContext context);
  static adapters::Async<aggregate::CustomersPtr> read_customers(std::weak_ptr<ProviderHome> weak,
                                                                 adapters::CallContext context,
                                                                 std::monostate);
  static adapters::Async<aggregate::GroupsPtr> groups_at_home(std::shared_ptr<ProviderHome> self,
                                                              adapters::CallContext context);
  static adapters::Async<aggregate::GroupsPtr> read_groups(std::weak_ptr<ProviderHome> weak,
                                                           adapters::CallContext context, std::monostate);
  static boost::asio::awaitable<std::vector<schema::FieldError>> check_facts_at_home(
      std::shared_ptr<ProviderHome> self, adapters::CallContext context, adapters::CustomerBinding customer,
      std::shared_ptr<const schema::UserDraft> draft);
  static boost::asio::awaitable<aggregate::FactsPtr> facts_at_home(std::shared_ptr<ProviderHome> self,
                                                                   adapters::CallContext context,
                                                                   adapters::CustomerBinding customer,
                                                                   adapters::Duration age);
  static adapters::Async<aggregate::FactsPtr> read_facts(std::weak_ptr<ProviderHome> weak,
                                                         adapters::CallContext context,
                                                         adapters::CustomerBinding customer);
  static adapters::Async<aggregate::UserListPtr> read(std::weak_ptr<ProviderHome> weak,
                                                      adapters::CallContext context,
                                                      aggregate::Wanted wanted);
  // Made at the first need: a home cannot speak of itself while it is built. A reading keeps the home only
  // while it reads.
  template <class Key, class Value>
  using Reading = adapters::Async<Value> (*)(std::weak_ptr<ProviderHome>, adapters::CallContext, Key);
  template <class Key, class Value>
  static aggregate::Flights<Key, Value>& flights_of(
      const std::shared_ptr<ProviderHome>& self,
      std::shared_ptr<aggregate::Flights<Key, Value>> ProviderHome::*flights, Reading<Key, Value> reading,
      std::function<void()> on_joined);
  std::function<void()> on_joined() const;  // a list's flight, for the metrics
  // No later caller joins a list of this customer that is under way.
  void retire(const adapters::CustomerBinding& customer);
  void note(const adapters::ProviderError* error);
  template <class T>
  void note_whether(const adapters::Result<T>& result);

  struct Finding {
    std::optional<adapters::CustomerBinding> binding;
    adapters::TimePoint fresh_until;
  };

  std::string name_;
  std::shared_ptr<const adapters::ProviderSettings> settings_;
  boost::asio::any_io_executor home_;
  std::shared_ptr<const adapters::Clock> clock_;
  config::Limits limits_;
  observe::ProviderMetrics metrics_;
  observe::DriftWatch drift_;
  std::shared_ptr<observe::CredentialWatch> credential_;
  policy::Stack stack_;
  std::unique_ptr<adapters::Adapter> adapter_;
  std::shared_ptr<aggregate::UserFlights> flights_;
  std::shared_ptr<aggregate::UserFlights> look_up_flights_;
  std::shared_ptr<aggregate::CustomerFlights> customer_flights_;
  std::shared_ptr<aggregate::GroupFlights> group_flights_;
  std::shared_ptr<aggregate::SearchFlights> search_flights_;
  std::shared_ptr<aggregate::FactFlights> fact_flights_;
  aggregate::KnownFacts known_facts_;
  std::map<schema::Guid, Finding> findings_;
  int failures_in_a_row_ = 0;
  std::atomic<Health> health_{Health::ok};
};

std::string_view name_of(ProviderHome::Health health);

}  // namespace gateway
