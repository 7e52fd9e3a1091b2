#include "adapters/partner_center/codec.hpp"

#include "adapters/created_page.hpp"
#include "adapters/json_page.hpp"
#include "adapters/partner_center/draft_rules.hpp"
#include "adapters/partner_center/fault.hpp"
#include "adapters/partner_center/page_link.hpp"
#include "adapters/partner_center/user_reader.hpp"
#include "schema/json_text.hpp"
#include "schema/secret_text.hpp"

namespace adapters::partner_center {
namespace {

// What a page says besides its users.
struct PageEnd {
  bool has_items = false;
  NextLink next;
  std::string_view continuation_token;
};

void read_link_headers(JsonReader& reader, NextLink& link) {
  reader.read_array([&] {
    std::string_view key;
    std::string_view value;
    reader.read_object([&](std::string_view name) {
      if (name == "key") return void(key = reader.read_text().view());
      if (name == "value") return void(value = reader.read_text().view());
      reader.skip();
    });
    // No other field of a link is copied: an Authorization among them would go out with the request.
    if (equals_ignoring_case(key, "MS-ContinuationToken")) link.token = value;
  });
}

void read_next_link(JsonReader& reader, NextLink& link) {
  reader.read_object([&](std::string_view name) {
    if (name == "uri") return void(link.uri = reader.read_text().view());
    if (name == "method") return void(link.method = reader.read_text().view());
    if (name == "headers" && reader.peek() == '[') return read_link_headers(reader, link);
    reader.skip();
  });
}

void read_links(JsonReader& reader, NextLink& link) {
  if (reader.peek() != '{') return reader.skip();
  reader.read_object([&](std::string_view name) {
    if (name == "next" && reader.peek() == '{') return read_next_link(reader, link);
    reader.skip();
  });
}

void read_items(JsonReader& reader, Page& page, schema::Text customer_id) {
  // A user takes about this many bytes on the wire; a wrong guess costs a copy.
  constexpr std::size_t usual_user_bytes = 384;
  page.users.reserve(page.body.size() / usual_user_bytes + 1);
  reader.read_array([&] {
    schema::User& user = page.users.emplace_back();
    user.customer_id = customer_id;
    read_user(reader, page, user);
  });
}

PageEnd read_page(JsonReader& reader, Page& page, schema::Text customer_id) {
  PageEnd end;
  reader.read_object([&](std::string_view name) {
    if (name == "items") {
      // Twice would be two lists: nobody knows which one is meant.
      if (end.has_items) return reader.fail();
      end.has_items = true;
      return read_items(reader, page, customer_id);
    }
    if (name == "continuationToken") return void(end.continuation_token = reader.read_text().view());
    if (name == "links") return read_links(reader, end.next);
    reader.skip();  // totalCount is the size of this page, or not: never used
  });
  return end;
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
    std::string target = users_path(base, customer) + "?size=500";
    if (set == UserSet::deleted) {
      target +=
          "&filter=%7B%22Field%22%3A%22UserState%22%2C%22Value%22%3A%22Inactive%22%2C"
          "%22Operator%22%3A%22equals%22%7D";
    }
    return HttpRequest(Method::get, std::move(target));
  }
  auto page = decode_next(base, customer, next);
  if (!page) return std::nullopt;
  HttpRequest request(Method::get, std::move(page->target));
  if (!page->token.empty()) request.set_header("MS-ContinuationToken", page->token);
  return request;
}

HttpRequest encode_create(const config::Url& base, schema::Guid customer, const schema::UserDraft& draft) {
  HttpRequest request(Method::post, users_path(base, customer));
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
  PageEnd end = read_page(reader, *page, customer_id);
  if (!reader.finished() || !end.has_items) {
    return bad_reply(reply, "The provider's list of users is not the documented JSON.");
  }
  if (end.next.token.empty()) end.next.token = end.continuation_token;
  if (!end.next.uri.empty() || !end.next.token.empty()) {
    const auto next = to_next_page(question.base, question.customer, end.next);
    if (!next)
      return bad_reply(reply, "The provider's link to the next page leads elsewhere and is not followed.");
    page->next = encode_next(*next);
  }
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
  page->unknown_values = answer.unknown_values;
  return PagePtr(std::move(page));
}

}  // namespace adapters::partner_center
