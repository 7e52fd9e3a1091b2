// Whether a request may be answered at all, from its head and its route alone: decided before a byte of its
// body is read.
#pragma once

#include "gateway/runtime.hpp"
#include "gateway/server/request_head.hpp"
#include "gateway/steps/authenticate.hpp"
#include "gateway/steps/media.hpp"
#include "gateway/steps/route.hpp"
#include "schema/problem.hpp"

#include <optional>

namespace gateway::steps {

// 404 tenant_not_found before 403, so that a tenant that is not the caller's cannot be told from one that
// does not exist. `tenant`: the route's, null where it has none.
std::optional<schema::Problem> judge_rights(const Runtime& runtime, const Caller& caller, const Match& match,
                                            const Tenant*& tenant);
// What the route cannot take of the head; `form`: what it is to answer with.
std::optional<schema::Problem> judge_headers(const server::RequestHead& head, const config::Limits& limits,
                                             RouteId route, Form& form);

// How long the route's body may be.
inline constexpr std::uint64_t batch_body_bytes = 1 << 20;
std::uint64_t body_limit(const config::Limits& limits, RouteId route);

}  // namespace gateway::steps
