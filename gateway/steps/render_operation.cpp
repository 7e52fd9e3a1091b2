#include "gateway/steps/render_operation.hpp"

#include "gateway/steps/render_parts.hpp"
#include "schema/instant.hpp"
#include "schema/json_text.hpp"

namespace gateway::steps {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out.append(out.back() == '{' ? "\"" : ",\"").append(name).append("\":");
  schema::append_json_string(out, text);
}

void append_time(std::string& out, std::string_view name, state::Instant time) {
  out.append(",\"").append(name).append("\":\"");
  schema::append_rfc3339(out, std::chrono::system_clock::time_point(std::chrono::milliseconds(time)));
  out += '"';
}

void append_target(std::string& out, const state::Target& target) {
  out += '{';
  append_member(out, "name", target.provider);
  append_member(out, "state", name_of(target.state));
  out += ",\"id\":";
  append_text_or_null(out, target.user_id);
  // What was written down is JSON already.
  out.append(",\"error\":").append(target.error.empty() ? "null" : target.error).append("}");
}

// The draft with what nobody may read in the place of the password.
schema::UserDraft without_secrets(const schema::UserDraft& draft) {
  schema::UserDraft copy;
  for (std::size_t i = 0; i < schema::draft_field_count; ++i) {
    const auto field = static_cast<schema::DraftField>(i);
    if (auto* text = copy.text(field)) *text = *draft.text(field);
  }
  copy.role_name = draft.role_name;
  copy.group_ids = draft.group_ids;
  if (draft.password_profile) {
    copy.password_profile.emplace();
    copy.password_profile->password = schema::SecretText(std::string("***"));
    copy.password_profile->force_change_password = draft.password_profile->force_change_password;
  }
  return copy;
}

void append_request(std::string& out, const create::CreateTarget& target,
                    const adapters::HttpRequest& request) {
  const auto& base = target.home->settings().base_url;
  out += '{';
  append_member(out, "provider", target.home->name());
  append_member(out, "method", request.method() == adapters::Method::post ? "POST" : "GET");
  append_member(out, "url", base.scheme + "://" + base.authority() + request.target());
  out += ",\"headers\":{";
  append_member(out, "Authorization", "Bearer ***");
  for (const auto& [name, value] : request.headers())
    append_member(out, name, value);
  out.append("},\"body\":").append(request.body()).append("}");
}

}  // namespace

Answer render_operation(const state::Operation& operation) {
  Answer answer;
  answer.content_type = "application/json";
  mark_personal(answer);
  std::string& out = answer.body;
  out += '{';
  append_member(out, "id", operation.id);
  append_member(out, "state", name_of(operation.state));
  append_member(out, "customer", operation.customer);
  append_member(out, "person", operation.person);
  append_time(out, "createdAt", operation.created_at);
  append_time(out, "updatedAt", operation.updated_at);
  out.append(",\"recovered\":").append(operation.recovered ? "true" : "false").append(",\"providers\":[");
  for (const state::Target& target : operation.targets) {
    if (out.back() == '}') out += ',';
    append_target(out, target);
  }
  out += "]}";
  answer.etag = entity_tag(hash_of(out));
  return answer;
}

Answer render_plan(const create::CreateOrder& order) {
  Answer answer;
  answer.content_type = "application/json";
  mark_personal(answer);
  std::string& out = answer.body;
  out += "{\"plan\":[";
  const schema::UserDraft draft = without_secrets(*order.draft);
  for (const create::CreateTarget& target : order.targets) {
    if (out.back() == '}') out += ',';
    append_request(out, target, target.home->adapter().plan_create(order.context, target.customer, draft));
  }
  out += "]}";
  return answer;
}

}  // namespace gateway::steps
