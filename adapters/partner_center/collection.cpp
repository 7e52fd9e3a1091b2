#include "adapters/partner_center/collection.hpp"

#include "adapters/reply_fault.hpp"

namespace adapters::partner_center {
namespace {

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

void read_links(JsonReader& reader, Drift& drift, NextLink& link) {
  if (reader.peek() != '{') return reader.skip();
  reader.read_object([&](std::string_view name) {
    if (name == "next" && reader.peek() == '{') return read_next_link(reader, link);
    if (name != "self" && name != "next" && name != "previous") drift.note_member("links.", name);
    reader.skip();
  });
}

}  // namespace

void read_collection_member(std::string_view name, JsonReader& reader, Drift& drift, Collection& collection) {
  if (name == "continuationToken") return void(collection.continuation_token = reader.read_text().view());
  if (name == "links") return read_links(reader, drift, collection.next);
  // totalCount is the size of this page, or not: never used.
  if (name != "totalCount" && name != "attributes") drift.note_member({}, name);
  reader.skip();
}

Result<std::optional<std::string>> next_of(const Collection& collection, const HttpReply& reply,
                                           const config::Url& base, std::string_view resource) {
  NextLink link = collection.next;
  if (link.token.empty()) link.token = collection.continuation_token;
  if (link.uri.empty() && link.token.empty()) return std::optional<std::string>();
  const auto next = to_next_page(base, resource, link);
  if (!next) {
    return bad_reply(reply, "The provider's link to the next page leads elsewhere and is not followed.");
  }
  return std::optional(encode_next(*next));
}

std::optional<HttpRequest> encode_later_page(const config::Url& base, std::string_view resource,
                                             std::string_view next) {
  auto page = decode_next(base, resource, next);
  if (!page) return std::nullopt;
  HttpRequest request(Method::get, std::move(page->target));
  if (!page->token.empty()) request.set_header("MS-ContinuationToken", page->token);
  return request;
}

}  // namespace adapters::partner_center
