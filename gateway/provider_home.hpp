// One provider of one tenant at run time: its adapter, its layers, its flights, all on one io_context, its
// home. Requests call it from any thread; each call hops there once and comes back once with an immutable
// value, so nothing here needs a lock.
#pragma once

#include "adapters/provider.hpp"
#include "gateway/aggregate/flights.hpp"
#include "gateway/observe/metrics.hpp"
#include "gateway/policy/stack.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <memory>
#include <string>

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
  Health health() const { return health_.load(std::memory_order_relaxed); }

  adapters::Async<aggregate::UserListPtr> list(adapters::CallContext context,
                                               adapters::CustomerBinding customer);
  // The list as it is after everything that this process has sent: never a flight that is under way.
  adapters::Async<aggregate::UserListPtr> list_afresh(adapters::CallContext context,
                                                      adapters::CustomerBinding customer);
  // Runs to its end whatever becomes of the caller.
  adapters::Async<adapters::PagePtr> create(adapters::CallContext context, adapters::CustomerBinding customer,
                                            std::shared_ptr<const schema::UserDraft> draft);
  adapters::Async<std::optional<adapters::CustomerBinding>> find_customer(adapters::CallContext context,
                                                                          schema::Guid tenant_id);

 private:
  static adapters::Async<aggregate::UserListPtr> list_at_home(std::shared_ptr<ProviderHome> self,
                                                              adapters::CallContext context,
                                                              adapters::CustomerBinding customer,
                                                              bool afresh);
  static adapters::Async<adapters::PagePtr> create_at_home(std::shared_ptr<ProviderHome> self,
                                                           adapters::CallContext context,
                                                           adapters::CustomerBinding customer,
                                                           std::shared_ptr<const schema::UserDraft> draft);
  static adapters::Async<std::optional<adapters::CustomerBinding>> find_at_home(
      std::shared_ptr<ProviderHome> self, adapters::CallContext context, schema::Guid tenant_id);
  static adapters::Async<aggregate::UserListPtr> read(std::weak_ptr<ProviderHome> weak,
                                                      adapters::CallContext context,
                                                      adapters::CustomerBinding customer);
  void note(const adapters::ProviderError* error);

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
  policy::Stack stack_;
  std::unique_ptr<adapters::Adapter> adapter_;
  std::shared_ptr<aggregate::Flights> flights_;
  std::map<schema::Guid, Finding> findings_;
  int failures_in_a_row_ = 0;
  std::atomic<Health> health_{Health::ok};
};

std::string_view name_of(ProviderHome::Health health);

}  // namespace gateway
