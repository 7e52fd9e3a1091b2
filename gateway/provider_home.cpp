#include "gateway/provider_home.hpp"

#include "gateway/aggregate/read_list.hpp"
#include "gateway/transport/hop.hpp"

namespace gateway {
namespace {
constexpr std::chrono::minutes hit_kept{10};
constexpr std::chrono::minutes miss_kept{1};
constexpr std::size_t findings_kept = 10'000;
constexpr int down_after = 5;
}  // namespace

ProviderHome::ProviderHome(std::string name, std::shared_ptr<const adapters::ProviderSettings> settings,
                           policy::StackParts parts)
    : name_(std::move(name)),
      settings_(std::move(settings)),
      home_(parts.home),
      clock_(parts.clock),
      limits_(parts.limits),
      metrics_(parts.metrics),
      stack_(parts, *settings_),
      adapter_(settings_->make_adapter(stack_.outermost(), *parts.clock, parts.make_uuid)) {}

adapters::Async<aggregate::UserListPtr> ProviderHome::list(adapters::CallContext context,
                                                           adapters::CustomerBinding customer) {
  auto work = list_at_home(shared_from_this(), std::move(context), std::move(customer), false);
  return transport::hop<adapters::Result<aggregate::UserListPtr>>(home_, std::move(work));
}

adapters::Async<aggregate::UserListPtr> ProviderHome::list_afresh(adapters::CallContext context,
                                                                  adapters::CustomerBinding customer) {
  auto work = list_at_home(shared_from_this(), std::move(context), std::move(customer), true);
  return transport::hop<adapters::Result<aggregate::UserListPtr>>(home_, std::move(work));
}

adapters::Async<adapters::PagePtr> ProviderHome::create(adapters::CallContext context,
                                                        adapters::CustomerBinding customer,
                                                        std::shared_ptr<const schema::UserDraft> draft) {
  auto work = create_at_home(shared_from_this(), std::move(context), std::move(customer), std::move(draft));
  return transport::hop<adapters::Result<adapters::PagePtr>>(home_, std::move(work));
}

adapters::Async<std::optional<adapters::CustomerBinding>> ProviderHome::find_customer(
    adapters::CallContext context, schema::Guid tenant_id) {
  auto work = find_at_home(shared_from_this(), std::move(context), tenant_id);
  return transport::hop<adapters::Result<std::optional<adapters::CustomerBinding>>>(home_, std::move(work));
}

adapters::Async<aggregate::UserListPtr> ProviderHome::list_at_home(std::shared_ptr<ProviderHome> self,
                                                                   adapters::CallContext context,
                                                                   adapters::CustomerBinding customer,
                                                                   bool afresh) {
  if (!self->flights_) {
    std::weak_ptr<ProviderHome> weak = self;
    self->flights_ = std::make_shared<aggregate::Flights>(
        self->home_,
        [weak](adapters::CallContext of, adapters::CustomerBinding whom) {
          return read(weak, std::move(of), whom);
        },
        [metrics = self->metrics_] { metrics.flight_joined(); });
  }
  if (afresh) self->flights_->retire(customer);
  auto list = co_await self->flights_->list(std::move(context), std::move(customer));
  co_return list;
}

adapters::Async<aggregate::UserListPtr> ProviderHome::read(std::weak_ptr<ProviderHome> weak,
                                                           adapters::CallContext context,
                                                           adapters::CustomerBinding customer) {
  const auto self = weak.lock();
  if (!self) co_return adapters::ProviderError{};
  auto list = co_await aggregate::read_list(*self->adapter_, self->limits_, std::move(context),
                                            std::move(customer), adapters::UserSet::current);
  const adapters::ProviderError* error = nullptr;
  adapters::ProviderError failure;
  if (!list) {
    failure = list.error();
    error = &failure;
  }
  self->note(error);
  if (list) {
    std::uint64_t unknown = 0;
    for (const auto& page : (*list)->pages)
      unknown += page->unknown_values;
    if (unknown > 0) self->metrics_.unknown_values(unknown);
  }
  co_return list;
}

adapters::Async<adapters::PagePtr> ProviderHome::create_at_home(
    std::shared_ptr<ProviderHome> self, adapters::CallContext context, adapters::CustomerBinding customer,
    std::shared_ptr<const schema::UserDraft> draft) {
  context.operation = "create";
  auto page = co_await self->adapter_->create_user(std::move(context), customer, *draft);
  // Whatever it came to: a list that began before now may not show it.
  if (self->flights_) self->flights_->retire(customer);
  co_return page;
}

adapters::Async<std::optional<adapters::CustomerBinding>> ProviderHome::find_at_home(
    std::shared_ptr<ProviderHome> self, adapters::CallContext context, schema::Guid tenant_id) {
  const auto now = self->clock_->now();
  if (const auto known = self->findings_.find(tenant_id);
      known != self->findings_.end() && known->second.fresh_until > now) {
    co_return known->second.binding;
  }
  context.operation = "find_customer";
  auto found = co_await self->adapter_->find_customer(std::move(context), tenant_id);
  if (!found) co_return found.error();
  // Bounded: callers choose the ids that are looked up.
  if (self->findings_.size() >= findings_kept) self->findings_.clear();
  const adapters::Duration kept = *found ? adapters::Duration(hit_kept) : adapters::Duration(miss_kept);
  self->findings_[tenant_id] = Finding{*found, self->clock_->now() + kept};
  co_return found;
}

void ProviderHome::note(const adapters::ProviderError* error) {
  using adapters::ErrorKind;
  if (error == nullptr) {
    failures_in_a_row_ = 0;
    health_ = Health::ok;
    return;
  }
  switch (error->kind) {
    case ErrorKind::credentials:
      health_ = Health::credentials;
      return;
    // One customer's matter, or the caller's.
    case ErrorKind::forbidden:
    case ErrorKind::customer_not_found:
    case ErrorKind::cancelled:
      return;
    default:
      break;
  }
  ++failures_in_a_row_;
  health_ = failures_in_a_row_ >= down_after ? Health::down : Health::degraded;
}

std::string_view name_of(ProviderHome::Health health) {
  switch (health) {
    case ProviderHome::Health::ok:
      return "ok";
    case ProviderHome::Health::degraded:
      return "degraded";
    case ProviderHome::Health::down:
      return "down";
    case ProviderHome::Health::credentials:
      return "credentials";
  }
  return "down";
}

}  // namespace gateway
