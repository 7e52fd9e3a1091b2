#include "gateway/create_user.hpp"

#include "gateway/aggregate/fan_out.hpp"
#include "gateway/steps/check_draft.hpp"
#include "gateway/steps/provider_problem.hpp"
#include "schema/fold.hpp"

#include <algorithm>

namespace gateway {
namespace {

using adapters::ErrorKind;
using adapters::ProviderError;
using schema::Problem;
using schema::ProblemCode;

enum class State { pending, created, recovered, exists, refused, failed, unknown };

std::string_view name_of(State state) {
  switch (state) {
    case State::created:
      return "created";
    case State::recovered:
      return "recovered";
    case State::exists:
      return "exists";
    case State::refused:
      return "refused";
    case State::unknown:
      return "unknown";
    case State::pending:
    case State::failed:
      return "pending";  // not sent, or certainly not executed
  }
  return "unknown";
}

bool has_user(State state) { return state == State::created || state == State::recovered; }

// What became of one target.
struct Outcome {
  State state = State::pending;
  adapters::PagePtr page;
  std::optional<Problem> problem;
};

struct Work {
  CreateOrder order;
  std::vector<std::string_view> secrets;

  Problem tell(const ProviderError& error, const CreateTarget& target) const {
    return steps::provider_problem(error, target.home->name(), order.context.correlation_id, secrets);
  }
};

const schema::User* find_person(const aggregate::UserList& list, schema::TextField identity,
                                std::string_view person) {
  for (const auto& page : list.pages) {
    for (const schema::User& user : page->users) {
      const schema::Text& text = user.text(identity);
      // Somebody who was deleted has left the name free.
      if (user.state == schema::UserState::deleted) continue;
      if (!text.is_null() && schema::same_identity(text.view(), person)) return &user;
    }
  }
  return nullptr;
}

Problem already_there(const CreateTarget& target, const Work& work) {
  Problem problem(ProblemCode::user_exists, "The provider has this user already; nothing was sent.");
  problem.provider = target.home->name();
  problem.correlation_id = work.order.context.correlation_id;
  problem.retryable = false;
  return problem;
}

// Nobody may be there yet, in any of the providers; a provider that cannot say so ends the create unsent.
boost::asio::awaitable<std::optional<Problem>> look_up_everywhere(const Work& work) {
  std::vector<aggregate::Question> questions;
  for (const auto& target : work.order.targets)
    questions.push_back({target.home, target.customer});
  auto lists = co_await aggregate::list_everywhere(std::move(questions), aggregate::Freshness::afresh,
                                                   work.order.context);
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const CreateTarget& target = work.order.targets[i];
    const auto& adapter = target.home->adapter();
    if (!lists[i]) {
      Problem problem = work.tell(lists[i].error(), target);
      problem.detail += " The user was not looked up there, so nothing was sent.";
      co_return problem;
    }
    if (find_person(**lists[i], adapter.identity(), steps::identity_of(*work.order.draft, adapter)) !=
        nullptr) {
      co_return already_there(target, work);
    }
  }
  co_return std::nullopt;
}

bool same_profile(const schema::User& user, const schema::UserDraft& draft) {
  const auto agrees = [&](schema::TextField field, const std::optional<std::string>& wanted) {
    const schema::Text& text = user.text(field);
    return !wanted || text.is_null() || text.is_derived() || text.view() == *wanted;
  };
  return agrees(schema::TextField::first_name, draft.first_name) &&
         agrees(schema::TextField::last_name, draft.last_name) &&
         agrees(schema::TextField::display_name, draft.display_name);
}

// A page of one user, out of a list that stays alive behind it.
adapters::PagePtr page_of(const aggregate::UserListPtr& list, const schema::User& user) {
  auto page = std::make_shared<adapters::Page>();
  page->users.push_back(user);
  struct Both {
    std::shared_ptr<adapters::Page> page;
    aggregate::UserListPtr list;
  };
  auto both = std::make_shared<Both>(Both{page, list});
  return {both, both->page.get()};
}

// The answer was lost or unreadable: the provider's own list is asked once.
boost::asio::awaitable<Outcome> find_out(const Work& work, const CreateTarget& target, ProviderError error) {
  const auto& adapter = target.home->adapter();
  Outcome outcome;
  auto list = co_await target.home->list(work.order.context, target.customer, adapters::UserSet::current,
                                         aggregate::Freshness::afresh);
  const schema::User* user =
      list ? find_person(**list, adapter.identity(), steps::identity_of(*work.order.draft, adapter))
           : nullptr;
  if (user == nullptr) {
    outcome.state = State::unknown;
    outcome.problem = work.tell(error, target);
  } else if (same_profile(*user, *work.order.draft)) {
    outcome.state = State::recovered;
    outcome.page = page_of(*list, *user);
  } else {
    outcome.state = State::exists;
    outcome.problem = already_there(target, work);
    outcome.problem->detail = "The provider has another user of this name.";
  }
  co_return outcome;
}

// Whether the request may have been carried out though no clear answer came.
bool is_unclear(const ProviderError& error) {
  if (!error.sent) return false;
  if (error.kind == ErrorKind::failed) return !error.status || *error.status >= 500 || *error.status < 400;
  return error.kind == ErrorKind::timed_out || error.kind == ErrorKind::bad_response ||
         error.kind == ErrorKind::cancelled;
}

// 401 and 429 are no verdict on the user, and the others were not even heard: the create may come again.
State state_of(const ProviderError& error) {
  switch (error.kind) {
    case ErrorKind::user_exists:
      return State::exists;
    case ErrorKind::refused:
    case ErrorKind::forbidden:
    case ErrorKind::customer_not_found:
      return State::refused;
    case ErrorKind::failed:
      return error.status && error.sent ? State::refused : State::failed;
    default:
      return State::failed;
  }
}

boost::asio::awaitable<Outcome> send(const Work& work, const CreateTarget& target) {
  Outcome outcome;
  auto page = co_await target.home->create(work.order.context, target.customer, work.order.draft);
  if (page) {
    outcome.state = State::created;
    outcome.page = std::move(*page);
    co_return outcome;
  }
  const ProviderError error = page.error();
  if (is_unclear(error)) {
    outcome = co_await find_out(work, target, error);
    co_return outcome;
  }
  outcome.state = state_of(error);
  outcome.problem = work.tell(error, target);
  co_return outcome;
}

void count(const CreateTarget& target, State state) {
  using observe::CreateOutcome;
  switch (state) {
    case State::created:
    case State::recovered:
      return target.home->metrics().create(CreateOutcome::created);
    case State::exists:
      return target.home->metrics().create(CreateOutcome::exists);
    case State::refused:
      return target.home->metrics().create(CreateOutcome::refused);
    case State::failed:
      return target.home->metrics().create(CreateOutcome::failed);
    case State::unknown:
      return target.home->metrics().create(CreateOutcome::unknown);
    case State::pending:
      return;
  }
}

std::vector<schema::ProviderOutcome> tell_all(const Work& work, const std::vector<Outcome>& outcomes) {
  std::vector<schema::ProviderOutcome> told;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    schema::ProviderOutcome one;
    one.is_create = true;
    one.name = work.order.targets[i].home->name();
    one.status = name_of(outcomes[i].state);
    if (outcomes[i].page) one.id = outcomes[i].page->users.front().id.view();
    if (outcomes[i].problem) one.error.push_back(*outcomes[i].problem);
    told.push_back(std::move(one));
  }
  return told;
}

// The answer that is not 201, if it is not.
std::optional<Problem> verdict(const Work& work, const std::vector<Outcome>& outcomes) {
  bool any_created = false;
  bool any_unknown = false;
  const Outcome* first_lacking = nullptr;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    any_created = any_created || has_user(outcomes[i].state);
    any_unknown = any_unknown || outcomes[i].state == State::unknown;
    if (work.order.targets[i].optional || has_user(outcomes[i].state)) continue;
    if (first_lacking == nullptr) first_lacking = &outcomes[i];
  }
  if (first_lacking == nullptr && any_created) return std::nullopt;
  if (first_lacking == nullptr) first_lacking = &outcomes.front();  // all optional, none there

  Problem problem = first_lacking->problem.value_or(Problem(ProblemCode::internal, "No provider was asked."));
  if (any_created) {
    problem = Problem(
        ProblemCode::partial_create,
        "At least one provider has the user now and another has not, or may not have: see `providers`.");
    problem.retryable = false;
    problem.remedy = "Send the create again for the providers that lack the user, with `provider=`.";
  } else if (any_unknown) {
    problem.code = ProblemCode::outcome_unknown;
    problem.detail =
        "The create was sent and its outcome is not known: the provider gave no clear answer, and its list "
        "does "
        "not show the user. List the customer's users before you send it again.";
    problem.retryable = false;
    problem.retry_after_seconds = 30;
  }
  problem.correlation_id = work.order.context.correlation_id;
  if (outcomes.size() > 1 || any_created) problem.providers = tell_all(work, outcomes);
  return problem;
}

// Who is created where: another create may name the same provider in another company of providers.
std::vector<std::string> names_of_person(const CreateOrder& order) {
  std::vector<std::string> names;
  for (const CreateTarget& target : order.targets) {
    std::string name =
        order.tenant->plan.name + '\n' + target.home->name() + '\n' + target.customer.id.to_string() + '\n';
    schema::append_identity(name, steps::identity_of(*order.draft, target.home->adapter()));
    names.push_back(std::move(name));
  }
  return names;
}

boost::asio::awaitable<Created> run(Work work) {
  Created created;
  created.pages.resize(work.order.tenant->providers.size());
  created.problem = co_await look_up_everywhere(work);
  if (created.problem) co_return created;

  std::vector<Outcome> outcomes(work.order.targets.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const CreateTarget& target = work.order.targets[i];
    outcomes[i] = co_await send(work, target);
    count(target, outcomes[i].state);
    if (outcomes[i].page) {
      const auto place = std::ranges::find(work.order.tenant->providers, target.home);
      created.pages[static_cast<std::size_t>(place - work.order.tenant->providers.begin())] =
          outcomes[i].page;
    }
    // What is required and did not come to be ends it; nothing more is sent that would have to be evened out.
    if (!target.optional && !has_user(outcomes[i].state)) break;
  }
  created.problem = verdict(work, outcomes);
  co_return created;
}

}  // namespace

bool CreatesUnderWay::enter(const std::vector<std::string>& names) {
  const std::lock_guard lock(mutex_);
  if (std::ranges::any_of(names, [this](const std::string& name) { return names_.contains(name); }))
    return false;
  names_.insert(names.begin(), names.end());
  return true;
}

bool CreatesUnderWay::empty() const {
  const std::lock_guard lock(mutex_);
  return names_.empty();
}

void CreatesUnderWay::leave(const std::vector<std::string>& names) {
  const std::lock_guard lock(mutex_);
  for (const std::string& name : names)
    names_.erase(name);
}

boost::asio::awaitable<Created> create_user(CreateOrder order, std::shared_ptr<CreatesUnderWay> under_way) {
  const std::vector<std::string> names = names_of_person(order);
  if (!under_way->enter(names)) {
    Problem problem(ProblemCode::request_in_progress, "Another create of this person is under way.");
    problem.correlation_id = order.context.correlation_id;
    problem.retry_after_seconds = 1;
    problem.retryable = true;
    co_return Created{{}, std::move(problem)};
  }
  struct Leave {
    CreatesUnderWay& people;
    const std::vector<std::string>& names;
    ~Leave() { people.leave(names); }
  } leave{*under_way, names};

  Work work{std::move(order), {}};
  const auto& secrets = work.order.tenant->secrets;
  work.secrets.assign(secrets.begin(), secrets.end());
  if (work.order.draft->password_profile)
    work.secrets.push_back(work.order.draft->password_profile->password.reveal());
  auto created = co_await run(std::move(work));
  co_return created;
}

}  // namespace gateway
