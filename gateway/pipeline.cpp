#include "gateway/pipeline.hpp"

#include "gateway/steps/conditions.hpp"
#include "gateway/steps/idempotency_key.hpp"
#include "gateway/steps/judge_head.hpp"
#include "gateway/steps/problem_page.hpp"
#include "gateway/steps/render.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace gateway {
namespace {

using schema::Problem;
using schema::ProblemCode;
using steps::RouteId;

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

void Pipeline::purge() const {
  const auto now = std::chrono::steady_clock::now();
  walks_.purge(now);
  customer_walks_.purge(now);
}

Answer Pipeline::refuse(Problem problem, Report& report) const {
  if (report.correlation_id.empty()) report.correlation_id = parts_.make_guid().to_string();
  problem.correlation_id = report.correlation_id;
  Answer answer = steps::render_problem(problem);
  answer.headers.emplace_back("X-Correlation-Id", report.correlation_id);
  answer.headers.insert(answer.headers.end(), report.rate_fields.begin(), report.rate_fields.end());
  return answer;
}

boost::asio::awaitable<void> Pipeline::await_keys(Report& report) const {
  const auto source = std::exchange(report.keys_wanted, nullptr);
  report.has_waited_for_keys = true;
  co_await source->renew(report.received + limits().head_timeout);
}

std::unique_ptr<Pipeline::Admitted> Pipeline::admit(const server::RequestHead& head, const Arrival& arrival,
                                                    Report& report, Answer& refusal) const {
  auto call = std::make_unique<Admitted>();
  call->runtime = runtime();
  const Entrance& entrance = call->runtime->entrances.find(arrival.listener)->second;
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
  // Nobody's web page may change the process through the browser of somebody who sits at this machine.
  if (call->match.id() == RouteId::admin_reload && head.origin)
    return no(Problem(ProblemCode::forbidden, "This is not for web pages: the request has an Origin."));

  if (entrance.asks_for_client && call->match.row->access == steps::Access::client) {
    // The handshake asked for one; since then it may have ended, or lost the trust in its authority.
    const callers::Peer& peer = arrival.certificate.judged_with(entrance.tls);
    if (entrance.asks_for_certificate && !peer.is_good_at(std::chrono::system_clock::now()))
      return no(steps::unauthenticated());
    auto caller = call->runtime->clients.authenticate({head.authorization, &peer});
    if (!caller) {
      auto refused = caller.error();
      if (refused.keys_wanted && !report.has_waited_for_keys) {
        report.keys_wanted = std::move(refused.keys_wanted);
        return nullptr;
      }
      return no(std::move(refused.problem));
    }
    call->caller = std::move(*caller);
  }
  report.client = call->caller.client;
  if (call->caller.rate != nullptr) {
    const auto taken = call->caller.rate->take(std::chrono::steady_clock::now());
    report.rate_fields = steps::rate_fields(*call->caller.rate, taken);
    call->rate_fields = report.rate_fields;
    if (!taken.granted) return no(steps::rate_limited(taken));
  }
  if (auto problem = steps::judge_rights(*call->runtime, call->caller, call->match, call->tenant)) {
    return no(std::move(*problem));
  }
  if (call->tenant != nullptr) report.tenant = call->tenant->plan.name;
  report.customer = call->match.params.customer;
  if (auto problem = steps::judge_headers(head, call->runtime->limits, report.route, call->form)) {
    return no(std::move(*problem));
  }
  if (head.idempotency_key)
    call->idempotency_key = steps::read_idempotency_key(*head.idempotency_key).value_or("");
  if (head.if_none_match) call->if_none_match = *head.if_none_match;
  return call;
}

boost::asio::awaitable<Answer> Pipeline::handle(std::unique_ptr<Admitted> call, std::string body) const {
  struct InFlight {
    observe::Metrics& metrics;
    explicit InFlight(observe::Metrics& of) : metrics(of) { metrics.request_began(); }
    ~InFlight() { metrics.request_ended(); }
  };
  auto in_flight = std::make_shared<InFlight>(*parts_.metrics);
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
  steps::apply_conditions(answered, call->if_none_match);
  answered.headers.emplace_back("X-Correlation-Id", call->trace.correlation_id);
  std::ranges::move(call->rate_fields, std::back_inserter(answered.headers));
  if (!call->trace.traceparent.empty()) answered.headers.emplace_back("traceparent", call->trace.traceparent);
  if (answered.stream) {
    answered.stream = [this, in_flight = std::move(in_flight), inner = std::move(answered.stream),
                       correlation_id = call->trace.correlation_id](BodySink& sink) {
      return watch_stream(inner(sink), correlation_id);
    };
  }
  co_return answered;
}

// What breaks once an answer has begun can only cut it; the log says why.
boost::asio::awaitable<bool> Pipeline::watch_stream(boost::asio::awaitable<bool> stream,
                                                    std::string correlation_id) const {
  try {
    co_return co_await std::move(stream);
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::asio::error::operation_aborted) throw;
    parts_.log->error("bug", {{"what", error.what()}, {"correlation_id", correlation_id}});
  } catch (const std::exception& error) {
    parts_.log->error("bug", {{"what", error.what()}, {"correlation_id", correlation_id}});
  }
  co_return false;
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
      if (call.form == steps::Form::ndjson) {
        done = co_await stream_users(call);
      } else {
        done = co_await list_users(call);
      }
      break;
    case RouteId::tenant_users:
      done = co_await stream_tenant(call);
      break;
    case RouteId::user_get:
      done = co_await get_user(call);
      break;
    case RouteId::users_create:
      done = co_await create_user(call, std::move(body));
      break;
    case RouteId::users_batch_create:
      done = co_await create_batch(call, std::move(body));
      break;
    case RouteId::operation:
      done = co_await get_operation(call);
      break;
    case RouteId::customers:
      done = co_await list_customers(call);
      break;
    case RouteId::groups:
      done = co_await list_groups(call);
      break;
    case RouteId::admin_reload:
      done = co_await reload(call);
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
    case RouteId::admin_config:
      answer.content_type = "application/yaml";
      answer.body = call.runtime->effective;
      answer.headers.emplace_back("Cache-Control", "no-store");
      return answer;
    default:
      return plain_ok();
  }
}

boost::asio::awaitable<Answer> Pipeline::reload(const Admitted& call) const {
  Problem problem;
  if (auto wrong = steps::no_query(call.target.query)) {
    problem = std::move(*wrong);
  } else {
    const ReloadOutcome outcome = co_await parts_.reload();
    if (outcome.mistakes.empty()) co_return plain_ok();
    problem = Problem(ProblemCode::invalid_request,
                      "The configuration has mistakes: nothing was changed, and the one before goes on.");
    for (const std::string& mistake : outcome.mistakes)
      problem.errors.push_back({"", "", "", "invalid_configuration", mistake});
  }
  problem.correlation_id = call.trace.correlation_id;
  co_return steps::render_problem(problem);
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
