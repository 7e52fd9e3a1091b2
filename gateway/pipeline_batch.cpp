// Many creates in one request: what is wrong with the request as a whole is told before the first line, what
// is wrong with an item in that item's line.
#include "gateway/create/batch.hpp"
#include "gateway/create/fingerprint.hpp"
#include "gateway/pipeline.hpp"
#include "gateway/pipeline_create.hpp"
#include "gateway/steps/batch_items.hpp"
#include "gateway/steps/render.hpp"
#include "gateway/steps/render_stream.hpp"

namespace gateway {
namespace {

using schema::Problem;

// What the items are made into orders with. The items view the body.
struct Origin {
  boost::json::value body;
  std::vector<steps::BatchItem> items;
  create::CreateOrder pattern;  // all but key, fingerprint, draft and deadline
  adapters::Duration allowed{};
  std::function<create::Fingerprint(std::string_view)> fingerprint;
};

create::BatchStart start(const Origin& origin, std::size_t index) {
  const steps::BatchItem& item = origin.items[index];
  const auto& pattern = origin.pattern;
  const std::string& correlation_id = pattern.context.correlation_id;
  if (item.problem) return create::refuse(*item.problem, correlation_id);
  auto read = read_draft(*item.user, *pattern.tenant, pattern.targets);
  if (!read) return create::refuse(read.error(), correlation_id);
  create::CreateOrder order = pattern;
  // There is no deadline for the whole: each item has its own.
  order.context.deadline = std::chrono::steady_clock::now() + origin.allowed;
  order.key = item.key;
  order.draft = std::move(read->draft);
  order.fingerprint = origin.fingerprint(
      create::canonical_request(order.tenant->plan.name, order.client, order.targets, read->canonical)
          .reveal());
  return order;
}

}  // namespace

boost::asio::awaitable<Answer> Pipeline::create_batch(const Admitted& call, std::string body) const {
  const auto fail = [&call](Problem problem) {
    problem.correlation_id = call.trace.correlation_id;
    return steps::render_problem(problem);
  };
  auto query = steps::create_query(call.target.query, steps::CreateForm::batch);
  if (!query) co_return fail(query.error());
  // An object, an array and an item are around each draft.
  auto json = parse_body(body, call.runtime->limits.json_depth + 3);
  if (!json) co_return fail(json.error());
  auto origin = std::make_shared<Origin>();
  origin->body = std::move(*json);
  auto items = steps::read_batch(origin->body);
  if (!items) co_return fail(items.error());
  origin->items = std::move(*items);
  auto prepared = co_await prepare_create(call, std::move(query->providers));
  if (!prepared) co_return fail(prepared.error());
  origin->pattern = std::move(*prepared);
  origin->allowed = origin->pattern.context.deadline - call.received;
  origin->fingerprint = parts_.fingerprint;
  create::Batch batch;
  batch.count = origin->items.size();
  batch.start = [origin](std::size_t index) { return start(*origin, index); };
  batch.journal = parts_.journal;
  batch.correlation_id = call.trace.correlation_id;
  co_return steps::stream_answer(create::stream_batch(std::move(batch)));
}

}  // namespace gateway
