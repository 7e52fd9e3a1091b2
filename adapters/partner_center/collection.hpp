// Partner Center's PagedResourceCollection, whatever its items are: how a page is read and asked for. Used by
// the codecs of users and of customers.
#pragma once

#include "adapters/http_message.hpp"
#include "adapters/json_page.hpp"
#include "adapters/partner_center/page_link.hpp"
#include "adapters/provider_error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::partner_center {

// What a page says besides its items.
struct Collection {
  bool has_items = false;
  NextLink next;
  std::string_view continuation_token;
};

void read_collection_member(std::string_view name, JsonReader& reader, Drift& drift, Collection& collection);

// Reads the whole body. `read_items()` reads the array that comes next.
template <class ReadItems>
Collection read_collection(JsonReader& reader, Drift& drift, const ReadItems& read_items) {
  Collection collection;
  reader.read_object([&](std::string_view name) {
    if (name != "items") return read_collection_member(name, reader, drift, collection);
    // Twice would be two lists: nobody knows which one is meant.
    if (collection.has_items) return reader.fail();
    collection.has_items = true;
    read_items();
  });
  return collection;
}

// The page's opaque `next`, or none; an error for a link that leads away from the resource.
Result<std::optional<std::string>> next_of(const Collection& collection, const HttpReply& reply,
                                           const config::Url& base, std::string_view resource);
// Asks for the page that `next` names; nullopt where it is not one of this resource.
std::optional<HttpRequest> encode_later_page(const config::Url& base, std::string_view resource,
                                             std::string_view next);

}  // namespace adapters::partner_center
