#include "gateway/create/conclude.hpp"

#include "gateway/create/judge.hpp"
#include "gateway/create/stored_user.hpp"
#include "gateway/steps/render.hpp"
#include "gateway/steps/render_parts.hpp"

#include <algorithm>

namespace gateway::create {
namespace {

using schema::Problem;
using schema::ProblemCode;
using state::Operation;
using state::OperationState;
using state::Target;

// Where each account was made: one place for each provider of the tenant, null where there is none.
std::vector<adapters::PagePtr> pages_of(const Operation& operation, const Tenant& tenant,
                                        const std::vector<Attempt>& attempts) {
  std::vector<adapters::PagePtr> pages(tenant.plan.providers.size());
  for (std::size_t i = 0; i < operation.targets.size(); ++i) {
    const Target& target = operation.targets[i];
    if (!target.has_user()) continue;
    const auto place = std::ranges::find(tenant.plan.providers, target.provider);
    if (place == tenant.plan.providers.end()) continue;
    auto& page = pages[static_cast<std::size_t>(place - tenant.plan.providers.begin())];
    page = i < attempts.size() && attempts[i].page ? attempts[i].page : decode_stored_user(target.user);
  }
  return pages;
}

std::vector<schema::ProviderOutcome> tell_all(const Operation& operation) {
  std::vector<schema::ProviderOutcome> told;
  for (const Target& target : operation.targets) {
    schema::ProviderOutcome one;
    one.is_create = true;
    one.name = target.provider;
    one.status = name_of(target.state);
    one.id = target.user_id;
    one.encoded_error = target.error;
    told.push_back(std::move(one));
  }
  return told;
}

Problem partial(const Operation& operation) {
  Problem problem(
      ProblemCode::partial_create,
      "At least one provider has the user now and another has not, or may not have: see `providers`.");
  const bool has_key = !operation.key.empty();
  problem.retryable = has_key;
  problem.remedy = has_key
                       ? "Send the same request with the same Idempotency-Key: only the providers that lack "
                         "the user are asked again."
                       : "Send the create again for the providers that lack the user, with `provider=`.";
  return problem;
}

// `why`: what the first provider that lacks the user made of it; null: it was not asked now.
Problem unknown(const Operation& operation, const Problem* why) {
  Problem problem(
      ProblemCode::outcome_unknown,
      "The create was sent and its outcome is not known: the provider gave no clear answer, and its "
      "list does not show the user. The gateway goes on looking: see `operation`.");
  const bool has_key = !operation.key.empty();
  problem.retryable = has_key;
  if (has_key)
    problem.remedy = "Send the same request with the same Idempotency-Key: it is never done twice.";
  problem.retry_after_seconds = 5;
  if (why != nullptr) {
    problem.provider = why->provider;
    problem.provider_status = why->provider_status;
    problem.provider_code = why->provider_code;
    problem.provider_message = why->provider_message;
  }
  return problem;
}

Problem problem_of(const Operation& operation, std::vector<Attempt>& attempts) {
  const std::size_t place = first_lacking(operation).value_or(0);
  if (operation.state == OperationState::partial) return partial(operation);
  const schema::Problem* const why =
      place < attempts.size() && attempts[place].problem ? &*attempts[place].problem : nullptr;
  if (operation.state == OperationState::in_doubt) return unknown(operation, why);
  if (place < attempts.size() && attempts[place].problem) return std::move(*attempts[place].problem);
  return Problem(ProblemCode::internal, "No provider was asked.");
}

state::StoredAnswer stored(const Answer& answer) {
  state::StoredAnswer kept{answer.status, answer.content_type, {}, answer.body};
  for (const auto& [name, value] : answer.headers) {
    if (name == "Location") kept.location = value;
  }
  return kept;
}

void link_to_status(Answer& answer, const Operation& operation) {
  answer.headers.emplace_back("Link", "<" + address_of(operation) + ">; rel=\"status\"");
}

}  // namespace

std::string address_of(const Operation& operation) {
  return "/v1/tenants/" + operation.tenant + "/operations/" + operation.id;
}

CreateReply conclude(Operation& operation, const Tenant& tenant, std::vector<Attempt> attempts,
                     const std::string& correlation_id) {
  judge(operation);
  CreateReply reply;
  reply.operation = address_of(operation);
  bool uses_up_key = false;
  if (operation.state == OperationState::succeeded) {
    reply.answer = steps::render_created(tenant, operation.customer, operation.named,
                                         pages_of(operation, tenant, attempts));
    uses_up_key = true;
  } else {
    if (operation.state == OperationState::refused) {
      const std::size_t place = first_lacking(operation).value_or(0);
      uses_up_key = place < attempts.size() && attempts[place].uses_up_key;
    }
    Problem problem = problem_of(operation, attempts);
    problem.correlation_id = correlation_id;
    problem.operation = reply.operation;
    if (operation.targets.size() > 1 || operation.state == OperationState::partial)
      problem.providers = tell_all(operation);
    reply.answer = steps::render_problem(problem);
  }
  if (uses_up_key) {
    // What was answered once stays the answer, though more may be found out.
    if (!operation.answer) operation.answer = stored(reply.answer);
  } else if (!operation.is_open()) {
    operation.key.clear();  // free for another try
  }
  link_to_status(reply.answer, operation);
  return reply;
}

CreateReply replay(const Operation& operation) {
  CreateReply reply;
  reply.operation = address_of(operation);
  Answer& answer = reply.answer;
  answer.status = operation.answer->status;
  answer.content_type = operation.answer->content_type;
  answer.body = operation.answer->body;
  if (answer.status == 201) {
    steps::mark_personal(answer);
  } else {
    steps::mark_uncacheable(answer);
  }
  answer.headers.emplace_back("Idempotency-Replayed", "true");
  if (!operation.answer->location.empty())
    answer.headers.emplace_back("Location", operation.answer->location);
  link_to_status(answer, operation);
  return reply;
}

CreateReply refuse(Problem problem, const std::string& correlation_id) {
  problem.correlation_id = correlation_id;
  return {steps::render_problem(problem), {}};
}

}  // namespace gateway::create
