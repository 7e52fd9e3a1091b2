// The create's part of the pipeline: decode, choose the providers, check, and only then create_user() sends.
#include "gateway/pipeline.hpp"
#include "gateway/steps/canonical_id.hpp"
#include "gateway/steps/check_draft.hpp"
#include "gateway/steps/create_targets.hpp"
#include "gateway/steps/plan.hpp"
#include "gateway/steps/render.hpp"
#include "gateway/transport/shield.hpp"
#include "schema/draft_json.hpp"
#include "schema/strict_json.hpp"

namespace gateway {
namespace {

using schema::Problem;
using schema::ProblemCode;

// The draft with the tenant's defaults, or everything that is wrong with it.
boost::system::result<std::shared_ptr<schema::UserDraft>, Problem> read_draft(
    std::string& body, std::size_t max_depth, const Tenant& tenant,
    const std::vector<CreateTarget>& targets) {
  auto json = schema::parse_strict_json(body, max_depth);
  // The body may hold a password: its bytes go as soon as they are understood.
  schema::wipe(body);
  if (!json) {
    return Problem(ProblemCode::malformed_json,
                   "At byte " + std::to_string(json.error().offset) + ": " + json.error().detail);
  }
  auto decoded = schema::decode_draft(*json);
  // Not even an object: that members are missing too would be noise.
  if (!json->is_object()) return steps::draft_problem(std::move(decoded.errors));
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
  return std::make_shared<schema::UserDraft>(std::move(decoded.draft));
}

}  // namespace

boost::asio::awaitable<Answer> Pipeline::create_user(const Admitted& call, std::string body) const {
  const auto fail = [&call](Problem problem) {
    problem.correlation_id = call.trace.correlation_id;
    return steps::render_problem(problem);
  };
  auto query = steps::create_query(call.target.query);
  if (!query) co_return fail(query.error());
  auto context = context_of(call, call.runtime->limits.create_deadline);
  const std::string customer(call.match.params.customer);
  auto where = co_await steps::find_customer(*call.tenant, customer, query->providers, context);
  if (!where) co_return fail(where.error());
  auto targets = steps::create_targets(*call.tenant, *where, query->providers, call.trace.correlation_id);
  if (!targets) co_return fail(targets.error());
  auto draft = read_draft(body, call.runtime->limits.json_depth, *call.tenant, *targets);
  if (!draft) co_return fail(draft.error());

  CreateOrder order;
  order.runtime = call.runtime;
  order.tenant = call.tenant;
  order.targets = std::move(*targets);
  order.draft = std::move(*draft);
  order.context = std::move(context);
  auto work = gateway::create_user(std::move(order), creates_);
  // A caller that goes away changes nothing about what was sent.
  const Created created = co_await transport::shield<Created>(std::move(work));
  if (created.problem) co_return steps::render_problem(*created.problem);
  // An id that only the named providers know is nobody's without their names.
  const bool needs_names = where->customer == nullptr;
  co_return steps::render_created(*call.tenant, customer,
                                  needs_names ? query->providers : std::vector<std::string>(), created);
}

}  // namespace gateway
