#include "gateway/create/resolve.hpp"

#include "gateway/create/conclude.hpp"
#include "gateway/create/judge.hpp"
#include "gateway/create/settle_doubt.hpp"

#include <algorithm>

namespace gateway::create {
namespace {

using state::Operation;
using state::Target;
using state::TargetState;

std::shared_ptr<ProviderHome> home_of(const Tenant& tenant, const std::string& provider) {
  const auto found = std::ranges::find(tenant.providers, provider, &ProviderHome::name);
  return found == tenant.providers.end() ? nullptr : *found;
}

schema::Problem others_user(const Target& target, const std::string& correlation_id) {
  schema::Problem problem(schema::ProblemCode::user_exists, "The provider has another user of this name.");
  problem.provider = target.provider;
  problem.correlation_id = correlation_id;
  problem.retryable = false;
  return problem;
}

bool is_doubt_over(const Target& target, state::Instant now) {
  const auto length = std::chrono::milliseconds(now - target.doubt_began);
  return target.absences >= absences_that_end_doubt && length >= time_that_ends_doubt;
}

}  // namespace

bool wants_look(const Operation& operation) {
  if (!operation.is_open() || std::ranges::any_of(operation.targets, &Target::is_unclear)) return true;
  // Begun by a process that has died before it sent anything, or by somebody without a key to go on with.
  const bool may_be_finished =
      !operation.key.empty() && std::ranges::any_of(operation.targets, &Target::has_user);
  return operation.state == state::OperationState::running && !may_be_finished;
}

boost::asio::awaitable<bool> give_up(Journal& journal, std::string id) {
  std::optional<Turn> turn = journal.take(id);
  if (!turn) co_return false;
  Operation& operation = turn->operation();
  operation.doubt_is_over = true;
  operation.key.clear();
  judge(operation);
  const bool is_durable = co_await journal.commit(*turn);
  co_return is_durable;
}

boost::asio::awaitable<bool> look_again(const Runtime& runtime, Journal& journal, std::string id,
                                        adapters::CallContext context) {
  std::optional<Turn> turn = journal.take(id);
  if (!turn) co_return false;
  Operation& operation = turn->operation();
  const Tenant* tenant = runtime.find(operation.tenant);
  if (tenant == nullptr) co_return false;
  const Operation before = operation;
  std::vector<Attempt> attempts(operation.targets.size());
  bool all_over = true;
  bool any_settled = false;
  for (std::size_t i = 0; i < operation.targets.size(); ++i) {
    Target& target = operation.targets[i];
    if (!target.is_unclear()) continue;
    target.state = TargetState::unknown;
    if (target.doubt_began == 0) target.doubt_began = operation.updated_at;
    const Doubt doubt{home_of(*tenant, target.provider), {target.customer, target.qualifier}};
    if (!doubt.home) {
      all_over = false;
      continue;
    }
    Finding found = co_await settle_doubt(journal, operation, i, doubt, context);
    switch (found.kind) {
      case Finding::Kind::recovered:
        attempts[i].page = std::move(found.page);
        doubt.home->metrics().create(observe::CreateOutcome::created);
        any_settled = true;
        break;
      case Finding::Kind::others:
        attempts[i].problem = others_user(target, context.correlation_id);
        attempts[i].uses_up_key = true;
        target.state = TargetState::exists;
        target.error = schema::encode_problem(*attempts[i].problem);
        any_settled = true;
        break;
      case Finding::Kind::absent:
        // Where a second user of one name may be made, nobody sends again until the first is seen.
        all_over =
            all_over && is_doubt_over(target, journal.now()) && !doubt.home->settings().create_at_most_once;
        break;
      case Finding::Kind::not_asked:
        all_over = false;
        break;
    }
  }
  const std::string correlation_id = context.correlation_id;
  conclude(operation, *tenant, std::move(attempts), correlation_id);
  operation.doubt_is_over = operation.is_open() && all_over;
  if (operation == before && operation.is_open()) co_return false;
  const bool is_durable = co_await journal.commit(*turn);
  co_return is_durable && (any_settled || operation.doubt_is_over);
}

}  // namespace gateway::create
