// The part of the pipeline that streams users: everything up to the first line is decided before the answer
// begins, so that a failure there is still a problem; from then on a provider's failure is told in the lines.
#include "gateway/aggregate/customer_streams.hpp"
#include "gateway/aggregate/gather_customers.hpp"
#include "gateway/pipeline.hpp"
#include "gateway/steps/canonical_id.hpp"
#include "gateway/steps/plan.hpp"
#include "gateway/steps/render.hpp"
#include "gateway/steps/render_stream.hpp"

#include <algorithm>

namespace gateway {
namespace {

using aggregate::CustomerStreams;
using aggregate::CustomerToStream;
using aggregate::UserStream;
using schema::Problem;
using schema::ProblemCode;

boost::asio::awaitable<bool> write_users(std::shared_ptr<UserStream> users, BodySink& sink) {
  std::string lines;
  for (bool more = true; more;) {
    lines.clear();
    more = co_await users->next(lines);
    const bool taken = co_await sink.write(lines);
    if (!taken) co_return false;
  }
  lines = steps::summary_line(*users);
  co_return co_await sink.write(lines);
}

// What is streamed across customers, and what listing them came to.
struct Customers {
  std::vector<CustomerToStream> streams;  // by key
  aggregate::Outcomes outcomes;
  std::vector<aggregate::Warning> warnings;
};

boost::asio::awaitable<bool> write_customers(std::shared_ptr<CustomerStreams> streams,
                                             aggregate::Outcomes outcomes,
                                             std::vector<aggregate::Warning> warnings, BodySink& sink) {
  const bool taken = co_await streams->run(sink);
  if (!taken) co_return false;
  const std::string line = steps::summary_line(*streams, outcomes, warnings);
  co_return co_await sink.write(line);
}

// A customer that only providers know may be at one that could not list its customers, too.
steps::Whereabouts whereabouts_of(const aggregate::Customer& customer, const Tenant& tenant,
                                  const aggregate::Outcomes& outcomes) {
  steps::Whereabouts where;
  for (const auto& source : customer.sources)
    where.places.push_back({source.provider, source.binding, std::nullopt});
  if (!customer.alias.empty()) return where;
  for (const auto& outcome : outcomes.providers) {
    if (outcome.status != "error") continue;
    adapters::ProviderError unknown;
    unknown.detail =
        "The provider's customers could not be listed: whether this is one of them is not known.";
    const auto place = std::ranges::find(tenant.plan.providers, outcome.name) - tenant.plan.providers.begin();
    where.places.push_back({static_cast<std::size_t>(place), std::nullopt, std::move(unknown)});
  }
  std::ranges::sort(where.places, {}, &steps::Place::provider);
  return where;
}

using Found = boost::system::result<Customers, Problem>;

boost::asio::awaitable<Found> all_customers(const Tenant& tenant, std::vector<std::string> providers,
                                            adapters::CallContext context) {
  auto asked = steps::narrow(tenant, providers);
  if (!asked) co_return asked.error();
  auto gathered = co_await aggregate::gather_customers(tenant, std::move(*asked), {}, {}, std::move(context));
  if (gathered.outcomes.all_failed()) co_return gathered.outcomes.problem();
  Customers found;
  for (const auto& customer : aggregate::sorted_by_key(std::move(gathered.customers)))
    found.streams.push_back({customer.key(), whereabouts_of(customer, tenant, gathered.outcomes)});
  found.outcomes = std::move(gathered.outcomes);
  found.warnings = std::move(gathered.warnings);
  co_return found;
}

boost::asio::awaitable<Found> named_customers(const Tenant& tenant, std::vector<std::string> names,
                                              std::vector<std::string> providers,
                                              adapters::CallContext context) {
  Customers found;
  for (const auto& name : names) {
    auto where = co_await steps::find_customer(tenant, name, providers, context);
    if (!where) {
      Problem problem = where.error();
      if (problem.code == ProblemCode::customer_not_found)
        problem.errors.push_back({"", "customer", "", "not_found", "No provider knows one of those named."});
      co_return problem;
    }
    const std::string key = where->customer ? where->customer->alias : steps::canonical_id(name);
    const bool is_known = std::ranges::any_of(
        found.streams, [&key](const CustomerToStream& customer) { return customer.key == key; });
    if (!is_known) found.streams.push_back({key, std::move(*where)});
  }
  std::ranges::sort(found.streams, {}, &CustomerToStream::key);
  co_return found;
}

}  // namespace

aggregate::UserStream::Order Pipeline::stream_order(const Admitted& call, const steps::ListQuery& query,
                                                    adapters::CallContext context) const {
  UserStream::Order order;
  order.runtime = call.runtime;
  order.tenant = call.tenant;
  order.selection = query.selection;
  order.shape = query.shape;
  order.context = std::move(context);
  return order;
}

boost::asio::awaitable<Answer> Pipeline::stream_users(const Admitted& call) const {
  const auto query = steps::list_query(call.target.query, steps::ListForm::stream);
  if (!query) co_return steps::render_problem(query.error(), call.trace);
  const auto context = context_of(call, call.runtime->limits.list_deadline);
  auto where = co_await steps::find_customer(*call.tenant, std::string(call.match.params.customer),
                                             query->providers, context);
  if (!where) co_return steps::render_problem(where.error(), call.trace);
  if (!aggregate::can_be_asked(*call.tenant, *where, query->selection.state)) {
    co_return steps::render_problem(steps::nobody_lists_deleted(), call.trace);
  }
  auto order = stream_order(call, *query, context);
  order.where = std::move(*where);
  auto users = std::make_shared<UserStream>(std::move(order));
  co_await users->open();
  const bool fails = !users->any_answer() || (query->require_all && !users->complete());
  if (fails) co_return steps::render_problem(users->problem(), call.trace);
  co_return steps::stream_answer([users](BodySink& sink) { return write_users(users, sink); });
}

boost::asio::awaitable<Answer> Pipeline::stream_tenant(const Admitted& call) const {
  const auto query = steps::list_query(call.target.query, steps::ListForm::across_customers);
  if (!query) co_return steps::render_problem(query.error(), call.trace);
  const auto context = context_of(call, call.runtime->limits.list_deadline);
  Found found = Customers();
  if (query->customers.empty()) {
    found = co_await all_customers(*call.tenant, query->providers, context);
  } else {
    found = co_await named_customers(*call.tenant, query->customers, query->providers, context);
  }
  if (!found) co_return steps::render_problem(found.error(), call.trace);
  // A customer that is only where nobody can list the wanted state has nothing to tell.
  const auto left_out = std::erase_if(found->streams, [&](const CustomerToStream& customer) {
    return !aggregate::can_be_asked(*call.tenant, customer.where, query->selection.state);
  });
  if (left_out > 0 && found->streams.empty())
    co_return steps::render_problem(steps::nobody_lists_deleted(), call.trace);
  if (query->after) {
    const std::string after = steps::canonical_id(*query->after);
    std::erase_if(found->streams, [&](const CustomerToStream& customer) { return customer.key <= after; });
  }
  auto streams =
      std::make_shared<CustomerStreams>(stream_order(call, *query, context), std::move(found->streams));
  co_return steps::stream_answer([streams, outcomes = std::move(found->outcomes),
                                  warnings = std::move(found->warnings)](BodySink& sink) {
    return write_customers(streams, outcomes, warnings, sink);
  });
}

}  // namespace gateway
