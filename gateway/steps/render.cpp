#include "gateway/steps/render.hpp"

#include "schema/json_text.hpp"
#include "schema/user_json.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/pchars.hpp>

namespace gateway::steps {
namespace {

// What a user of average length takes, so that the buffer is sized once.
constexpr std::size_t bytes_a_user = 640;

// A cache may keep users for its own user only, and asks before it uses them.
void mark_personal(Answer& answer) {
  answer.headers.emplace_back("Cache-Control", "private, no-cache");
  answer.headers.emplace_back("Vary", "Accept, Authorization");
}

void append_outcomes(std::string& out, const std::vector<schema::ProviderOutcome>& outcomes) {
  out += '[';
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (i > 0) out += ',';
    schema::append_provider_outcome(out, outcomes[i]);
  }
  out += ']';
}

void append_warning(std::string& out, const aggregate::Warning& warning) {
  out += "{\"code\":";
  schema::append_json_string(out, warning.code);
  if (!warning.provider.empty()) {
    out += ",\"provider\":";
    schema::append_json_string(out, warning.provider);
    out += ",\"ids\":[";
    for (std::size_t i = 0; i < warning.ids.size(); ++i) {
      if (i > 0) out += ',';
      schema::append_json_string(out, warning.ids[i]);
    }
    out += ']';
  }
  out += ",\"detail\":";
  schema::append_json_string(out, warning.detail);
  out += '}';
}

void append_warnings(std::string& out, const aggregate::Listing& listing, bool truncated, std::size_t limit) {
  out += '[';
  bool first = true;
  for (const auto& warning : listing.warnings()) {
    if (!first) out += ',';
    first = false;
    append_warning(out, warning);
  }
  if (truncated) {
    if (!first) out += ',';
    append_warning(out, {"truncated",
                         "",
                         {},
                         "There are more users than `limit`: these are the first " + std::to_string(limit) +
                             " of them by displayName."});
  }
  out += ']';
}

}  // namespace

Answer render_list(const aggregate::Gathered& gathered, std::size_t limit) {
  const aggregate::Listing listing = gathered.merged();
  const auto order = aggregate::first_by_display_name(listing, limit);
  Answer answer;
  answer.content_type = "application/json";
  mark_personal(answer);
  std::string& out = answer.body;
  out.reserve(1024 + order.size() * bytes_a_user);
  out += "{\"items\":[";
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0) out += ',';
    schema::append_person(out, listing[order[i]]);
  }
  out += "],\"nextCursor\":null,\"totalCount\":";
  // A count that a missing provider could change is not known.
  out += gathered.complete ? std::to_string(listing.size()) : "null";
  out += gathered.complete ? ",\"complete\":true,\"providers\":" : ",\"complete\":false,\"providers\":";
  append_outcomes(out, gathered.outcomes);
  out += ",\"warnings\":";
  append_warnings(out, listing, order.size() < listing.size(), limit);
  out += '}';
  return answer;
}

Answer render_user(const aggregate::Gathered& gathered, const schema::Person& person) {
  std::string more =
      gathered.complete ? ",\"complete\":true,\"providers\":" : ",\"complete\":false,\"providers\":";
  append_outcomes(more, gathered.outcomes);
  Answer answer;
  answer.content_type = "application/json";
  mark_personal(answer);
  schema::append_person(answer.body, person, more);
  return answer;
}

Answer render_created(const Tenant& tenant, std::string_view customer, const std::vector<std::string>& named,
                      const Created& created) {
  std::vector<const schema::User*> accounts;
  std::vector<std::string_view> providers;
  for (std::size_t i = 0; i < created.pages.size(); ++i) {
    accounts.push_back(created.pages[i] ? &created.pages[i]->users.front() : nullptr);
    providers.push_back(tenant.plan.providers[i]);
  }
  const schema::Person person{accounts, providers};
  const std::size_t first = person.first();
  Answer answer;
  answer.status = 201;
  answer.content_type = "application/json";
  mark_personal(answer);
  std::string location = "/v1/tenants/" + tenant.plan.name + "/customers/" + std::string(customer) +
                         "/users/" + std::string(providers[first]) + ':' +
                         boost::urls::encode(accounts[first]->id.view(), boost::urls::pchars);
  for (const std::string& name : named)
    location.append(&name == &named.front() ? "?provider=" : ",").append(name);
  answer.headers.emplace_back("Location", std::move(location));
  schema::append_person(answer.body, person);
  return answer;
}

Answer render_tenants(const Runtime& runtime, const Caller& caller) {
  Answer answer;
  answer.content_type = "application/json";
  mark_personal(answer);
  std::string& out = answer.body;
  out += "{\"items\":[";
  bool first = true;
  for (const auto& tenant : runtime.tenants) {
    if (!caller.may_see(tenant->plan.name)) continue;
    if (!first) out += ',';
    first = false;
    out += "{\"name\":";
    schema::append_json_string(out, tenant->plan.name);
    out += ",\"providers\":[";
    for (std::size_t i = 0; i < tenant->providers.size(); ++i) {
      if (i > 0) out += ',';
      out += "{\"name\":";
      schema::append_json_string(out, tenant->providers[i]->name());
      out += ",\"health\":";
      schema::append_json_string(out, name_of(tenant->providers[i]->health()));
      out += '}';
    }
    out += "]}";
  }
  out += "]}";
  return answer;
}

Answer render_checks(const Runtime& runtime) {
  Answer answer;
  answer.content_type = "application/json";
  answer.headers.emplace_back("Cache-Control", "no-store");
  std::string& out = answer.body;
  out += "{\"status\":\"ok\",\"checks\":[";
  bool first = true;
  for (const auto& tenant : runtime.tenants) {
    for (const auto& provider : tenant->providers) {
      if (!first) out += ',';
      first = false;
      out += "{\"tenant\":";
      schema::append_json_string(out, tenant->plan.name);
      out += ",\"provider\":";
      schema::append_json_string(out, provider->name());
      out += ",\"health\":";
      schema::append_json_string(out, name_of(provider->health()));
      out += '}';
    }
  }
  out += "]}";
  return answer;
}

Answer render_problem(const schema::Problem& problem) {
  const auto& kind = schema::kind_of(problem.code);
  Answer answer;
  answer.status = kind.status;
  answer.content_type = "application/problem+json";
  answer.body = schema::encode_problem(problem);
  answer.headers.emplace_back("Cache-Control", "no-store");
  if (kind.status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"usher\"");
  if (!problem.allow.empty()) answer.headers.emplace_back("Allow", problem.allow);
  // Every 503 says when to come again.
  if (problem.retry_after_seconds || kind.status == 503) {
    answer.headers.emplace_back("Retry-After", std::to_string(problem.retry_after_seconds.value_or(5)));
  }
  return answer;
}

}  // namespace gateway::steps
