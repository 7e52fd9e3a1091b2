// From what was gathered to the bytes of an answer.
#pragma once

#include "gateway/aggregate/gather.hpp"
#include "gateway/aggregate/view.hpp"
#include "gateway/call.hpp"
#include "gateway/runtime.hpp"
#include "gateway/steps/trace.hpp"
#include "schema/problem.hpp"
#include "schema/user_shape.hpp"

#include <string>

namespace gateway::steps {

// One page of a list, and what is known of the whole.
struct ListPage {
  std::shared_ptr<const aggregate::View> view;
  std::shared_ptr<const aggregate::RenderedItems> items;
  std::vector<schema::ProviderOutcome> outcomes;
  bool complete = true;
  std::string next_cursor;         // empty: this is the last page
  std::string next_target;         // the page after it, as a target
  std::uint64_t cursor_epoch = 0;  // part of the tag where there is a cursor
};
aggregate::RenderedItems render_items(const aggregate::View& view, const aggregate::View::Page& page,
                                      const schema::UserShape& shape);
Answer render_list(ListPage page);
// One person, with `complete` and `providers` beside the user's members.
Answer render_user(const aggregate::Gathered& gathered, const schema::Person& person,
                   const schema::UserShape& shape);
// 201: the person made of what each provider answered (`pages`: one place for each provider of the tenant, null
// where it has none). `named`: the providers without whose names in the
// query the customer would not be found at Location.
Answer render_created(const Tenant& tenant, std::string_view customer, const std::vector<std::string>& named,
                      const std::vector<adapters::PagePtr>& pages);
Answer render_tenants(const Runtime& runtime, const Caller& caller);
// /readyz?verbose: how each tenant's providers are. One that is down does not make the gateway unready.
Answer render_checks(const Runtime& runtime);
Answer render_problem(const schema::Problem& problem);
// The same, with the correlation id of the request that it answers.
Answer render_problem(schema::Problem problem, const Trace& trace);

}  // namespace gateway::steps
