#include "gateway/pipeline.hpp"

#include "gateway/aggregate/gather.hpp"
#include "gateway/steps/canonical_id.hpp"
#include "gateway/steps/media.hpp"
#include "gateway/steps/plan.hpp"
#include "gateway/steps/problem_page.hpp"
#include "gateway/steps/render.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <exception>

namespace gateway {
namespace {

using schema::Problem;
using schema::ProblemCode;
using steps::RouteId;

bool wants_body(RouteId route) { return route == RouteId::users_create; }

// A tenant's route is judged in this order, so that a tenant that is not the caller's cannot be told from one
// that does not exist.
std::optional<Problem> judge_rights(const Runtime& runtime, const steps::Caller& caller,
                                    const steps::Match& match, const Tenant*& tenant) {
  if (!match.params.tenant.empty()) {
    tenant = runtime.find(match.params.tenant);
    if (tenant == nullptr || !caller.may_see(match.params.tenant)) {
      tenant = nullptr;
      return Problem(ProblemCode::tenant_not_found, "There is no such tenant for this client.");
    }
  }
  if (match.row->permission && !caller.may(*match.row->permission)) {
    const auto index = static_cast<std::size_t>(*match.row->permission);
    return Problem(ProblemCode::forbidden, "This client may not do this: it lacks the permission `" +
                                               std::string(config::permission_names[index]) + "`.");
  }
  return std::nullopt;
}

std::optional<Problem> judge_headers(const server::RequestHead& head, const config::Limits& limits,
                                     RouteId route) {
  if (head.idempotency_key) {
    Problem problem(ProblemCode::invalid_request,
                    "`Idempotency-Key` is not served by this version: a repeat would not be recognised.");
    problem.errors.push_back({"", "Idempotency-Key", "", "not_supported", "Leave it out."});
    return problem;
  }
  if (route != RouteId::openapi_yaml && route != RouteId::metrics && route != RouteId::problem_page) {
    if (auto problem = steps::check_accepts_json(head.accept)) return problem;
  }
  if (!wants_body(route)) {
    const bool is_empty = head.framing == server::BodyFraming::length && head.content_length == 0;
    if (head.framing == server::BodyFraming::none || is_empty) return std::nullopt;
    return Problem(ProblemCode::invalid_request, "This request takes no body.");
  }
  if (head.framing == server::BodyFraming::none) {
    return Problem(ProblemCode::length_required, "This request needs a body: send Content-Length.");
  }
  if (auto problem = steps::check_json_body(head.content_type, head.content_encoding)) return problem;
  if (head.framing == server::BodyFraming::length && head.content_length > limits.body_bytes) {
    return Problem(ProblemCode::body_too_large,
                   "The body may have at most " + std::to_string(limits.body_bytes) + " bytes.");
  }
  return std::nullopt;
}

Answer options_answer(const std::string& allow) {
  Answer answer;
  answer.status = 204;
  answer.headers.emplace_back("Allow", allow);
  return answer;
}

Answer plain_ok() {
  Answer answer;
  answer.content_type = "application/json";
  answer.body = "{\"status\":\"ok\"}";
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

}  // namespace

Answer Pipeline::refuse(Problem problem, Report& report) const {
  if (report.correlation_id.empty()) report.correlation_id = parts_.make_guid().to_string();
  problem.correlation_id = report.correlation_id;
  Answer answer = steps::render_problem(problem);
  answer.headers.emplace_back("X-Correlation-Id", report.correlation_id);
  return answer;
}

std::unique_ptr<Pipeline::Admitted> Pipeline::admit(const server::RequestHead& head, const Entrance& entrance,
                                                    Report& report, Answer& refusal) const {
  auto call = std::make_unique<Admitted>();
  call->runtime = parts_.runtime;
  call->received = report.received;
  call->method = head.method;
  call->door = entrance.door;
  report.method = head.method;
  call->trace = steps::read_trace(head.correlation_id, head.traceparent, head.tracestate, parts_.make_guid);
  report.correlation_id = call->trace.correlation_id;
  const auto no = [&](Problem problem) {
    refusal = refuse(std::move(problem), report);
    if (!call->trace.traceparent.empty())
      refusal.headers.emplace_back("traceparent", call->trace.traceparent);
    return nullptr;
  };

  if (auto problem = entrance.host_rule.check(head.authority)) return no(std::move(*problem));
  auto target = steps::parse_target(head.path, head.query);
  if (!target) return no(target.error());
  call->target = std::move(*target);

  if (head.method == "OPTIONS") {
    const std::string allow = steps::allow_of(call->target.segments, entrance.door);
    if (allow.empty()) return no(Problem(ProblemCode::not_found, "There is nothing at this path."));
    refusal = options_answer(allow);
    refusal.headers.emplace_back("X-Correlation-Id", report.correlation_id);
    return nullptr;
  }
  auto match = steps::match(head.method, call->target.segments, entrance.door);
  if (!match) return no(match.error());
  call->match = *match;
  report.route = call->match.id();

  if (entrance.asks_for_client && call->match.row->access == steps::Access::client) {
    auto caller = parts_.runtime->clients.authenticate(head.authorization);
    if (!caller) return no(caller.error());
    call->caller = *caller;
  }
  report.client = call->caller.client;
  if (auto problem = judge_rights(*call->runtime, call->caller, call->match, call->tenant)) {
    return no(std::move(*problem));
  }
  if (call->tenant != nullptr) report.tenant = call->tenant->plan.name;
  report.customer = call->match.params.customer;
  if (auto problem = judge_headers(head, call->runtime->limits, report.route)) return no(std::move(*problem));
  return call;
}

boost::asio::awaitable<Answer> Pipeline::handle(std::unique_ptr<Admitted> call, std::string body) const {
  struct InFlight {
    observe::Metrics& metrics;
    explicit InFlight(observe::Metrics& of) : metrics(of) { metrics.request_began(); }
    ~InFlight() { metrics.request_ended(); }
  } in_flight(*parts_.metrics);
  Answer answered;
  try {
    answered = co_await answer(*call, std::move(body));
  } catch (const boost::system::system_error& error) {
    // The caller went away and the session was cancelled: there is nobody to answer.
    if (error.code() == boost::asio::error::operation_aborted) throw;
    answered = bug(*call, error.what());
  } catch (const std::exception& error) {
    answered = bug(*call, error.what());
  }
  answered.headers.emplace_back("X-Correlation-Id", call->trace.correlation_id);
  if (!call->trace.traceparent.empty()) answered.headers.emplace_back("traceparent", call->trace.traceparent);
  co_return answered;
}

Answer Pipeline::bug(const Admitted& call, std::string_view what) const {
  parts_.log->error("bug", {{"what", what}, {"correlation_id", call.trace.correlation_id}});
  Problem problem(ProblemCode::internal,
                  "The gateway made a mistake; its log has more under the correlation id.");
  problem.correlation_id = call.trace.correlation_id;
  return steps::render_problem(problem);
}

boost::asio::awaitable<Answer> Pipeline::answer(Admitted& call, std::string body) const {
  Answer done;
  switch (call.match.id()) {
    case RouteId::users_list:
      done = co_await list_users(call);
      break;
    case RouteId::user_get:
      done = co_await get_user(call);
      break;
    case RouteId::users_create:
      done = co_await create_user(call, std::move(body));
      break;
    default:
      done = published(call);
      break;
  }
  co_return done;
}

Answer Pipeline::readiness(const Admitted& call) const {
  const auto& query = call.target.query;
  // Only an operator's door tells how the providers are; a probe needs no more than the status.
  const bool verbose =
      query.size() == 1 && query.front().first == "verbose" && call.door != steps::Door::portal;
  const auto problem = verbose ? std::nullopt : steps::no_query(query);
  if (problem || !parts_.is_ready()) {
    Problem told =
        problem.value_or(Problem(ProblemCode::shutting_down, "The gateway is ending; ask another one."));
    told.correlation_id = call.trace.correlation_id;
    return steps::render_problem(told);
  }
  return verbose ? steps::render_checks(*call.runtime) : plain_ok();
}

Answer Pipeline::published(const Admitted& call) const {
  if (call.match.id() == RouteId::readyz) return readiness(call);
  if (auto problem = steps::no_query(call.target.query)) {
    problem->correlation_id = call.trace.correlation_id;
    return steps::render_problem(*problem);
  }
  Answer answer;
  switch (call.match.id()) {
    case RouteId::tenants:
      return steps::render_tenants(*call.runtime, call.caller);
    case RouteId::openapi_json:
      answer.content_type = "application/json";
      answer.shared_body = parts_.publications->openapi_json;
      return answer;
    case RouteId::openapi_yaml:
      answer.content_type = "application/yaml";
      answer.shared_body = parts_.publications->openapi_yaml;
      return answer;
    case RouteId::problem_page:
      return steps::render_problem_page(call.match.params.code, call.trace.correlation_id);
    case RouteId::metrics:
      answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
      answer.body = parts_.metrics->render();
      return answer;
    default:
      return plain_ok();
  }
}

adapters::CallContext Pipeline::context_of(const Admitted& call, config::milliseconds allowed) const {
  if (call.tenant->plan.deadline) allowed = std::min(allowed, *call.tenant->plan.deadline);
  adapters::CallContext context;
  context.deadline = call.received + allowed;
  context.correlation_id = call.trace.correlation_id;
  context.traceparent = call.trace.traceparent;
  context.tracestate = call.trace.tracestate;
  return context;
}

boost::asio::awaitable<Answer> Pipeline::list_users(const Admitted& call) const {
  const auto fail = [&call](Problem problem) {
    problem.correlation_id = call.trace.correlation_id;
    return steps::render_problem(problem);
  };
  auto query = steps::list_query(call.target.query);
  if (!query) co_return fail(query.error());
  const auto context = context_of(call, call.runtime->limits.list_deadline);
  auto where = co_await steps::find_customer(*call.tenant, std::string(call.match.params.customer),
                                             query->providers, context);
  if (!where) co_return fail(where.error());
  auto gathered =
      co_await aggregate::gather(*call.tenant, std::move(*where), aggregate::Freshness::shared, context);
  if (!gathered.any_answer || (query->require_all && !gathered.complete)) co_return fail(gathered.problem());
  co_return lists_.answer(gathered, query->limit);
}

boost::asio::awaitable<Answer> Pipeline::get_user(const Admitted& call) const {
  const auto fail = [&call](Problem problem) {
    problem.correlation_id = call.trace.correlation_id;
    return steps::render_problem(problem);
  };
  auto query = steps::user_query(call.target.query);
  if (!query) co_return fail(query.error());
  const std::string_view whole = call.match.params.user_id;
  const std::size_t colon = whole.find(':');
  const std::string_view provider = whole.substr(0, colon);
  const std::string id =
      colon == std::string_view::npos ? std::string() : steps::canonical_id(whole.substr(colon + 1));
  const bool can_be = std::ranges::any_of(call.tenant->providers, [&](const auto& home) {
    return home->name() == provider && home->adapter().can_be_user_id(id);
  });
  if (!can_be) co_return fail(Problem(ProblemCode::user_not_found, "There is no such user."));

  const auto context = context_of(call, call.runtime->limits.list_deadline);
  auto where = co_await steps::find_customer(*call.tenant, std::string(call.match.params.customer),
                                             query->providers, context);
  if (!where) co_return fail(where.error());
  auto gathered =
      co_await aggregate::gather(*call.tenant, std::move(*where), aggregate::Freshness::shared, context);
  if (!gathered.any_answer) co_return fail(gathered.problem());

  const aggregate::Listing listing = gathered.merged();
  for (std::size_t i = 0; i < listing.size(); ++i) {
    const schema::Person person = listing[i];
    for (std::size_t p = 0; p < person.accounts.size(); ++p) {
      if (person.accounts[p] == nullptr || person.providers[p] != provider) continue;
      if (person.accounts[p]->id.view() == id) co_return steps::render_user(gathered, person);
    }
  }
  // Not seen: nobody is there only if that provider said so.
  for (const auto& outcome : gathered.outcomes) {
    if (outcome.name == provider && outcome.status == "error") {
      Problem problem = outcome.error.front();
      problem.providers = gathered.outcomes;
      co_return fail(std::move(problem));
    }
  }
  co_return fail(Problem(ProblemCode::user_not_found, "There is no such user."));
}

void Pipeline::record(const Report& report, const Answer& answer, std::size_t bytes) const {
  const auto took = std::chrono::steady_clock::now() - report.received;
  parts_.metrics->request(report.route, report.method, answer.status, took);
  const auto level = answer.status >= 500 ? observe::Level::warning : observe::Level::info;
  if (!parts_.log->is_on(level)) return;
  const observe::Fields fields = {
      {"method", report.method},
      {"route", steps::label_of(report.route)},
      {"status", answer.status},
      {"duration_ms", std::chrono::duration<double, std::milli>(took).count()},
      {"bytes", bytes},
      {"client", report.client},
      {"tenant", report.tenant},
      {"customer", report.customer},
      {"correlation_id", report.correlation_id},
  };
  if (level == observe::Level::warning) {
    parts_.log->warning("request", fields);
  } else {
    parts_.log->info("request", fields);
  }
}

}  // namespace gateway
