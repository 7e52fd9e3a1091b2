// The part of the pipeline that reads users page by page: plan, gather, view, page, render. A later page
// comes from what is kept of its walk, or from the same providers asked again.
#include "gateway/aggregate/gather.hpp"
#include "gateway/pipeline.hpp"
#include "gateway/steps/canonical_id.hpp"
#include "gateway/steps/page_target.hpp"
#include "gateway/steps/plan.hpp"
#include "gateway/steps/render.hpp"
#include "gateway/steps/render_parts.hpp"

#include <algorithm>

namespace gateway {
namespace {

using aggregate::View;
using schema::Problem;
using schema::ProblemCode;

// The counts of the view's parts, at the outcomes that they belong to.
void set_counts(std::vector<schema::ProviderOutcome>& outcomes, const View& view) {
  std::size_t part = 0;
  for (auto& outcome : outcomes) {
    if (outcome.status == "ok") outcome.count = view.counts()[part++];
  }
}

// What a page of a walk is made of, whichever page it is.
struct Walked {
  std::shared_ptr<const View> view;
  std::vector<aggregate::Pin> pins;
  std::vector<schema::ProviderOutcome> outcomes;
  aggregate::WalkId id{};
};

}  // namespace

aggregate::WalkId Pipeline::fresh_walk() const {
  aggregate::WalkId id;
  const schema::Guid random = parts_.make_guid();
  // The last eight bytes hold no version.
  std::copy_n(random.bytes.begin() + 8, id.size(), id.begin());
  return id;
}

std::uint64_t Pipeline::cursor_epoch() const {
  using half_days = std::chrono::duration<std::int64_t, std::ratio<12 * 60 * 60>>;
  aggregate::Cursor epoch;
  epoch.ends = std::chrono::floor<half_days>(std::chrono::system_clock::now());
  return steps::hash_of(parts_.cursor_seal->seal(epoch, "tag"));
}

boost::asio::awaitable<Answer> Pipeline::list_users(const Admitted& call) const {
  const auto query = steps::list_query(call.target.query, steps::ListForm::pages);
  if (!query) co_return steps::render_problem(query.error(), call.trace);
  const std::string bound_to = steps::cursor_binding(call.caller.client, *call.tenant, "users",
                                                     call.match.params.customer, call.target.query);
  std::optional<aggregate::Cursor> cursor;
  if (query->cursor) {
    cursor = parts_.cursor_seal->open(*query->cursor, bound_to, std::chrono::system_clock::now());
    if (!cursor) co_return steps::render_problem(steps::invalid_cursor(), call.trace);
  }

  Walked walked;
  if (cursor) {
    walked.id = cursor->walk;
    walked.pins = cursor->pins;
    walked.view = walks_.find(cursor->walk, std::chrono::steady_clock::now());
    walked.outcomes = aggregate::outcomes_of(*call.tenant, walked.pins, call.trace.correlation_id);
  }
  if (!walked.view) {
    const auto context = context_of(call, call.runtime->limits.list_deadline);
    auto where = co_await steps::find_customer(*call.tenant, std::string(call.match.params.customer),
                                               query->providers, context);
    if (!where) co_return steps::render_problem(where.error(), call.trace);
    const auto wanted = query->selection.state;
    if (!aggregate::can_be_asked(*call.tenant, *where, wanted)) {
      co_return steps::render_problem(steps::nobody_lists_deleted(), call.trace);
    }
    aggregate::Gathered gathered;
    if (cursor) {
      gathered = co_await aggregate::gather_again(*call.tenant, std::move(*where), wanted,
                                                  std::move(walked.pins), context);
    } else {
      gathered = co_await aggregate::gather(*call.tenant, std::move(*where), wanted,
                                            aggregate::Freshness::shared, context);
    }
    const bool fails = !gathered.any_answer || (query->require_all && !gathered.complete);
    if (fails) co_return steps::render_problem(gathered.problem(), call.trace);
    walked.view = views_.of(std::move(gathered.parts), steps::canonical_query(call.target.query),
                            query->selection, query->sort);
    walked.pins = std::move(gathered.pins);
    walked.outcomes = std::move(gathered.outcomes);
    if (!cursor) walked.id = fresh_walk();
  }

  const View& view = *walked.view;
  const View::Page page = cursor ? view.after(cursor->last, query->limit) : view.first(query->limit);
  const auto render = [&] {
    return std::make_shared<const aggregate::RenderedItems>(steps::render_items(view, page, query->shape));
  };
  steps::ListPage answer;
  answer.items = cursor ? render() : view.first_items(query->limit, render);
  answer.outcomes = std::move(walked.outcomes);
  set_counts(answer.outcomes, view);
  answer.complete = aggregate::is_complete(walked.pins);
  if (page.more) {
    aggregate::Cursor next;
    next.walk = walks_.keep(walked.view, walked.id, std::chrono::steady_clock::now());
    next.ends =
        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + aggregate::cursor_life;
    next.last = view.position_of(page.people.back());
    next.pins = std::move(walked.pins);
    answer.next_cursor = parts_.cursor_seal->seal(next, bound_to);
    answer.cursor_epoch = cursor_epoch();
    answer.next_target = steps::page_target(call.target, answer.next_cursor);
  }
  answer.view = std::move(walked.view);
  co_return steps::render_list(std::move(answer));
}

boost::asio::awaitable<Answer> Pipeline::get_user(const Admitted& call) const {
  const auto query = steps::user_query(call.target.query);
  if (!query) co_return steps::render_problem(query.error(), call.trace);
  const std::string_view whole = call.match.params.user_id;
  const std::size_t colon = whole.find(':');
  const std::string_view provider = whole.substr(0, colon);
  const std::string id =
      colon == std::string_view::npos ? std::string() : steps::canonical_id(whole.substr(colon + 1));
  const bool can_be = std::ranges::any_of(call.tenant->providers, [&](const auto& home) {
    return home->name() == provider && home->adapter().can_be_user_id(id);
  });
  if (!can_be)
    co_return steps::render_problem(Problem(ProblemCode::user_not_found, "There is no such user."),
                                    call.trace);

  const auto context = context_of(call, call.runtime->limits.list_deadline);
  auto where = co_await steps::find_customer(*call.tenant, std::string(call.match.params.customer),
                                             query->providers, context);
  if (!where) co_return steps::render_problem(where.error(), call.trace);
  auto gathered = co_await aggregate::gather(*call.tenant, std::move(*where), aggregate::WantedState::active,
                                             aggregate::Freshness::shared, context);
  if (!gathered.any_answer) co_return steps::render_problem(gathered.problem(), call.trace);

  const aggregate::Listing listing = aggregate::merge(gathered.parts);
  for (std::size_t i = 0; i < listing.size(); ++i) {
    const schema::Person person = listing[i];
    for (std::size_t p = 0; p < person.accounts.size(); ++p) {
      if (person.accounts[p] == nullptr || person.providers[p] != provider) continue;
      if (person.accounts[p]->id.view() == id) co_return steps::render_user(gathered, person, query->shape);
    }
  }
  // Not seen: nobody is there only if that provider said so.
  for (const auto& outcome : gathered.outcomes) {
    if (outcome.name == provider && outcome.status == "error") {
      Problem problem = outcome.error.front();
      problem.providers = gathered.outcomes;
      co_return steps::render_problem(std::move(problem), call.trace);
    }
  }
  co_return steps::render_problem(Problem(ProblemCode::user_not_found, "There is no such user."), call.trace);
}

}  // namespace gateway
