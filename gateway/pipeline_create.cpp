// The create's part of the pipeline: decode, choose the providers, check, and only then create_user() sends.
#include "gateway/pipeline_create.hpp"

#include "gateway/create/check_facts.hpp"
#include "gateway/create/fingerprint.hpp"
#include "gateway/create/look_up.hpp"
#include "gateway/pipeline.hpp"
#include "gateway/steps/canonical_id.hpp"
#include "gateway/steps/check_draft.hpp"
#include "gateway/steps/create_targets.hpp"
#include "gateway/steps/idempotency_key.hpp"
#include "gateway/steps/provider_problem.hpp"
#include "gateway/steps/render.hpp"
#include "gateway/steps/render_operation.hpp"
#include "gateway/transport/shield.hpp"
#include "schema/draft_json.hpp"
#include "schema/strict_json.hpp"

namespace gateway {
namespace {

using schema::Problem;
using schema::ProblemCode;

// An existing person is told as a real create would tell it; nullopt: nobody is there.
boost::asio::awaitable<std::optional<Problem>> find_existing(const create::CreateOrder& order) {
  std::vector<create::Sought> sought;
  for (const auto& target : order.targets) {
    sought.push_back(
        {target.home, target.customer, steps::identity_of(*order.draft, target.home->adapter())});
  }
  const auto found = co_await create::look_up_everywhere(std::move(sought), order.context);
  const std::vector<std::string_view> secrets(order.tenant->secrets.begin(), order.tenant->secrets.end());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::string& provider = order.targets[i].home->name();
    if (!found[i])
      co_return steps::provider_problem(found[i].error(), provider, order.context.correlation_id, secrets);
    if (*found[i] == nullptr) continue;
    Problem problem(ProblemCode::user_exists, "The provider has this user already.");
    problem.provider = provider;
    problem.retryable = false;
    co_return problem;
  }
  co_return std::nullopt;
}

}  // namespace

boost::system::result<boost::json::value, Problem> parse_body(std::string& body, std::size_t max_depth) {
  auto json = schema::parse_strict_json(body, max_depth);
  // The body may hold a password: its bytes go as soon as they are understood.
  schema::wipe(body);
  if (json) return std::move(*json);
  return Problem(ProblemCode::malformed_json,
                 "At byte " + std::to_string(json.error().offset) + ": " + json.error().detail);
}

boost::system::result<ReadDraft, Problem> read_draft(const boost::json::value& json, const Tenant& tenant,
                                                     const std::vector<create::CreateTarget>& targets) {
  auto decoded = schema::decode_draft(json);
  // Not even an object: that members are missing too would be noise.
  if (!json.is_object()) return steps::draft_problem(std::move(decoded.errors));
  ReadDraft read;
  // As the caller wrote it: the operator's defaults may change between a request and its repeat.
  read.canonical = create::canonical_draft(decoded.draft);
  std::vector<steps::ChosenProvider> chosen;
  for (const auto& target : targets)
    chosen.push_back({target.home->name(), &target.home->adapter()});
  steps::apply_defaults(decoded.draft, tenant.plan.defaults, chosen);
  std::vector<schema::FieldError> errors = std::move(decoded.errors);
  for (auto& error : steps::check_draft(decoded.draft, chosen)) {
    // A member of the wrong shape was reported already; that it is missing too would be noise.
    bool told = false;
    for (const auto& earlier : errors)
      told = told || (earlier.provider.empty() && earlier.pointer == error.pointer);
    if (!told) errors.push_back(std::move(error));
  }
  if (!errors.empty()) return steps::draft_problem(std::move(errors));
  read.draft = std::make_shared<schema::UserDraft>(std::move(decoded.draft));
  return read;
}

boost::asio::awaitable<boost::system::result<create::CreateOrder, Problem>> Pipeline::prepare_create(
    const Admitted& call, std::vector<std::string> providers) const {
  create::CreateOrder order;
  order.context = context_of(call, call.runtime->limits.create_deadline);
  order.customer = call.match.params.customer;
  auto where = co_await steps::find_customer(*call.tenant, order.customer, providers, order.context);
  if (!where) co_return where.error();
  auto targets = steps::create_targets(*call.tenant, *where, providers, call.trace.correlation_id);
  if (!targets) co_return targets.error();
  order.runtime = call.runtime;
  order.tenant = call.tenant;
  order.client = call.caller.client;
  // An id that only the named providers know is nobody's without their names.
  if (where->customer == nullptr) order.named = std::move(providers);
  order.targets = std::move(*targets);
  co_return order;
}

boost::asio::awaitable<Answer> Pipeline::create_user(const Admitted& call, std::string body) const {
  const auto fail = [&call](Problem problem) {
    problem.correlation_id = call.trace.correlation_id;
    return steps::render_problem(problem);
  };
  auto query = steps::create_query(call.target.query, steps::CreateForm::one);
  if (!query) co_return fail(query.error());
  if (query->validate_only && !call.idempotency_key.empty()) {
    Problem problem(ProblemCode::invalid_request, "What writes nothing has no `Idempotency-Key`.");
    problem.errors.push_back({"", "Idempotency-Key", "", "not_here", "Leave it out with `validateOnly`."});
    co_return fail(std::move(problem));
  }
  auto prepared = co_await prepare_create(call, std::move(query->providers));
  if (!prepared) co_return fail(prepared.error());
  create::CreateOrder order = std::move(*prepared);
  auto json = parse_body(body, call.runtime->limits.json_depth);
  if (!json) co_return fail(json.error());
  auto read = read_draft(*json, *call.tenant, order.targets);
  if (!read) co_return fail(read.error());
  order.draft = std::move(read->draft);
  if (query->validate_only) {
    auto mistakes = co_await create::check_facts(order.targets, order.draft, order.context);
    if (!mistakes.empty()) co_return fail(steps::draft_problem(std::move(mistakes)));
    auto problem = co_await find_existing(order);
    co_return problem ? fail(std::move(*problem)) : steps::render_plan(order);
  }
  order.key = call.idempotency_key;
  order.fingerprint = parts_.fingerprint(
      create::canonical_request(order.tenant->plan.name, order.client, order.targets, read->canonical)
          .reveal());
  auto work = create::create_user(std::move(order), parts_.journal);
  // A caller that goes away changes nothing about what was sent.
  create::CreateReply reply = co_await transport::shield<create::CreateReply>(std::move(work));
  co_return std::move(reply.answer);
}

boost::asio::awaitable<Answer> Pipeline::get_operation(const Admitted& call) const {
  if (auto problem = steps::no_query(call.target.query)) {
    problem->correlation_id = call.trace.correlation_id;
    co_return steps::render_problem(*problem);
  }
  const std::string id = steps::canonical_id(std::string(call.match.params.operation_id));
  auto found = co_await parts_.journal->find(id);
  Problem problem;
  if (!found) {
    problem = Problem(ProblemCode::state_unavailable, "The gateway's state cannot be read.");
    problem.retryable = true;
    problem.retry_after_seconds = 5;
  } else if (!*found || (*found)->tenant != call.tenant->plan.name ||
             (*found)->client != call.caller.client) {
    problem = Problem(ProblemCode::operation_not_found, "There is no such operation for this client.");
  } else {
    co_return steps::render_operation(**found);
  }
  problem.correlation_id = call.trace.correlation_id;
  co_return steps::render_problem(problem);
}

}  // namespace gateway
