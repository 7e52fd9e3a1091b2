#include "gateway/provider_home.hpp"

#include "gateway/aggregate/read_list.hpp"
#include "gateway/transport/hop.hpp"

namespace gateway {
namespace {
constexpr std::chrono::minutes hit_kept{10};
constexpr std::chrono::minutes miss_kept{1};
constexpr std::size_t findings_kept = 10'000;
constexpr int down_after = 5;
// A domain or a group that was added lately is asked for once more before a draft is refused for it.
constexpr std::chrono::minutes facts_kept{10};
constexpr std::chrono::minutes facts_kept_against{1};
// The provider judges what it is sent all the same: the check is not worth more of a caller's time.
constexpr std::chrono::seconds facts_wait{3};
}  // namespace

ProviderHome::ProviderHome(std::string name, std::shared_ptr<const adapters::ProviderSettings> settings,
                           policy::StackParts parts)
    : name_(std::move(name)),
      settings_(std::move(settings)),
      home_(parts.home),
      clock_(parts.clock),
      limits_(parts.limits),
      metrics_(parts.metrics),
      drift_(parts.tenant, name_, parts.metrics, parts.log, parts.clock),
      credential_(std::make_shared<observe::CredentialWatch>(parts.tenant, name_,
                                                             observe::credential_of(settings_->credential),
                                                             parts.metrics, parts.log, parts.clock)),
      stack_(parts, *settings_, credential_),
      adapter_(settings_->make_adapter(stack_.outermost(), *parts.clock, parts.make_uuid)) {}

adapters::Async<aggregate::UserListPtr> ProviderHome::list(adapters::CallContext context,
                                                           adapters::CustomerBinding customer,
                                                           adapters::UserSet set, Freshness freshness) {
  auto work = list_at_home(shared_from_this(), std::move(context), std::move(customer), set, freshness);
  return transport::hop<adapters::Result<aggregate::UserListPtr>>(home_, std::move(work));
}

adapters::Async<adapters::PagePtr> ProviderHome::page(adapters::CallContext context,
                                                      adapters::CustomerBinding customer,
                                                      adapters::UserSet set, std::string next) {
  auto work = page_at_home(shared_from_this(), std::move(context), std::move(customer), set, std::move(next));
  return transport::hop<adapters::Result<adapters::PagePtr>>(home_, std::move(work));
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

adapters::Async<aggregate::CustomersPtr> ProviderHome::customers(adapters::CallContext context) {
  auto work = customers_at_home(shared_from_this(), std::move(context));
  return transport::hop<adapters::Result<aggregate::CustomersPtr>>(home_, std::move(work));
}

adapters::Async<aggregate::GroupsPtr> ProviderHome::groups(adapters::CallContext context) {
  auto work = groups_at_home(shared_from_this(), std::move(context));
  return transport::hop<adapters::Result<aggregate::GroupsPtr>>(home_, std::move(work));
}

adapters::Async<aggregate::UserListPtr> ProviderHome::list_at_home(std::shared_ptr<ProviderHome> self,
                                                                   adapters::CallContext context,
                                                                   adapters::CustomerBinding customer,
                                                                   adapters::UserSet set,
                                                                   Freshness freshness) {
  const aggregate::Wanted wanted{std::move(customer), set};
  if (freshness == Freshness::shared) {
    auto& flights = flights_of(self, &ProviderHome::flights_, read, self->on_joined());
    auto list = co_await flights.join(std::move(context), wanted);
    co_return list;
  }
  // Flights of their own: who asks here waits for the end of the one that began before, and then all who
  // waited share the next.
  auto& flights = flights_of(self, &ProviderHome::look_up_flights_, read, self->on_joined());
  if (flights.is_under_way(wanted)) co_await flights.join(context, wanted);
  auto list = co_await flights.join(std::move(context), wanted);
  co_return list;
}

adapters::Async<adapters::PagePtr> ProviderHome::page_at_home(std::shared_ptr<ProviderHome> self,
                                                              adapters::CallContext context,
                                                              adapters::CustomerBinding customer,
                                                              adapters::UserSet set, std::string next) {
  auto page =
      co_await self->adapter_->list_users(std::move(context), std::move(customer), set, std::move(next));
  self->note_whether(page);
  if (page) self->drift_.note((*page)->drift);
  co_return page;
}

adapters::Async<aggregate::UserListPtr> ProviderHome::read(std::weak_ptr<ProviderHome> weak,
                                                           adapters::CallContext context,
                                                           aggregate::Wanted wanted) {
  const auto self = weak.lock();
  if (!self) co_return adapters::ProviderError{};
  auto list = co_await aggregate::read_list(*self->adapter_, self->limits_, std::move(context),
                                            std::move(wanted.first), wanted.second);
  self->note_whether(list);
  if (list) {
    for (const auto& page : (*list)->pages)
      self->drift_.note(page->drift);
  }
  co_return list;
}

void ProviderHome::retire(const adapters::CustomerBinding& customer) {
  if (!flights_) return;
  flights_->retire({customer, adapters::UserSet::current});
  flights_->retire({customer, adapters::UserSet::deleted});
}

adapters::Async<adapters::PagePtr> ProviderHome::create_at_home(
    std::shared_ptr<ProviderHome> self, adapters::CallContext context, adapters::CustomerBinding customer,
    std::shared_ptr<const schema::UserDraft> draft) {
  context.operation = "create";
  auto page = co_await self->adapter_->create_user(std::move(context), customer, *draft);
  if (page) self->drift_.note((*page)->drift);
  // Whatever it came to: a list that began before now may not show it.
  self->retire(customer);
  co_return page;
}

adapters::Async<std::optional<adapters::CustomerBinding>> ProviderHome::find_at_home(
    std::shared_ptr<ProviderHome> self, adapters::CallContext context, schema::Guid tenant_id) {
  const auto now = self->clock_->now();
  if (const auto known = self->findings_.find(tenant_id);
      known != self->findings_.end() && known->second.fresh_until > now) {
    co_return known->second.binding;
  }
  auto& flights = flights_of(self, &ProviderHome::search_flights_, search, nullptr);
  auto found = co_await flights.join(std::move(context), tenant_id);
  co_return found;
}

adapters::Async<std::optional<adapters::CustomerBinding>> ProviderHome::search(
    std::weak_ptr<ProviderHome> weak, adapters::CallContext context, schema::Guid tenant_id) {
  const auto self = weak.lock();
  if (!self) co_return adapters::ProviderError{};
  context.operation = "find_customer";
  auto found = co_await self->adapter_->find_customer(std::move(context), tenant_id);
  if (!found) co_return found.error();
  // Bounded: callers choose the ids that are looked up.
  if (self->findings_.size() >= findings_kept) self->findings_.clear();
  const adapters::Duration kept = *found ? adapters::Duration(hit_kept) : adapters::Duration(miss_kept);
  self->findings_[tenant_id] = Finding{*found, self->clock_->now() + kept};
  co_return found;
}

adapters::Async<aggregate::CustomersPtr> ProviderHome::customers_at_home(std::shared_ptr<ProviderHome> self,
                                                                         adapters::CallContext context) {
  auto& flights = flights_of(self, &ProviderHome::customer_flights_, read_customers, self->on_joined());
  auto list = co_await flights.join(std::move(context), {});
  co_return list;
}

adapters::Async<aggregate::CustomersPtr> ProviderHome::read_customers(std::weak_ptr<ProviderHome> weak,
                                                                      adapters::CallContext context,
                                                                      std::monostate) {
  const auto self = weak.lock();
  if (!self) co_return adapters::ProviderError{};
  context.operation = "customers";
  auto note = [self](const adapters::Drift& drift) { self->drift_.note(drift); };
  auto list =
      co_await aggregate::read_customers(*self->adapter_, self->limits_, std::move(context), std::move(note));
  self->note_whether(list);
  co_return list;
}

adapters::Async<aggregate::GroupsPtr> ProviderHome::groups_at_home(std::shared_ptr<ProviderHome> self,
                                                                   adapters::CallContext context) {
  auto& flights = flights_of(self, &ProviderHome::group_flights_, read_groups, self->on_joined());
  auto list = co_await flights.join(std::move(context), {});
  co_return list;
}

adapters::Async<aggregate::GroupsPtr> ProviderHome::read_groups(std::weak_ptr<ProviderHome> weak,
                                                                adapters::CallContext context,
                                                                std::monostate) {
  const auto self = weak.lock();
  if (!self) co_return adapters::ProviderError{};
  context.operation = "groups";
  auto note = [self](const adapters::Drift& drift) { self->drift_.note(drift); };
  auto list =
      co_await aggregate::read_groups(*self->adapter_, self->limits_, std::move(context), std::move(note));
  self->note_whether(list);
  co_return list;
}

boost::asio::awaitable<std::vector<schema::FieldError>> ProviderHome::check_facts(
    adapters::CallContext context, adapters::CustomerBinding customer,
    std::shared_ptr<const schema::UserDraft> draft) {
  auto work =
      check_facts_at_home(shared_from_this(), std::move(context), std::move(customer), std::move(draft));
  return transport::hop<std::vector<schema::FieldError>>(home_, std::move(work));
}

boost::asio::awaitable<std::vector<schema::FieldError>> ProviderHome::check_facts_at_home(
    std::shared_ptr<ProviderHome> self, adapters::CallContext context, adapters::CustomerBinding customer,
    std::shared_ptr<const schema::UserDraft> draft) {
  std::vector<schema::FieldError> errors;
  for (const adapters::Duration age :
       {adapters::Duration(facts_kept), adapters::Duration(facts_kept_against)}) {
    const auto facts = co_await facts_at_home(self, context, customer, age);
    errors = self->adapter_->check_facts(*draft, *facts);
    if (errors.empty()) break;
  }
  co_return errors;
}

boost::asio::awaitable<aggregate::FactsPtr> ProviderHome::facts_at_home(std::shared_ptr<ProviderHome> self,
                                                                        adapters::CallContext context,
                                                                        adapters::CustomerBinding customer,
                                                                        adapters::Duration age) {
  const auto now = self->clock_->now();
  if (auto known = self->known_facts_.find(customer, now, age)) co_return known;
  context.deadline = std::min(context.deadline, now + facts_wait);
  auto& flights = flights_of(self, &ProviderHome::fact_flights_, read_facts, nullptr);
  const auto facts = co_await flights.join(std::move(context), customer);
  if (facts) co_return *facts;
  // It did not answer in time, and the next create need not wait for it again.
  auto nothing = std::make_shared<const adapters::DraftFacts>();
  self->known_facts_.keep(customer, nothing, false, self->clock_->now());
  co_return nothing;
}

adapters::Async<aggregate::FactsPtr> ProviderHome::read_facts(std::weak_ptr<ProviderHome> weak,
                                                              adapters::CallContext context,
                                                              adapters::CustomerBinding customer) {
  const auto self = weak.lock();
  if (!self) co_return adapters::ProviderError{};
  auto facts = std::make_shared<adapters::DraftFacts>();
  context.operation = "domains";
  auto domains = co_await self->adapter_->list_domains(context, customer);
  if (domains && *domains)
    facts->domains = std::make_shared<const std::vector<std::string>>(std::move(**domains));
  context.operation = "groups";
  auto note = [self](const adapters::Drift& drift) { self->drift_.note(drift); };
  auto groups =
      co_await aggregate::read_groups(*self->adapter_, self->limits_, std::move(context), std::move(note));
  if (groups) facts->groups = *groups;
  self->known_facts_.keep(customer, facts, domains && groups, self->clock_->now());
  co_return aggregate::FactsPtr(facts);
}

std::function<void()> ProviderHome::on_joined() const {
  return [metrics = metrics_] { metrics.flight_joined(); };
}

template <class Key, class Value>
aggregate::Flights<Key, Value>& ProviderHome::flights_of(
    const std::shared_ptr<ProviderHome>& self,
    std::shared_ptr<aggregate::Flights<Key, Value>> ProviderHome::*flights, Reading<Key, Value> reading,
    std::function<void()> on_joined) {
  auto& there = (*self).*flights;
  if (!there) {
    there = std::make_shared<aggregate::Flights<Key, Value>>(
        self->home_,
        [reading, weak = std::weak_ptr(self)](adapters::CallContext context, Key key) {
          return reading(weak, std::move(context), std::move(key));
        },
        std::move(on_joined));
  }
  return *there;
}

template <class T>
void ProviderHome::note_whether(const adapters::Result<T>& result) {
  const adapters::ProviderError error = result ? adapters::ProviderError() : result.error();
  note(result ? nullptr : &error);
}

void ProviderHome::note(const adapters::ProviderError* error) {
  using adapters::ErrorKind;
  if (error == nullptr) {
    failures_in_a_row_ = 0;
    health_ = Health::ok;
    credential_->accepted();
    return;
  }
  switch (error->kind) {
    case ErrorKind::credentials:
      health_ = Health::credentials;
      credential_->rejected(*error);
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
