#include "gateway/aggregate/view.hpp"

#include "schema/fold.hpp"

#include <algorithm>
#include <numeric>

namespace gateway::aggregate {
namespace {

std::uint64_t prefix_of(std::string_view text) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    prefix = prefix << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0u);
  }
  return prefix;
}

schema::TextField text_field_of(SortField field) {
  switch (field) {
    case SortField::user_principal_name:
      return schema::TextField::user_principal_name;
    case SortField::email:
      return schema::TextField::email;
    case SortField::last_name:
      return schema::TextField::last_name;
    case SortField::first_name:
      return schema::TextField::first_name;
    case SortField::display_name:
    case SortField::id:
      break;
  }
  return schema::TextField::display_name;
}

std::string id_of(const schema::Person& person) {
  const std::size_t first = person.first();
  return std::string(person.providers[first]) + ':' + std::string(person.accounts[first]->id.view());
}

}  // namespace

View::View(std::vector<Part> parts, const Selection& selection, Sort sort)
    : listing_(merge(std::move(parts))), sort_(sort) {
  select(selection);
}

void View::select(const Selection& selection) {
  std::vector<std::uint32_t> people(listing_.size());
  std::iota(people.begin(), people.end(), 0u);
  counts_.resize(listing_.parts().size());
  if (selection.is_everybody()) {
    for (std::size_t p = 0; p < counts_.size(); ++p)
      counts_[p] = listing_.parts()[p].list->count;
  } else {
    std::erase_if(people, [&](std::uint32_t person) { return !is_selected(selection, listing_[person]); });
    for (const std::uint32_t person : people) {
      const auto accounts = listing_[person].accounts;
      for (std::size_t p = 0; p < counts_.size(); ++p)
        counts_[p] += accounts[p] != nullptr;
    }
  }
  make_keys(people);
}

void View::make_keys(const std::vector<std::uint32_t>& people) {
  keys_.resize(people.size());
  std::vector<std::size_t> ends;
  const bool folds = sort_.field != SortField::display_name && sort_.field != SortField::id;
  for (std::size_t i = 0; i < people.size(); ++i) {
    keys_[i].person = people[i];
    const schema::Person person = listing_[people[i]];
    keys_[i].first = static_cast<std::uint16_t>(person.first());
    keys_[i].id_prefix = prefix_of(person.accounts[keys_[i].first]->id.view());
    if (sort_.field == SortField::display_name) {
      // The lists have these folded already.
      const Listing::Name name = listing_.name_of(people[i]);
      keys_[i].text = name.folded;
      keys_[i].is_null = name.is_null;
    } else if (folds) {
      const schema::Text& text = person.text(text_field_of(sort_.field));
      keys_[i].is_null = text.is_null();
      if (!text.is_null()) schema::append_collation(arena_, text.view());
      ends.push_back(arena_.size());
    }
  }
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (folds) {
      const std::size_t begin = i == 0 ? 0 : ends[i - 1];
      keys_[i].text = std::string_view(arena_).substr(begin, ends[i] - begin);
    }
    keys_[i].text = keys_[i].text.substr(0, sort_text_bytes);
    keys_[i].prefix = prefix_of(keys_[i].text);
  }
}

// {provider}:{id} against {provider}:{id}, byte by byte, without putting them together where one provider is
// the first of both.
int View::compare_ids(const Key& a, const Key& b) const {
  if (a.first == b.first && a.id_prefix != b.id_prefix) return a.id_prefix < b.id_prefix ? -1 : 1;
  const schema::Person left = listing_[a.person];
  const schema::Person right = listing_[b.person];
  if (a.first != b.first) return id_of(left).compare(id_of(right));
  return left.accounts[a.first]->id.view().compare(right.accounts[b.first]->id.view());
}

bool View::is_before(const Key& a, const Key& b) const {
  if (sort_.field == SortField::id) {
    const int ids = compare_ids(a, b);
    return sort_.descending ? ids > 0 : ids < 0;
  }
  if (a.is_null != b.is_null) return b.is_null;
  if (a.prefix != b.prefix) return (a.prefix < b.prefix) != sort_.descending;
  const int texts = a.text.compare(b.text);
  if (texts != 0) return (texts < 0) != sort_.descending;
  return compare_ids(a, b) < 0;
}

bool View::is_behind(const Key& key, const Position& place) const {
  const int ids = id_of(listing_[key.person]).compare(place.id);
  if (sort_.field == SortField::id) return sort_.descending ? ids < 0 : ids > 0;
  if (key.is_null != place.is_null) return key.is_null;
  const int texts = key.text.compare(place.text);
  if (texts != 0) return (texts > 0) != sort_.descending;
  return ids > 0;
}

const std::vector<View::Key>& View::ordered() const {
  std::call_once(once_, [this] {
    ordered_ = keys_;
    std::sort(ordered_.begin(), ordered_.end(),
              [this](const Key& a, const Key& b) { return is_before(a, b); });
  });
  return ordered_;
}

View::Page View::first(std::size_t limit) const {
  std::vector<Key> keys = keys_;
  const auto before = [this](const Key& a, const Key& b) { return is_before(a, b); };
  Page page;
  page.more = limit < keys.size();
  if (page.more) {
    std::nth_element(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(limit), keys.end(), before);
    keys.resize(limit);
  }
  std::sort(keys.begin(), keys.end(), before);
  page.people.reserve(keys.size());
  for (const Key& key : keys)
    page.people.push_back(key.person);
  return page;
}

View::Page View::after(const Position& place, std::size_t limit) const {
  const std::vector<Key>& keys = ordered();
  const auto begin =
      std::partition_point(keys.begin(), keys.end(), [&](const Key& key) { return !is_behind(key, place); });
  const auto left = static_cast<std::size_t>(keys.end() - begin);
  Page page;
  page.more = limit < left;
  const auto end = begin + static_cast<std::ptrdiff_t>(std::min(limit, left));
  for (auto key = begin; key != end; ++key)
    page.people.push_back(key->person);
  return page;
}

Position View::position_of(std::uint32_t person) const {
  const auto key = std::ranges::find(keys_, person, &Key::person);
  return {std::string(key->text), key->is_null, id_of(listing_[person])};
}

std::size_t View::bytes() const {
  // Twice the keys: for the order that a second page makes.
  return listing_.bytes() + arena_.capacity() + 2 * keys_.capacity() * sizeof(Key);
}

}  // namespace gateway::aggregate
