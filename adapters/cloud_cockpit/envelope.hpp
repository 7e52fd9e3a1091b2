// The envelope of CloudCockpit's paged lists: {items, paginationParameters, totalPages, totalCount,
// hasPreviousPage, hasNextPage, continuationToken}. A bare array is taken in its place, as the one and whole
// page. Used by the codecs.
#pragma once

#include "adapters/drift.hpp"
#include "adapters/http_message.hpp"
#include "adapters/json_page.hpp"
#include "adapters/provider_error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::cloud_cockpit {

struct Envelope {
  bool has_items = false;
  std::optional<bool> has_next_page;
  std::optional<std::uint32_t> total_pages;

  // Whether there is a page behind page `number`; the first is 1.
  bool goes_on(std::uint32_t number) const {
    return has_next_page.value_or(total_pages.value_or(0) > number);
  }
};

void read_envelope_member(std::string_view name, JsonReader& reader, Drift& drift, Envelope& envelope);

// Reads the whole body. `read_items()` reads the array that comes next.
template <class ReadItems>
Envelope read_envelope(JsonReader& reader, Drift& drift, const ReadItems& read_items) {
  Envelope envelope;
  if (reader.peek() == '[') {
    envelope.has_items = true;
    read_items();
    return envelope;
  }
  reader.read_object([&](std::string_view name) {
    if (name != "items") return read_envelope_member(name, reader, drift, envelope);
    // Twice would be two lists: nobody knows which one is meant.
    if (envelope.has_items) return reader.fail();
    envelope.has_items = true;
    read_items();
  });
  return envelope;
}

// An adapter's `next` here is the number of a page. Empty is page 1; nullopt: nobody was given that.
std::optional<std::uint32_t> page_of_next(std::string_view next);
// "pageNumber=N&pageSize=2000", the most that a page has.
std::string page_query(std::uint32_t number);
// The `next` of page `number` with so many items, none at the end; an error for a list that cannot end.
Result<std::optional<std::string>> next_of(const Envelope& envelope, std::uint32_t number, std::size_t items,
                                           const HttpReply& reply);

}  // namespace adapters::cloud_cockpit
