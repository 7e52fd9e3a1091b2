#include "gateway/aggregate/merge.hpp"

#include <algorithm>

namespace gateway::aggregate {
namespace {

// Most comparisons end in the first eight bytes, without a look at the text.
struct Key {
  std::uint64_t prefix;  // big-endian
  Listing::Name name;
  std::uint32_t person;
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
  std::vector<Key> keys(listing.size());
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    const Listing::Name name = listing.name_of(i);
    keys[i] = {prefix_of(name.folded), name, i};
  }
  const auto before = [&](const Key& a, const Key& b) {
    if (a.name.is_null != b.name.is_null) return b.name.is_null;
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const int names = a.name.folded.compare(b.name.folded);
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
  for (const Key& key : keys)
    order.push_back(key.person);
  return order;
}

}  // namespace gateway::aggregate
