// What a list shows: the people of the gathered lists who are selected, merged, in one total order, page by
// page. Immutable to its users and shared by all who asked for the same at the same time, and by the pages of
// one walk; what only some of them need (the whole order) is worked out when it is first asked for.
#pragma once

#include "gateway/aggregate/cursor.hpp"
#include "gateway/aggregate/merge.hpp"
#include "gateway/aggregate/selection.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::aggregate {

// Pages' rendered users, kept for as long as somebody writes them (steps/render).
struct RenderedItems {
  std::string bytes;
  std::uint64_t hash = 0;
};

class View {
 public:
  // `parts` in precedence order, narrowed to the wanted state.
  View(std::vector<Part> parts, const Selection& selection, Sort sort);
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  std::size_t size() const { return keys_.size(); }
  const Listing& listing() const { return listing_; }
  // Of each part: how many of its accounts are sources of the people shown.
  const std::vector<std::uint64_t>& counts() const { return counts_; }

  struct Page {
    std::vector<std::uint32_t> people;  // places in the listing
    bool more = false;
  };
  Page first(std::size_t limit) const;
  Page after(const Position& place, std::size_t limit) const;
  Position position_of(std::uint32_t person) const;

  // The first page's items, rendered by `render` unless somebody has them still.
  template <class Render>
  std::shared_ptr<const RenderedItems> first_items(std::size_t limit, Render render) const;

  std::size_t bytes() const;

 private:
  // Most comparisons end in the first eight bytes, without a look at the text or, where many have the same
  // text, at the person.
  struct Key {
    std::uint64_t prefix = 0;  // of the text, big-endian
    std::string_view text;
    std::uint64_t id_prefix = 0;  // of the first source's id
    std::uint32_t person = 0;
    std::uint16_t first = 0;  // the place of that source
    bool is_null = true;
  };

  void select(const Selection& selection);
  void make_keys(const std::vector<std::uint32_t>& people);
  int compare_ids(const Key& a, const Key& b) const;
  bool is_before(const Key& a, const Key& b) const;
  bool is_behind(const Key& key, const Position& place) const;
  const std::vector<Key>& ordered() const;

  Listing listing_;
  Sort sort_;
  std::vector<std::uint16_t> provider_ranks_;  // of each part, in the order of ids
  std::vector<std::uint64_t> counts_;
  FoldedTexts texts_;  // of each key, where the order goes by a text
  std::vector<Key> keys_;

  mutable std::once_flag once_;
  mutable std::vector<Key> ordered_;
  mutable std::mutex mutex_;
  mutable std::vector<std::pair<std::size_t, std::weak_ptr<const RenderedItems>>> rendered_;
};

template <class Render>
std::shared_ptr<const RenderedItems> View::first_items(std::size_t limit, Render render) const {
  const std::lock_guard lock(mutex_);
  std::erase_if(rendered_, [](const auto& one) { return one.second.expired(); });
  for (const auto& [of, items] : rendered_) {
    if (of != limit) continue;
    if (auto still = items.lock()) return still;
  }
  // Under the lock: whoever wants the same meanwhile would only do the same work.
  std::shared_ptr<const RenderedItems> made = render();
  rendered_.emplace_back(limit, made);
  return made;
}

}  // namespace gateway::aggregate
