// From what was gathered to the bytes of an answer.
#pragma once

#include "gateway/aggregate/gather.hpp"
#include "gateway/call.hpp"
#include "gateway/create_user.hpp"
#include "gateway/runtime.hpp"
#include "schema/problem.hpp"

#include <string>

namespace gateway::steps {

// The first `limit` people in order, and what is known of the whole.
Answer render_list(const aggregate::Gathered& gathered, std::size_t limit);
// One person, with `complete` and `providers` beside the user's members.
Answer render_user(const aggregate::Gathered& gathered, const schema::Person& person);
// 201: the person made of what each provider answered. `named`: the providers without whose names in the
// query the customer would not be found at Location.
Answer render_created(const Tenant& tenant, std::string_view customer, const std::vector<std::string>& named,
                      const Created& created);
Answer render_tenants(const Runtime& runtime, const Caller& caller);
// /readyz?verbose: how each tenant's providers are. One that is down does not make the gateway unready.
Answer render_checks(const Runtime& runtime);
Answer render_problem(const schema::Problem& problem);

}  // namespace gateway::steps
