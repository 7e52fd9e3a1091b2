#include "gateway/steps/judge_head.hpp"

#include "gateway/steps/idempotency_key.hpp"

#include <algorithm>

namespace gateway::steps {
namespace {

using schema::Problem;
using schema::ProblemCode;

bool wants_body(RouteId route) {
  return route == RouteId::users_create || route == RouteId::users_batch_create;
}

// What the route can answer with, and the caller takes.
std::optional<Problem> judge_accept(const server::RequestHead& head, RouteId route, Form& form) {
  auto chosen = boost::system::result<Form, Problem>(Form::json);
  switch (route) {
    case RouteId::openapi_yaml:
    case RouteId::metrics:
    case RouteId::problem_page:
      return std::nullopt;
    case RouteId::users_list:
      chosen = choose_form(head.accept, {Form::json, Form::ndjson});
      break;
    case RouteId::tenant_users:
    case RouteId::users_batch_create:
      chosen = choose_form(head.accept, {Form::ndjson});
      break;
    default:
      chosen = choose_form(head.accept, {Form::json});
      break;
  }
  if (!chosen) return chosen.error();
  form = *chosen;
  return std::nullopt;
}

// It means something to one create only; elsewhere it is a field like any other that nobody asked for.
std::optional<Problem> judge_key(std::string_view value, RouteId route) {
  Problem problem(ProblemCode::invalid_request, "The field `Idempotency-Key` is not as it must be.");
  if (route == RouteId::users_batch_create) {
    problem.errors.push_back({"", "Idempotency-Key", "", "not_here", "Each item of a batch has its own."});
  } else if (!read_idempotency_key(value)) {
    problem.errors.push_back({"", "Idempotency-Key", "", "invalid", std::string(idempotency_key_rule)});
  } else {
    return std::nullopt;
  }
  return problem;
}

}  // namespace

std::uint64_t body_limit(const config::Limits& limits, RouteId route) {
  if (route != RouteId::users_batch_create) return limits.body_bytes;
  return std::max(limits.body_bytes, batch_body_bytes);
}

std::optional<Problem> judge_rights(const Runtime& runtime, const Caller& caller, const Match& match,
                                    const Tenant*& tenant) {
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
                                     RouteId route, Form& form) {
  if (head.idempotency_key && wants_body(route)) {
    if (auto problem = judge_key(*head.idempotency_key, route)) return problem;
  }
  if (auto problem = judge_accept(head, route, form)) return problem;
  if (!wants_body(route)) {
    const bool is_empty = head.framing == server::BodyFraming::length && head.content_length == 0;
    if (head.framing == server::BodyFraming::none || is_empty) return std::nullopt;
    return Problem(ProblemCode::invalid_request, "This request takes no body.");
  }
  if (head.framing == server::BodyFraming::none) {
    return Problem(ProblemCode::length_required, "This request needs a body: send Content-Length.");
  }
  if (auto problem = check_json_body(head.content_type, head.content_encoding)) return problem;
  if (head.framing == server::BodyFraming::length && head.content_length > body_limit(limits, route)) {
    return Problem(ProblemCode::body_too_large,
                   "The body may have at most " + std::to_string(body_limit(limits, route)) + " bytes.");
  }
  return std::nullopt;
}

}  // namespace gateway::steps
