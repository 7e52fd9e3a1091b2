#include "gateway/steps/render_directory.hpp"

#include "gateway/steps/render_parts.hpp"
#include "schema/json_text.hpp"

namespace gateway::steps {
namespace {

// What a customer of average length takes, so that the buffer is sized once.
constexpr std::size_t bytes_a_customer = 256;

void append_customer(std::string& out, const Tenant& tenant, const aggregate::Customer& customer) {
  out += "{\"alias\":";
  append_text_or_null(out, customer.alias);
  out += ",\"name\":";
  append_text_or_null(out, customer.name);
  out += ",\"domain\":";
  append_text_or_null(out, customer.domain);
  out += ",\"sources\":[";
  for (const auto& source : customer.sources) {
    if (&source != &customer.sources.front()) out += ',';
    out += "{\"provider\":";
    schema::append_json_string(out, tenant.plan.providers[source.provider]);
    out += ",\"id\":";
    schema::append_json_string(out, source.binding.id.to_string());
    out += '}';
  }
  out += "]}";
}

}  // namespace

Answer render_customers(const Tenant& tenant, const aggregate::GatheredCustomers& gathered,
                        std::span<const aggregate::Customer> page, const std::string& next_cursor,
                        const std::string& next_target, std::uint64_t cursor_epoch) {
  Answer answer;
  answer.content_type = "application/json";
  mark_personal(answer);
  std::string& out = answer.body;
  out.reserve(1024 + page.size() * bytes_a_customer);
  out += "{\"items\":[";
  for (const auto& customer : page) {
    if (&customer != &page.front()) out += ',';
    append_customer(out, tenant, customer);
  }
  out += "],";
  // The cursor is another one each time, and no part of what the list says.
  const std::uint64_t items = hash_of(out);
  append_next(answer, next_cursor, next_target);
  const std::size_t rest = out.size();
  out += ",\"totalCount\":";
  // A count that a missing provider could change is not known.
  out += gathered.outcomes.complete ? std::to_string(gathered.customers.size()) : "null";
  append_completeness(out, gathered.outcomes.complete, gathered.outcomes.providers);
  append_warnings(out, gathered.warnings);
  out += '}';
  if (gathered.outcomes.complete)
    answer.etag = entity_tag(items ^ (next_cursor.empty() ? 0 : cursor_epoch),
                             hash_of(std::string_view(out).substr(rest)));
  return answer;
}

Answer render_groups(const Tenant& tenant, const aggregate::GatheredGroups& gathered) {
  Answer answer;
  answer.content_type = "application/json";
  mark_personal(answer);
  std::string& out = answer.body;
  out += "{\"items\":[";
  for (const auto& group : gathered.groups) {
    if (&group != &gathered.groups.front()) out += ',';
    out += "{\"provider\":";
    schema::append_json_string(out, tenant.plan.providers[group.provider]);
    out += ",\"id\":";
    schema::append_json_string(out, group.id);
    out += ",\"name\":";
    append_text_or_null(out, group.name);
    out += '}';
  }
  out += ']';
  append_completeness(out, gathered.outcomes.complete, gathered.outcomes.providers);
  out += '}';
  if (gathered.outcomes.complete) answer.etag = entity_tag(hash_of(out));
  return answer;
}

}  // namespace gateway::steps
