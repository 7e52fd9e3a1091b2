#include "gateway/create/attempt.hpp"

#include "gateway/create/fault_point.hpp"
#include "gateway/create/settle_doubt.hpp"
#include "gateway/create/stored_user.hpp"
#include "gateway/random.hpp"
#include "gateway/steps/provider_problem.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

namespace gateway::create {
namespace asio = boost::asio;
namespace {

using adapters::ErrorKind;
using adapters::ProviderError;
using schema::Problem;
using schema::ProblemCode;
using state::Target;
using state::TargetState;

// A provider that is busy is asked so often, as it says when.
constexpr int waits_for_room = 3;
// Between look-ups for somebody whom the provider says it has and whom its list does not show yet.
constexpr std::array<std::chrono::seconds, 3> pauses = {std::chrono::seconds(1), std::chrono::seconds(2),
                                                        std::chrono::seconds(4)};

// Whether the request may have been carried out though no clear answer came.
bool is_unclear(const ProviderError& error) {
  if (!error.sent) return false;
  if (error.kind == ErrorKind::failed) return !error.status || *error.status >= 500 || *error.status < 400;
  return error.kind == ErrorKind::timed_out || error.kind == ErrorKind::bad_response ||
         error.kind == ErrorKind::cancelled;
}

// A verdict on the user. 401 and 429 are none, and what was not heard is none either.
bool is_business_answer(const ProviderError& error) {
  switch (error.kind) {
    case ErrorKind::user_exists:
    case ErrorKind::refused:
    case ErrorKind::forbidden:
    case ErrorKind::customer_not_found:
      return true;
    case ErrorKind::failed:
      return error.sent && error.status.has_value();
    default:
      return false;
  }
}

// Which refusals a repeat would only meet again.
bool is_final(const ProviderError& error) {
  if (error.kind == ErrorKind::user_exists) return true;
  return error.status &&
         (*error.status == 400 || *error.status == 403 || *error.status == 404 || *error.status == 422);
}

boost::asio::awaitable<bool> pause(adapters::Duration length, adapters::TimePoint deadline) {
  if (std::chrono::steady_clock::now() + length >= deadline) co_return false;
  asio::steady_timer timer(co_await asio::this_coro::executor, length);
  const auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return !error;
}

adapters::Async<adapters::PagePtr> post(const Work& work, std::size_t place) {
  const CreateTarget& there = work.order.targets[place];
  adapters::CallContext context = work.order.context;
  context.request_id = work.target(place).request_id;
  for (int waits = 0;; ++waits) {
    auto page = co_await there.home->create(context, there.customer, work.order.draft);
    if (page || page.error().kind != ErrorKind::unavailable || !page.error().retry_after) co_return page;
    if (waits == waits_for_room) co_return page;
    const bool waited = co_await pause(*page.error().retry_after, context.deadline);
    if (!waited) co_return page;
  }
}

Attempt created(Target& target, adapters::PagePtr page) {
  target.state = TargetState::created;
  target.user_id = page->users.front().id.view();
  target.user = encode_stored_user(page->users.front());
  target.error.clear();
  return {std::move(page), std::nullopt, false};
}

Attempt lacking(Target& target, TargetState state, Problem problem, bool uses_up_key) {
  target.state = state;
  target.error = schema::encode_problem(problem);
  return {nullptr, std::move(problem), uses_up_key};
}

Problem not_durable(const Work& work) {
  Problem problem(ProblemCode::state_unavailable,
                  "The gateway cannot write down what it is about to do; nothing was sent.");
  problem.correlation_id = work.order.context.correlation_id;
  problem.retryable = true;
  problem.retry_after_seconds = 5;
  return problem;
}

// One target's way, from what was known of it to what is known now.
class Trying {
 public:
  Trying(const Work& work, std::size_t place)
      : work_(work),
        place_(place),
        target_(work.target(place)),
        may_repeat_(!work.order.targets[place].home->settings().create_at_most_once),
        is_in_doubt_(target_.is_unclear()) {
    why_.detail = "An earlier request for this create had no clear answer.";
  }

  boost::asio::awaitable<Attempt> run() {
    if (!is_in_doubt_) {
      target_.sends = 0;
      target_.request_id = random_uuid();
      auto ended = co_await send();
      if (ended) co_return std::move(*ended);
    }
    for (;;) {
      auto ended = co_await look();
      if (ended) co_return std::move(*ended);
      if (why_.kind == ErrorKind::user_exists) {
        // Somebody is there, says the provider, and its list lags behind.
        const bool waited = co_await wait_for_list();
        if (!waited) co_return unclear();
        continue;
      }
      if (has_repeated_ || !may_repeat_) co_return unclear();
      has_repeated_ = true;
      ended = co_await send();
      if (ended) co_return std::move(*ended);
    }
  }

 private:
  // nullopt: it is in doubt what the provider did.
  boost::asio::awaitable<std::optional<Attempt>> send() {
    target_.state = TargetState::sent;
    ++target_.sends;
    if (target_.doubt_began == 0) target_.doubt_began = work_.journal.now();
    USHER_FAULT_POINT("before_send_commit");
    const bool is_durable = co_await work_.journal.commit(work_.turn);
    if (!is_durable) {
      --target_.sends;
      if (is_in_doubt_) co_return unclear();
      target_.doubt_began = 0;
      co_return lacking(target_, TargetState::pending, not_durable(work_), false);
    }
    USHER_FAULT_POINT("after_send_commit");
    auto page = co_await post(work_, place_);
    USHER_FAULT_POINT("after_answer");
    if (page) co_return created(target_, std::move(*page));
    why_ = page.error();
    const bool says_no = is_business_answer(why_);
    // Who is there may be what an earlier doubt was about.
    const bool may_be_ours = target_.had_doubt && why_.kind == ErrorKind::user_exists;
    if (is_in_doubt_ || is_unclear(why_) || may_be_ours) {
      is_in_doubt_ = true;
      // Under the old id a provider that knows it would only say the same again.
      if (says_no && !is_unclear(why_) && why_.kind != ErrorKind::user_exists)
        target_.request_id = random_uuid();
      co_return std::nullopt;
    }
    // The only request there was, and it made nobody.
    target_.doubt_began = 0;
    if (says_no) target_.request_id.clear();
    const TargetState state = !says_no                              ? TargetState::pending
                              : why_.kind == ErrorKind::user_exists ? TargetState::exists
                                                                    : TargetState::refused;
    co_return lacking(target_, state, work_.tell(why_, place_), says_no && is_final(why_));
  }

  // nullopt: the list does not show the person.
  boost::asio::awaitable<std::optional<Attempt>> look() {
    const CreateTarget& there = work_.order.targets[place_];
    const Doubt doubt{there.home, there.customer};
    Finding found =
        co_await settle_doubt(work_.journal, work_.turn.operation(), place_, doubt, work_.order.context);
    switch (found.kind) {
      case Finding::Kind::recovered:
        co_return Attempt{std::move(found.page), std::nullopt, false};
      case Finding::Kind::others:
        break;
      case Finding::Kind::absent:
        co_return std::nullopt;
      case Finding::Kind::not_asked:
        co_return unclear();
    }
    Problem problem = already_there(work_, place_);
    problem.detail = "The provider has another user of this name.";
    co_return lacking(target_, TargetState::exists, std::move(problem), true);
  }

  boost::asio::awaitable<bool> wait_for_list() {
    if (pauses_ == pauses.size()) co_return false;
    const bool waited = co_await pause(pauses[pauses_++], work_.order.context.deadline);
    co_return waited;
  }

  // Nobody knows; what the provider's answer was is told with it.
  Attempt unclear() const { return lacking(target_, TargetState::unknown, work_.tell(why_, place_), false); }

  const Work& work_;
  const std::size_t place_;
  Target& target_;
  const bool may_repeat_;
  bool is_in_doubt_;  // some request for it may have been carried out
  bool has_repeated_ = false;
  std::size_t pauses_ = 0;
  ProviderError why_;
};

}  // namespace

Problem Work::tell(const ProviderError& error, std::size_t place) const {
  return steps::provider_problem(error, order.targets[place].home->name(), order.context.correlation_id,
                                 secrets);
}

Problem already_there(const Work& work, std::size_t place) {
  Problem problem(ProblemCode::user_exists, "The provider has this user already; nothing was sent.");
  problem.provider = work.order.targets[place].home->name();
  problem.correlation_id = work.order.context.correlation_id;
  problem.retryable = false;
  return problem;
}

boost::asio::awaitable<Attempt> attempt(const Work& work, std::size_t place) {
  Trying trying(work, place);
  Attempt ended = co_await trying.run();
  co_return ended;
}

}  // namespace gateway::create
