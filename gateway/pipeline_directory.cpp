// The directory's part of the pipeline: a tenant's customers and the groups of its providers.
#include "gateway/aggregate/gather.hpp"
#include "gateway/aggregate/gather_customers.hpp"
#include "gateway/aggregate/gather_groups.hpp"
#include "gateway/pipeline.hpp"
#include "gateway/steps/directory_query.hpp"
#include "gateway/steps/page_target.hpp"
#include "gateway/steps/plan.hpp"
#include "gateway/steps/render.hpp"
#include "gateway/steps/render_directory.hpp"

#include <algorithm>

namespace gateway {
namespace {

Answer fail(const steps::Trace& trace, schema::Problem problem) {
  problem.correlation_id = trace.correlation_id;
  return steps::render_problem(problem);
}

using Gathered = std::shared_ptr<const aggregate::GatheredCustomers>;

std::size_t place_of(const Tenant& tenant, std::string_view provider) {
  return static_cast<std::size_t>(std::ranges::find(tenant.plan.providers, provider) -
                                  tenant.plan.providers.begin());
}

std::vector<aggregate::Pin> pins_of(const aggregate::Outcomes& outcomes, const Tenant& tenant) {
  using Status = aggregate::Pin::Status;
  std::vector<aggregate::Pin> pins;
  for (const auto& outcome : outcomes.providers) {
    aggregate::Pin pin;
    pin.provider = static_cast<std::uint8_t>(place_of(tenant, outcome.name));
    pin.status = outcome.status == "ok"          ? Status::ok
                 : outcome.status == "not_asked" ? Status::not_asked
                                                 : Status::error;
    if (pin.status == Status::error) pin.error = outcome.error.front().code;
    pins.push_back(pin);
  }
  return pins;
}

// Those of the walk's first page, with the counts of those who were asked again.
void keep_outcomes(aggregate::GatheredCustomers& read, const Tenant& tenant,
                   const std::vector<aggregate::Pin>& pins, std::string_view correlation_id) {
  auto kept = aggregate::outcomes_of(tenant, pins, correlation_id);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (kept[i].status == "ok") kept[i].count = read.outcomes.providers[i].count;
  }
  read.outcomes.providers = std::move(kept);
  read.outcomes.complete = aggregate::is_complete(pins);
}

}  // namespace

boost::asio::awaitable<Answer> Pipeline::list_customers(const Admitted& call) const {
  auto query = steps::customers_query(call.target.query);
  if (!query) co_return fail(call.trace, query.error());
  auto asked = steps::narrow(*call.tenant, query->providers);
  if (!asked) co_return fail(call.trace, asked.error());
  auto context = context_of(call, call.runtime->limits.list_deadline);
  const std::string bound_to =
      steps::cursor_binding(call.caller.client, *call.tenant, "customers", {}, call.target.query);
  aggregate::Cursor cursor;
  if (query->cursor) {
    auto opened = parts_.cursor_seal->open(*query->cursor, bound_to, std::chrono::system_clock::now());
    if (!opened) co_return fail(call.trace, steps::invalid_cursor());
    cursor = std::move(*opened);
  } else {
    cursor.walk = fresh_walk();
  }

  Gathered gathered =
      query->cursor ? customer_walks_.find(cursor.walk, std::chrono::steady_clock::now()) : nullptr;
  if (!gathered) {
    auto read = co_await aggregate::gather_customers(
        *call.tenant, std::move(*asked), std::move(query->search), cursor.pins, std::move(context));
    auto& outcomes = read.outcomes;
    const bool lacks_one = query->cursor && !outcomes.complete;
    if (outcomes.all_failed() || lacks_one || (query->require_all && !outcomes.complete))
      co_return fail(call.trace, outcomes.problem());
    if (query->cursor) keep_outcomes(read, *call.tenant, cursor.pins, call.trace.correlation_id);
    gathered = std::make_shared<const aggregate::GatheredCustomers>(std::move(read));
  }
  const auto last = query->cursor ? std::optional(cursor.last) : std::nullopt;
  const auto page = aggregate::page_behind(gathered->customers, last, query->limit);
  std::string next;
  if (page.has_more) {
    cursor.walk = customer_walks_.keep(gathered, cursor.walk, std::chrono::steady_clock::now());
    cursor.ends =
        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + aggregate::cursor_life;
    cursor.last = aggregate::position_of(page.customers.back());
    if (!query->cursor) cursor.pins = pins_of(gathered->outcomes, *call.tenant);
    next = parts_.cursor_seal->seal(cursor, bound_to);
  }
  co_return steps::render_customers(*call.tenant, *gathered, page.customers, next,
                                    steps::page_target(call.target, next), cursor_epoch());
}

boost::asio::awaitable<Answer> Pipeline::list_groups(const Admitted& call) const {
  auto query = steps::groups_query(call.target.query);
  if (!query) co_return fail(call.trace, query.error());
  auto asked = steps::narrow(*call.tenant, query->providers);
  if (!asked) co_return fail(call.trace, asked.error());
  auto context = context_of(call, call.runtime->limits.list_deadline);
  const auto gathered =
      co_await aggregate::gather_groups(*call.tenant, std::move(*asked), std::move(context));
  if (gathered.outcomes.all_failed()) co_return fail(call.trace, gathered.outcomes.problem());
  co_return steps::render_groups(*call.tenant, gathered);
}

}  // namespace gateway
