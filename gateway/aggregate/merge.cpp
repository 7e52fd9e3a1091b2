#include "gateway/aggregate/merge.hpp"

#include <algorithm>
#include <optional>

#include <boost/unordered/unordered_flat_map.hpp>

#include "schema/fold.hpp"

namespace gateway::aggregate {
namespace {

// The folded identities of one part's users, in one arena; a user without an identity has an empty one.
struct Identities {
  std::string arena;
  std::vector<std::uint32_t> ends;

  explicit Identities(const Part& part) {
    arena.reserve(part.list->count * 40);
    ends.reserve(part.list->count);
    for (const auto& page : part.list->pages) {
      for (const schema::User& user : page->users) {
        const schema::Text& text = user.text(part.identity);
        if (!text.is_null()) schema::append_identity(arena, text.view());
        ends.push_back(static_cast<std::uint32_t>(arena.size()));
      }
    }
  }
  std::string_view of(std::size_t index) const {
    const std::uint32_t begin = index == 0 ? 0 : ends[index - 1];
    return std::string_view(arena).substr(begin, ends[index] - begin);
  }
};

using Seen = boost::unordered_flat_map<std::string_view, std::uint32_t>;  // identity -> person

void warn(std::vector<Warning>& warnings, const Part& part, const Identities& identities,
          const std::vector<const schema::User*>& users, const std::vector<bool>& ambiguous) {
  // One warning for each identity, in the order of the list.
  boost::unordered_flat_map<std::string_view, std::size_t> at;
  for (std::size_t i = 0; i < users.size(); ++i) {
    if (!ambiguous[i]) continue;
    const auto [place, fresh] = at.try_emplace(identities.of(i), warnings.size());
    if (fresh) {
      warnings.push_back({"ambiguous_identity", std::string(part.provider), {},
                          "These users have the same " + std::string(schema::name_of(part.identity)) +
                              ": none of them was merged with another provider's."});
    }
    warnings[place->second].ids.emplace_back(std::string(part.provider) + ':' + std::string(users[i]->id.view()));
  }
}

std::vector<const schema::User*> users_of(const Part& part) {
  std::vector<const schema::User*> users;
  users.reserve(part.list->count);
  for (const auto& page : part.list->pages) {
    for (const schema::User& user : page->users) users.push_back(&user);
  }
  return users;
}

// Which users share their identity with another of the same part.
std::vector<bool> find_ambiguous(const Identities& identities) {
  const std::size_t count = identities.ends.size();
  std::vector<bool> ambiguous(count, false);
  Seen first;
  first.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view identity = identities.of(i);
    if (identity.empty()) continue;
    const auto [place, fresh] = first.try_emplace(identity, static_cast<std::uint32_t>(i));
    if (!fresh) ambiguous[place->second] = ambiguous[i] = true;
  }
  return ambiguous;
}

}  // namespace

Listing merge(std::vector<Part> parts) {
  Listing listing;
  listing.stride_ = parts.size();
  std::size_t total = 0;
  for (const Part& part : parts) {
    listing.providers_.push_back(part.provider);
    total += part.list->count;
  }
  listing.accounts_.reserve(total * parts.size());

  if (parts.size() == 1) {
    const Identities identities(parts.front());
    listing.accounts_ = users_of(parts.front());
    warn(listing.warnings_, parts.front(), identities, listing.accounts_, find_ambiguous(identities));
    listing.parts_ = std::move(parts);
    return listing;
  }

  std::vector<Identities> kept;  // the keys of `seen` point into these
  kept.reserve(parts.size());
  Seen seen;
  seen.reserve(total);
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const Identities& identities = kept.emplace_back(parts[p]);
    const auto users = users_of(parts[p]);
    const auto ambiguous = find_ambiguous(identities);
    for (std::size_t i = 0; i < users.size(); ++i) {
      const std::string_view identity = identities.of(i);
      std::optional<std::size_t> person;
      if (!identity.empty() && !ambiguous[i]) {
        const auto [place, fresh] = seen.try_emplace(identity, static_cast<std::uint32_t>(listing.size()));
        if (!fresh) person = place->second;
      }
      if (!person) person = listing.add_person();
      listing.accounts_[*person * listing.stride_ + p] = users[i];
    }
    warn(listing.warnings_, parts[p], identities, users, ambiguous);
  }
  listing.parts_ = std::move(parts);
  return listing;
}

}  // namespace gateway::aggregate
