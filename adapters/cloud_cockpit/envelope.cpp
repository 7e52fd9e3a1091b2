#include "adapters/cloud_cockpit/envelope.hpp"

#include "adapters/reply_fault.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace adapters::cloud_cockpit {
namespace {

// No list is longer; a larger number is a mistake of somebody's.
constexpr std::uint32_t last_page = 10'000;

constexpr std::array<std::string_view, 4> members_of_no_use = {"paginationParameters", "totalCount",
                                                               "hasPreviousPage", "continuationToken"};

// Digits alone, without a zero in front.
std::optional<std::uint32_t> to_number(std::string_view text) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (text.empty() || read.ec != std::errc() || read.ptr != end || text.front() == '0') return std::nullopt;
  return number;
}

}  // namespace

void read_envelope_member(std::string_view name, JsonReader& reader, Drift& drift, Envelope& envelope) {
  if (name == "hasNextPage") return void(envelope.has_next_page = reader.read_bool());
  if (name == "totalPages") return void(envelope.total_pages = to_number(reader.read_string_or_number()));
  if (std::ranges::find(members_of_no_use, name) == members_of_no_use.end()) drift.note_member({}, name);
  reader.skip();
}

std::optional<std::uint32_t> page_of_next(std::string_view next) {
  if (next.empty()) return 1;
  const auto number = to_number(next);
  return number && *number >= 2 && *number <= last_page ? number : std::nullopt;
}

std::string page_query(std::uint32_t number) {
  return "pageNumber=" + std::to_string(number) + "&pageSize=2000";
}

Result<std::optional<std::string>> next_of(const Envelope& envelope, std::uint32_t number, std::size_t items,
                                           const HttpReply& reply) {
  if (!envelope.goes_on(number)) return std::optional<std::string>();
  // Pages are counted, so one without items has none behind it: following it would never end.
  if (items == 0 || number >= last_page) {
    return bad_reply(reply, "The provider's list goes on behind a page that must be its last.");
  }
  return std::optional(std::to_string(number + 1));
}

}  // namespace adapters::cloud_cockpit
