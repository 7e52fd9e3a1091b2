#include "gateway/steps/render.hpp"

#include "gateway/steps/render_credential.hpp"
#include "gateway/steps/render_parts.hpp"
#include "schema/json_text.hpp"
#include "schema/user_json.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/pchars.hpp>

namespace gateway::steps {
namespace {

// What a user of average length takes, so that the buffer is sized once.
constexpr std::size_t bytes_a_user = 640;

// The bytes live as long as the items and, for those who come meanwhile, the view.
std::shared_ptr<const std::string> share(std::shared_ptr<const aggregate::RenderedItems> items,
                                         std::shared_ptr<const aggregate::View> view) {
  struct Both {
    std::shared_ptr<const aggregate::RenderedItems> items;
    std::shared_ptr<const aggregate::View> view;
  };
  auto both = std::make_shared<const Both>(Both{std::move(items), std::move(view)});
  return {both, &both->items->bytes};
}

void append_drift(std::string& out, const std::vector<observe::DriftWatch::Row>& rows) {
  out += '[';
  for (const auto& row : rows) {
    out += out.back() == '[' ? "{\"path\":" : ",{\"path\":";
    schema::append_json_string(out, row.path);
    out.append(",\"count\":").append(std::to_string(row.count)).append("}");
  }
  out += ']';
}

}  // namespace

aggregate::RenderedItems render_items(const aggregate::View& view, const aggregate::View::Page& page,
                                      const schema::UserShape& shape) {
  aggregate::RenderedItems items;
  std::string& out = items.bytes;
  out.reserve(1024 + page.people.size() * bytes_a_user);
  out += "{\"items\":[";
  for (std::size_t i = 0; i < page.people.size(); ++i) {
    if (i > 0) out += ',';
    schema::append_person(out, view.listing()[page.people[i]], {}, shape);
  }
  items.hash = hash_of(out);
  return items;
}

Answer render_list(ListPage page) {
  Answer answer;
  answer.content_type = "application/json";
  mark_personal(answer);
  std::string& out = answer.body;
  out += "],";
  append_next(answer, page.next_cursor, page.next_target);
  const std::size_t before = out.size();
  out += ",\"totalCount\":";
  // A count that a missing provider could change is not known.
  out += page.complete ? std::to_string(page.view->size()) : "null";
  append_completeness(out, page.complete, page.outcomes);
  append_warnings(out, page.view->listing().warnings());
  out += '}';
  // The cursor is another one each time, and no part of what the list says.
  if (page.complete)
    answer.etag =
        entity_tag(page.items->hash ^ page.cursor_epoch, hash_of(std::string_view(out).substr(before)));
  answer.shared_body = share(std::move(page.items), std::move(page.view));
  return answer;
}

Answer render_user(const aggregate::Gathered& gathered, const schema::Person& person,
                   const schema::UserShape& shape) {
  std::string more;
  append_completeness(more, gathered.complete, gathered.outcomes);
  Answer answer;
  answer.content_type = "application/json";
  mark_personal(answer);
  schema::append_person(answer.body, person, more, shape);
  if (gathered.complete) answer.etag = entity_tag(hash_of(answer.body));
  return answer;
}

Answer render_created(const Tenant& tenant, std::string_view customer, const std::vector<std::string>& named,
                      const std::vector<adapters::PagePtr>& pages) {
  std::vector<const schema::User*> accounts;
  std::vector<std::string_view> providers;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    accounts.push_back(pages[i] ? &pages[i]->users.front() : nullptr);
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
  answer.etag = entity_tag(hash_of(out));
  return answer;
}

Answer render_checks(const Runtime& runtime) {
  Answer answer;
  answer.content_type = "application/json";
  mark_uncacheable(answer);
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
      out += ",\"credential\":";
      append_credential(out, *provider->credential(), provider->clock().wall());
      out += ",\"drift\":";
      append_drift(out, provider->drift());
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
  mark_uncacheable(answer);
  if (kind.status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"usher\"");
  if (!problem.allow.empty()) answer.headers.emplace_back("Allow", problem.allow);
  // Every 503 says when to come again.
  if (problem.retry_after_seconds || kind.status == 503) {
    answer.headers.emplace_back("Retry-After", std::to_string(problem.retry_after_seconds.value_or(5)));
  }
  return answer;
}

Answer render_problem(schema::Problem problem, const Trace& trace) {
  problem.correlation_id = trace.correlation_id;
  return render_problem(problem);
}

}  // namespace gateway::steps
