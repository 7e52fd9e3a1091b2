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
    if (!doubt.home) continue;
    Finding found = co_await settle_doubt(journal, operation, i, doubt, context);
    switch (found.kind) {
      case Finding::Kind::recovered:
        attempts[i].page = std::move(found.page);
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
        all_over = all_over && is_doubt_over(target, journal.now());
        break;
      case Finding::Kind::not_asked:
        all_over = false;
        break;
    }
  }
  const std::string correlation_id = context.correlation_id;
  conclude(operation, *tenant, std::move(attempts), correlation_id);
  operation.doubt_is_over = operation.is_open() && all_over;
  if (operation == before) co_return false;
  const bool is_durable = co_await journal.commit(*turn);
  co_return is_durable && (any_settled || operation.doubt_is_over);
}

}  // namespace gateway::create
