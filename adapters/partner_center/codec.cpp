#include "adapters/partner_center/codec.hpp"

#include "adapters/created_page.hpp"
#include "adapters/json_page.hpp"
#include "adapters/partner_center/collection.hpp"
#include "adapters/partner_center/draft_rules.hpp"
#include "adapters/partner_center/fault.hpp"
#include "adapters/partner_center/page_link.hpp"
#include "adapters/partner_center/user_reader.hpp"
#include "schema/json_text.hpp"
#include "schema/secret_text.hpp"

namespace adapters::partner_center {
namespace {

void read_items(JsonReader& reader, Page& page, schema::Text customer_id) {
  // A user takes about this many bytes on the wire; a wrong guess costs a copy.
  constexpr std::size_t usual_user_bytes = 384;
  page.users.reserve(page.body.size() / usual_user_bytes + 1);
  reader.read_array([&] {
    schema::User& user = page.users.emplace_back();
    user.customer_id = customer_id;
    const std::size_t begin = reader.place();
    read_user(reader, page, user);
    user.raw = reader.text_from(begin);
  });
}

void append_member(std::string& body, std::string_view name, const std::optional<std::string>& text) {
  if (!text) return;
  body.append(body.size() > 1 ? ",\"" : "\"").append(name).append("\":");
  schema::append_json_string(body, *text);
}

std::size_t text_bytes(const schema::UserDraft& draft) {
  std::size_t bytes = draft.password_profile ? draft.password_profile->password.reveal().size() : 0;
  for (std::size_t field = 0; field < schema::draft_field_count; ++field) {
    const auto* text = draft.text(static_cast<schema::DraftField>(field));
    if (text && *text) bytes += (*text)->size();
  }
  return bytes;
}

std::string encode_draft(const schema::UserDraft& draft) {
  std::string body;
  // Never grows: a growing string would leave the password behind in freed memory. An escape takes 6 bytes.
  body.reserve(512 + 6 * text_bytes(draft));
  body += '{';
  append_member(body, "usageLocation", draft.usage_location);
  append_member(body, "userPrincipalName", draft.user_principal_name);
  append_member(body, "firstName", draft.first_name);
  append_member(body, "lastName", draft.last_name);
  append_member(body, "displayName", draft.display_name);
  append_member(body, "immutableId", draft.immutable_id);
  append_member(body, "phoneNumber", draft.phone_number);
  if (draft.password_profile) {
    const auto& profile = *draft.password_profile;
    body += body.size() > 1 ? ",\"passwordProfile\":{\"password\":" : "\"passwordProfile\":{\"password\":";
    schema::append_json_string(body, profile.password.reveal());
    if (profile.force_change_password) {
      body +=
          *profile.force_change_password ? ",\"forceChangePassword\":true" : ",\"forceChangePassword\":false";
    }
    body += '}';
  }
  body += body.size() > 1 ? "," : "";
  body += R"("attributes":{"objectType":"CustomerUser"}})";
  return body;
}

}  // namespace

std::optional<HttpRequest> encode_list(const config::Url& base, schema::Guid customer, UserSet set,
                                       std::string_view next) {
  if (next.empty()) {
    // 500 is the most that the service gives. Soft-deleted users come for this filter alone.
    std::string target = path_of(base, users_of(customer)) + "?size=500";
    if (set == UserSet::deleted) {
      target +=
          "&filter=%7B%22Field%22%3A%22UserState%22%2C%22Value%22%3A%22Inactive%22%2C"
          "%22Operator%22%3A%22equals%22%7D";
    }
    return HttpRequest(Method::get, std::move(target));
  }
  return encode_later_page(base, users_of(customer), next);
}

HttpRequest encode_create(const config::Url& base, schema::Guid customer, const schema::UserDraft& draft) {
  HttpRequest request(Method::post, path_of(base, users_of(customer)));
  request.set_body("application/json", encode_draft(draft));
  return request;
}

void add_headers(HttpRequest& request, const CallContext& context, const std::string& request_id) {
  request.set_header("Accept", "application/json");
  request.set_header("MS-RequestId", request_id);
  request.set_header("MS-CorrelationId", context.correlation_id);
  request.set_header("X-Locale", "en-US");
  if (context.traceparent.empty()) return;
  request.set_header("traceparent", context.traceparent);
  if (!context.tracestate.empty()) request.set_header("tracestate", context.tracestate);
}

Result<PagePtr> decode_list(HttpReply reply, const ListQuestion& question) {
  if (reply.status != 200) {
    const auto operation = question.first_page ? Operation::list_first_page : Operation::list_later_page;
    return fault_of(reply, operation, question.wall_now);
  }
  auto page = std::make_shared<Page>();
  page->body = std::move(reply.body);
  const schema::Text customer_id(page->keep(question.customer.to_string()), true);
  JsonReader reader(*page);
  const Collection collection =
      read_collection(reader, page->drift, [&] { read_items(reader, *page, customer_id); });
  if (!reader.finished() || !collection.has_items) {
    return bad_reply(reply, "The provider's list of users is not the documented JSON.");
  }
  auto next = next_of(collection, reply, question.base, users_of(question.customer));
  if (next.has_error()) return next.error();
  page->next = std::move(*next);
  return PagePtr(std::move(page));
}

Result<PagePtr> decode_created(HttpReply reply, schema::Guid customer, const schema::UserDraft& draft,
                               WallTime wall_now) {
  if (reply.status != 200 && reply.status != 201) return fault_of(reply, Operation::create, wall_now);
  Page answer;
  answer.body = std::move(reply.body);
  schema::User user;
  bool good = false;
  {
    JsonReader reader(answer);
    read_user(reader, answer, user);
    good = reader.finished();
  }
  std::shared_ptr<Page> page;
  if (good) page = make_created_page(user, customer, draft, can_hold);
  answer.body.wipe();
  if (!page)
    return bad_reply(reply, "The provider took the user, but its answer is not the documented JSON.");
  page->drift = std::move(answer.drift);
  return PagePtr(std::move(page));
}

}  // namespace adapters::partner_center
