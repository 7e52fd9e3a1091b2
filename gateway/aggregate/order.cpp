#include <algorithm>
#include <cstring>

#include "gateway/aggregate/merge.hpp"
#include "schema/fold.hpp"

namespace gateway::aggregate {
namespace {

// Most comparisons end in the first eight bytes, without a look at the arena.
struct Key {
  std::uint64_t prefix;  // big-endian; nulls sort last by `is_null`
  std::uint32_t begin;
  std::uint32_t size;
  std::uint32_t person;
  bool is_null;
};

std::uint64_t prefix_of(std::string_view folded) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    prefix = prefix << 8 | (i < folded.size() ? static_cast<unsigned char>(folded[i]) : 0u);
  }
  return prefix;
}

// {provider}:{id} against {provider}:{id}, byte by byte, without putting them together.
int compare_ids(const schema::Person& a, const schema::Person& b) {
  const std::size_t i = a.first();
  const std::size_t j = b.first();
  // Names hold no byte below ':' but '-' and digits: compare them as they stand in the id, with the colon.
  if (i != j) {
    const std::string left = std::string(a.providers[i]) + ':';
    const std::string right = std::string(b.providers[j]) + ':';
    return left.compare(right);
  }
  return a.accounts[i]->id.view().compare(b.accounts[j]->id.view());
}

}  // namespace

std::vector<std::uint32_t> first_by_display_name(const Listing& listing, std::size_t limit) {
  std::string arena;
  arena.reserve(listing.size() * 24);
  std::vector<Key> keys(listing.size());
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    const schema::Text& name = listing[i].text(schema::TextField::display_name);
    const auto begin = static_cast<std::uint32_t>(arena.size());
    if (!name.is_null()) schema::append_collation(arena, name.view());
    const std::string_view folded = std::string_view(arena).substr(begin);
    keys[i] = {prefix_of(folded), begin, static_cast<std::uint32_t>(folded.size()), i, name.is_null()};
  }
  const auto before = [&](const Key& a, const Key& b) {
    if (a.is_null != b.is_null) return b.is_null;
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const int names = std::string_view(arena).substr(a.begin, a.size).compare(
        std::string_view(arena).substr(b.begin, b.size));
    if (names != 0) return names < 0;
    return compare_ids(listing[a.person], listing[b.person]) < 0;
  };
  if (limit < keys.size()) {
    std::nth_element(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(limit), keys.end(), before);
    keys.resize(limit);
  }
  std::sort(keys.begin(), keys.end(), before);
  std::vector<std::uint32_t> order;
  order.reserve(keys.size());
  for (const Key& key : keys) order.push_back(key.person);
  return order;
}

}  // namespace gateway::aggregate
