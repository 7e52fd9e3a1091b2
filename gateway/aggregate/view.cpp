#include "gateway/aggregate/view.hpp"

#include "schema/fold.hpp"

#include <algorithm>
#include <numeric>

namespace gateway::aggregate {
namespace {

constexpr std::size_t bytes_of_text = 24;

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

// Of each part: the place of its {provider}: among all of them.
std::vector<std::uint16_t> rank_providers(const std::vector<Part>& parts) {
  std::vector<std::string> names;
  for (const Part& part : parts)
    names.push_back(std::string(part.provider) + ':');
  std::vector<std::uint16_t> ranks;
  for (const std::string& name : names) {
    ranks.push_back(static_cast<std::uint16_t>(
        std::ranges::count_if(names, [&name](const std::string& other) { return other < name; })));
  }
  return ranks;
}

std::string id_of(const schema::Person& person) {
  const std::size_t first = person.first();
  return std::string(person.providers[first]) + ':' + std::string(person.accounts[first]->id.view());
}

}  // namespace

View::View(std::vector<Part> parts, const Selection& selection, Sort sort)
    : listing_(merge(std::move(parts))), sort_(sort), provider_ranks_(rank_providers(listing_.parts())) {
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
  const bool by_text = sort_.field != SortField::id;
  const schema::TextField field = text_field_of(sort_.field);
  if (by_text) texts_.reserve(people.size(), bytes_of_text);
  keys_.resize(people.size());
  for (std::size_t i = 0; i < people.size(); ++i) {
    Key& key = keys_[i];
    key.person = people[i];
    const schema::Person person = listing_[key.person];
    key.first = static_cast<std::uint16_t>(person.first());
    key.id_prefix = prefix_of(person.accounts[key.first]->id.view());
    if (!by_text) continue;
    const schema::Text& text = person.text(field);
    key.is_null = text.is_null();
    texts_.add(text, schema::append_collation);
  }
  if (!by_text) return;
  // Now that the texts stay where they are.
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    keys_[i].text = texts_[i].substr(0, sort_text_bytes);
    keys_[i].prefix = prefix_of(keys_[i].text);
  }
}

// {provider}:{id} against {provider}:{id}, byte by byte, without putting them together: no provider's name
// has a colon in it, so no {provider}: begins another one.
int View::compare_ids(const Key& a, const Key& b) const {
  if (a.first != b.first) return provider_ranks_[a.first] < provider_ranks_[b.first] ? -1 : 1;
  if (a.id_prefix != b.id_prefix) return a.id_prefix < b.id_prefix ? -1 : 1;
  return listing_[a.person].accounts[a.first]->id.view().compare(
      listing_[b.person].accounts[b.first]->id.view());
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
  return listing_.bytes() + texts_.bytes() + 2 * keys_.capacity() * sizeof(Key);
}

}  // namespace gateway::aggregate
