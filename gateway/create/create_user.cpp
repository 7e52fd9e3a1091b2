#include "gateway/create/create_user.hpp"

#include "gateway/create/check_facts.hpp"
#include "gateway/create/fault_point.hpp"
#include "gateway/create/look_up.hpp"
#include "gateway/create/resolve.hpp"
#include "gateway/create/settle_doubt.hpp"
#include "gateway/create/stored_user.hpp"
#include "gateway/random.hpp"
#include "gateway/steps/check_draft.hpp"
#include "schema/fold.hpp"

#include <algorithm>

namespace gateway::create {
namespace {

using schema::Problem;
using schema::ProblemCode;
using state::Operation;
using state::Target;
using state::TargetState;

Operation operation_of(const CreateOrder& order, state::Instant now) {
  Operation operation;
  operation.id = random_uuid();
  operation.tenant = order.tenant->plan.name;
  operation.client = order.client;
  operation.key = order.key;
  operation.fingerprint = order.fingerprint;
  operation.customer = order.customer;
  operation.named = order.named;
  operation.profile = {order.draft->first_name, order.draft->last_name, order.draft->display_name};
  operation.created_at = operation.updated_at = now;
  for (const CreateTarget& there : order.targets) {
    const std::string identity = steps::identity_of(*order.draft, there.home->adapter());
    if (operation.person.empty()) operation.person = identity;
    Target target;
    target.provider = there.home->name();
    target.customer = there.customer.id;
    target.qualifier = there.customer.qualifier;
    target.optional = there.optional;
    schema::append_identity(target.person, identity);
    operation.targets.push_back(std::move(target));
  }
  return operation;
}

Problem not_admitted(Admission::Kind kind) {
  Problem problem;
  problem.retryable = true;
  problem.retry_after_seconds = 1;
  switch (kind) {
    case Admission::Kind::reused_key:
      problem = Problem(ProblemCode::idempotency_key_reused,
                        "This Idempotency-Key was used for another request: another customer, other "
                        "providers or another draft.");
      problem.errors.push_back({"", "Idempotency-Key", "", "reused", "Take a new key for a new request."});
      problem.retryable = false;
      break;
    case Admission::Kind::in_progress:
      problem.code = ProblemCode::request_in_progress;
      problem.detail = "A create of this person, or with this key, is under way.";
      break;
    case Admission::Kind::in_doubt:
      problem.code = ProblemCode::create_in_doubt;
      problem.detail =
          "Another create of this person was sent and nobody knows yet what became of it; the gateway goes "
          "on "
          "looking.";
      problem.retry_after_seconds = 10;
      break;
    default:
      problem.code = ProblemCode::state_unavailable;
      problem.detail = "The gateway cannot write down what it is about to do; nothing was sent.";
      problem.retry_after_seconds = 5;
      break;
  }
  return problem;
}

// The targets that are still to be sent to, all of what is unclear left out: that is asked for each.
std::vector<std::size_t> to_be_sent(const Operation& operation) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < operation.targets.size(); ++i) {
    if (!operation.targets[i].has_user() && !operation.targets[i].is_unclear()) places.push_back(i);
  }
  return places;
}

void count(const CreateTarget& target, const Target& came_to) {
  using observe::CreateOutcome;
  const auto& metrics = target.home->metrics();
  switch (came_to.state) {
    case TargetState::created:
    case TargetState::recovered:
      return metrics.create(CreateOutcome::created);
    case TargetState::exists:
      return metrics.create(CreateOutcome::exists);
    case TargetState::refused:
      return metrics.create(CreateOutcome::refused);
    case TargetState::unknown:
    case TargetState::sent:
      return metrics.create(CreateOutcome::unknown);
    case TargetState::pending:
      return metrics.create(CreateOutcome::failed);
  }
}

// Nobody may be there yet, in any of the providers; a provider that cannot say so ends the create unsent.
// Sets what is found; the answer where it ends here.
boost::asio::awaitable<bool> look_before(const Work& work, std::vector<Attempt>& attempts) {
  const std::vector<std::size_t> places = to_be_sent(work.turn.operation());
  if (places.empty()) co_return true;
  std::vector<Sought> sought;
  for (const std::size_t place : places) {
    const CreateTarget& there = work.order.targets[place];
    sought.push_back({there.home, there.customer, work.target(place).person});
  }
  const auto found = co_await look_up_everywhere(std::move(sought), work.order.context);
  bool is_clear = true;
  for (std::size_t i = 0; i < places.size(); ++i) {
    Attempt& attempt = attempts[places[i]];
    Target& target = work.target(places[i]);
    if (found[i] && !*found[i]) continue;
    if (found[i] && target.had_doubt) {
      // Sent once, looked for in vain, and here after all.
      Finding finding = co_await judge_found(work.journal, work.turn.operation(), places[i], *found[i]);
      if (finding.kind == Finding::Kind::recovered) {
        attempt.page = std::move(finding.page);
        count(work.order.targets[places[i]], target);
        continue;
      }
      if (finding.kind == Finding::Kind::not_asked) {
        attempt.problem = not_admitted(Admission::Kind::unavailable);
        target.error = schema::encode_problem(*attempt.problem);
        is_clear = false;
        continue;
      }
    }
    if (!found[i]) {
      attempt.problem = work.tell(found[i].error(), places[i]);
      attempt.problem->detail += " The user was not looked up there, so nothing was sent.";
      target.state = TargetState::pending;
    } else {
      attempt.problem = already_there(work, places[i]);
      attempt.uses_up_key = true;
      target.state = TargetState::exists;
      count(work.order.targets[places[i]], target);
    }
    target.error = schema::encode_problem(*attempt.problem);
    // One that may lack the user keeps nobody else from having it.
    const bool may_lack = target.optional && target.state == TargetState::pending;
    is_clear = is_clear && may_lack;
  }
  co_return is_clear;
}

// Somebody is there, or nobody could say. The first provider that has something to tell is the answer; it is
// remembered where a key stands for it.
boost::asio::awaitable<CreateReply> end_before_sending(const Work& work, std::vector<Attempt> attempts) {
  Operation& operation = work.turn.operation();
  const std::string& correlation_id = work.order.context.correlation_id;
  std::size_t telling = attempts.size();
  for (std::size_t i = attempts.size(); i-- > 0;) {
    // A provider that may lack the user is never the reason.
    const bool may_lack = operation.targets[i].optional && operation.targets[i].state == TargetState::pending;
    if (attempts[i].problem && !may_lack) telling = i;
  }
  const Attempt first = attempts.at(telling);
  if (operation.key.empty() || !first.uses_up_key) co_return refuse(*first.problem, correlation_id);
  std::fill(attempts.begin(), attempts.end(), first);
  CreateReply reply = conclude(operation, *work.order.tenant, std::move(attempts), correlation_id);
  const bool is_durable = co_await work.journal.commit(work.turn);
  if (!is_durable) co_return refuse(not_admitted(Admission::Kind::unavailable), correlation_id);
  co_return reply;
}

Problem not_remembered(const Operation& operation) {
  Problem problem(
      ProblemCode::outcome_unknown,
      "The create was sent and answered, and the gateway could not write down the answer; it goes on "
      "trying: see `operation`.");
  problem.operation = address_of(operation);
  problem.retryable = !operation.key.empty();
  problem.retry_after_seconds = 5;
  return problem;
}

// Where the person was looked for long enough and not seen, what was sent made nobody: it may be sent anew,
// and the answer to that is a verdict. A provider that is sent to at most once has had its send.
void end_doubt(const Work& work) {
  Operation& operation = work.turn.operation();
  if (!operation.doubt_is_over) return;
  operation.doubt_is_over = false;
  for (std::size_t i = 0; i < operation.targets.size(); ++i) {
    Target& target = operation.targets[i];
    if (!target.is_unclear() || work.order.targets[i].home->settings().create_at_most_once) continue;
    target.state = TargetState::pending;
    target.absences = 0;
    target.doubt_began = 0;
    target.had_doubt = true;
  }
}

boost::asio::awaitable<CreateReply> work_on(const Work& work) {
  Operation& operation = work.turn.operation();
  const std::string& correlation_id = work.order.context.correlation_id;
  std::vector<Attempt> attempts(operation.targets.size());
  const bool is_resumed = work.turn.is_resumed();
  if (!is_resumed) {
    auto mistakes = co_await check_facts(work.order.targets, work.order.draft, work.order.context);
    if (!mistakes.empty()) co_return refuse(steps::draft_problem(std::move(mistakes)), correlation_id);
  }
  end_doubt(work);
  const bool is_clear = co_await look_before(work, attempts);
  if (!is_clear && !is_resumed) {
    CreateReply reply = co_await end_before_sending(work, std::move(attempts));
    co_return reply;
  }
  operation.state = state::OperationState::running;
  USHER_FAULT_POINT("before_intent");
  const bool is_intended = co_await work.journal.commit(work.turn);
  if (!is_intended) co_return refuse(not_admitted(Admission::Kind::unavailable), correlation_id);
  USHER_FAULT_POINT("after_intent");

  for (std::size_t i = 0; i < attempts.size(); ++i) {
    const CreateTarget& there = work.order.targets[i];
    if (work.target(i).has_user()) continue;
    if (!attempts[i].problem) {
      attempts[i] = co_await attempt(work, i);
      count(there, work.target(i));
    }
    // What is required and did not come to be ends it; nothing more is sent that would have to be evened out.
    if (!there.optional && !work.target(i).has_user()) break;
    if (i + 1 == attempts.size()) break;  // the conclusion makes it durable
    USHER_FAULT_POINT("before_done");
    co_await work.journal.commit(work.turn);
    USHER_FAULT_POINT("after_done");
  }
  CreateReply reply = conclude(operation, *work.order.tenant, std::move(attempts), correlation_id);
  USHER_FAULT_POINT("before_conclusion");
  const bool is_concluded = co_await work.journal.commit(work.turn);
  USHER_FAULT_POINT("after_conclusion");
  // Only what is durable may be told as the last word.
  const bool is_last_word = operation.answer || operation.state != state::OperationState::refused;
  if (!is_concluded && is_last_word) co_return refuse(not_remembered(operation), correlation_id);
  co_return reply;
}

}  // namespace

boost::asio::awaitable<CreateReply> create_user(CreateOrder order, std::shared_ptr<Journal> journal) {
  const std::string& correlation_id = order.context.correlation_id;
  Operation wanted = operation_of(order, journal->now());
  Admission admission = co_await journal->admit(std::move(wanted));
  if (admission.kind == Admission::Kind::in_doubt) {
    // Before the caller is told so, the person is looked for once more.
    const bool is_seen = co_await look_again(*order.runtime, *journal, admission.operation.id, order.context);
    if (is_seen) {
      Operation again = operation_of(order, journal->now());
      admission = co_await journal->admit(std::move(again));
    }
  }
  if (admission.kind == Admission::Kind::replay) co_return replay(admission.operation);
  if (admission.kind != Admission::Kind::turn) co_return refuse(not_admitted(admission.kind), correlation_id);

  std::vector<std::string_view> secrets(order.tenant->secrets.begin(), order.tenant->secrets.end());
  if (order.draft->password_profile) secrets.push_back(order.draft->password_profile->password.reveal());
  const Work work{order, *journal, admission.turn, std::move(secrets)};
  CreateReply reply = co_await work_on(work);
  co_return reply;
}

}  // namespace gateway::create
