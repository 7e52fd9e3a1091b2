#include "gateway/steps/judge_head.hpp"

namespace gateway::steps {
namespace {

using schema::Problem;
using schema::ProblemCode;

bool wants_body(RouteId route) { return route == RouteId::users_create; }

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

}  // namespace

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
  if (head.idempotency_key) {
    Problem problem(ProblemCode::invalid_request,
                    "`Idempotency-Key` is not served by this version: a repeat would not be recognised.");
    problem.errors.push_back({"", "Idempotency-Key", "", "not_supported", "Leave it out."});
    return problem;
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
  if (head.framing == server::BodyFraming::length && head.content_length > limits.body_bytes) {
    return Problem(ProblemCode::body_too_large,
                   "The body may have at most " + std::to_string(limits.body_bytes) + " bytes.");
  }
  return std::nullopt;
}

}  // namespace gateway::steps
