#include "adapters/cloud_cockpit/codec.hpp"

#include "adapters/cloud_cockpit/draft_rules.hpp"
#include "adapters/cloud_cockpit/envelope.hpp"
#include "adapters/cloud_cockpit/fault.hpp"
#include "adapters/cloud_cockpit/found_customer.hpp"
#include "adapters/cloud_cockpit/user_reader.hpp"
#include "adapters/created_page.hpp"
#include "adapters/id_text.hpp"
#include "adapters/json_page.hpp"
#include "schema/ascii.hpp"
#include "schema/json_text.hpp"

#include <algorithm>

namespace adapters::cloud_cockpit {
namespace {

constexpr std::string_view spaces = " \t\r\n";

// `customer` in the singular: the portal's users. `Customers` would be Entra's.
std::string users_target(schema::Guid customer, std::string_view reseller) {
  std::string target = "/v1/customer/" + customer.to_string() + "/users";
  if (!reseller.empty()) target.append("?resellerId=").append(reseller);
  return target;
}

void append_member(std::string& body, std::string_view name, const std::optional<std::string>& text) {
  body.append(body.size() > 1 ? ",\"" : "\"").append(name).append("\":");
  if (text) {
    schema::append_json_string(body, *text);
  } else {
    body += "null";
  }
}

// Every member is there: the documentation requires even those that may be null.
std::string encode_draft(const schema::UserDraft& draft) {
  std::string body = "{";
  append_member(body, "firstName", draft.first_name);
  append_member(body, "lastName", draft.last_name);
  append_member(body, "email", draft.email);
  body += ",\"role\":{";
  if (draft.role_name) {
    body += "\"name\":";
    schema::append_json_string(body, *draft.role_name);
  }
  body += "},\"groups\":[";
  const char* separator = "";
  for (const auto& id : draft.group_ids) {
    body.append(separator).append("{\"id\":\"").append(id.to_string()).append("\"}");
    separator = ",";
  }
  return body += "]}";
}

void read_users(JsonReader& reader, Page& page, schema::Text customer_id) {
  // A user takes about this many bytes on the wire; a wrong guess costs a copy.
  constexpr std::size_t usual_user_bytes = 256;
  page.users.reserve(page.body.size() / usual_user_bytes + 1);
  reader.read_array([&] {
    schema::User& user = page.users.emplace_back();
    user.customer_id = customer_id;
    const std::size_t begin = reader.place();
    read_user(reader, page, user);
    user.raw = reader.text_from(begin);
    derive(page, user);
  });
}

// A bare array; the envelope of the other lists is taken too. False: neither.
bool read_list(JsonReader& reader, Page& page, schema::Text customer_id) {
  const Envelope envelope = read_envelope(reader, page.drift, [&] { read_users(reader, page, customer_id); });
  // An envelope that goes on has users that nobody asked for, as there is no way to.
  return envelope.has_items && !envelope.goes_on(1);
}

// Quoted as documented, or bare text as one edition of the documentation prints it.
std::string_view read_bare_id(JsonReader& reader, std::string_view body) {
  if (reader.peek() == '"') {
    const std::string_view id = reader.read_text().view();
    return reader.finished() ? id : std::string_view();
  }
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  const std::size_t begin = body.find_first_not_of(spaces);
  if (begin == body.npos) return {};
  body = body.substr(begin, body.find_last_not_of(spaces) - begin + 1);
  // A page of HTML, a broken string or a list is no id.
  if (body.find_first_of("<>\"{}[]") != body.npos || body == "null" || body == "true" || body == "false")
    return {};
  return body;
}

// The user as the answer has it; false: neither a user nor an id.
bool read_created(Page& answer, schema::User& user) {
  JsonReader reader(answer);
  if (reader.peek() == '{') {
    read_user(reader, answer, user);
    return reader.finished() && is_sane_id(user.id.view());
  }
  const std::string_view id = read_bare_id(reader, answer.body.view());
  if (!is_sane_id(id)) return false;
  user.id = canonical_id(answer, schema::Text(id, schema::is_plain_json(id)));
  return true;
}

}  // namespace

HttpRequest encode_list(const Portal& portal, const CallContext& context, schema::Guid customer,
                        std::string_view reseller) {
  return make_request(Method::get, users_target(customer, reseller), portal, context);
}

HttpRequest encode_create(const Portal& portal, const CallContext& context, schema::Guid customer,
                          std::string_view reseller, const schema::UserDraft& draft) {
  HttpRequest request = make_request(Method::post, users_target(customer, reseller), portal, context);
  request.set_body("application/json", encode_draft(draft));
  return request;
}

HttpRequest encode_find_customer(const Portal& portal, const CallContext& context, schema::Guid tenant_id,
                                 std::string_view reseller) {
  std::string target = "/v1/Customers?searchField=ProviderCustomerId&searchValue=" + tenant_id.to_string() +
                       "&includeDeleted=false&pageNumber=1&pageSize=25";
  if (!reseller.empty()) target.append("&resellerId=").append(reseller);
  return make_request(Method::get, target, portal, context);
}

bool is_sane_id(std::string_view id) {
  return !id.empty() && id.size() <= 128 && std::ranges::all_of(id, schema::is_visible);
}

Result<PagePtr> decode_list(HttpReply reply, schema::Guid customer, WallTime wall_now) {
  if (reply.status != 200) return fault_of(reply, Operation::list_first_page, wall_now);
  auto page = std::make_shared<Page>();
  page->body = std::move(reply.body);
  const schema::Text customer_id(page->keep(customer.to_string()), true);
  JsonReader reader(*page);
  const bool documented = read_list(reader, *page, customer_id);
  if (!reader.finished() || !documented) {
    return bad_reply(reply, "The provider's list of users is not the documented JSON.");
  }
  return PagePtr(std::move(page));
}

Result<PagePtr> decode_created(HttpReply reply, schema::Guid customer, const schema::UserDraft& draft,
                               WallTime wall_now) {
  if (reply.status != 200 && reply.status != 201) return fault_of(reply, Operation::create, wall_now);
  Page answer;
  answer.body = std::move(reply.body);
  schema::User user;
  if (!read_created(answer, user)) {
    return bad_reply(reply, "The provider took the user, but its answer is neither an id nor a user.");
  }
  auto page = make_created_page(user, customer, draft, can_hold);
  page->drift = std::move(answer.drift);
  derive(*page, page->users.front());
  return PagePtr(std::move(page));
}

Result<std::optional<schema::Guid>> decode_found_customer(HttpReply reply, schema::Guid tenant_id,
                                                          WallTime wall_now) {
  if (reply.status != 200) return fault_of(reply, Operation::other, wall_now);
  Page page;
  page.body = std::move(reply.body);
  JsonReader reader(page);
  const CustomerSearch search = read_customer_search(reader, tenant_id);
  if (!reader.finished())
    return bad_reply(reply, "The provider's customer search is not the documented JSON.");
  if (search.ambiguous) {
    return bad_reply(reply,
                     "The provider's customer search has several hits, and nothing says which is meant.");
  }
  return search.id;
}

std::string display_name_of(std::string_view first, std::string_view last) {
  std::string name(first);
  if (!first.empty() && !last.empty()) name += ' ';
  return name += last;
}

}  // namespace adapters::cloud_cockpit
