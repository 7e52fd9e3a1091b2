#include "gateway/aggregate/merge.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <optional>

namespace gateway::aggregate {
namespace {

using Seen = boost::unordered_flat_map<std::string_view, std::uint32_t>;  // identity -> person

void warn(std::vector<Warning>& warnings, const Part& part) {
  // One warning for each identity, in the order of the list.
  boost::unordered_flat_map<std::string_view, std::size_t> at;
  for (std::size_t i = 0; i < part.list->count; ++i) {
    if (!part.list->ambiguous[i]) continue;
    const auto [place, fresh] = at.try_emplace(part.list->identities[i], warnings.size());
    if (fresh) warnings.push_back(ambiguous_identity(part.provider, part.identity));
    warnings[place->second].ids.emplace_back(std::string(part.provider) + ':' +
                                             std::string(part.list->users[i]->id.view()));
  }
}

}  // namespace

Warning ambiguous_identity(std::string_view provider, schema::TextField identity) {
  return {"ambiguous_identity",
          std::string(provider),
          {},
          "These users have the same " + std::string(schema::name_of(identity)) +
              ": none of them was merged with another provider's."};
}

Listing merge(std::vector<Part> parts) {
  Listing listing;
  listing.stride_ = parts.size();
  std::size_t total = 0;
  for (const Part& part : parts) {
    listing.providers_.push_back(part.provider);
    total += part.list->count;
  }
  listing.accounts_.reserve(total * parts.size());
  listing.places_.reserve(total * parts.size());

  Seen seen;  // its keys point into the lists
  // A single list has nobody to be merged with.
  const bool merges = parts.size() > 1;
  if (merges) seen.reserve(total);
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const UserList& list = *parts[p].list;
    for (std::uint32_t i = 0; i < list.count; ++i) {
      const std::string_view identity = list.identities[i];
      std::optional<std::size_t> person;
      if (merges && !identity.empty() && !list.ambiguous[i]) {
        const auto [place, fresh] = seen.try_emplace(identity, static_cast<std::uint32_t>(listing.size()));
        if (!fresh) person = place->second;
      }
      if (!person) person = listing.add_person();
      listing.accounts_[*person * listing.stride_ + p] = list.users[i];
      listing.places_[*person * listing.stride_ + p] = i;
    }
    warn(listing.warnings_, parts[p]);
  }
  listing.parts_ = std::move(parts);
  return listing;
}

std::size_t Listing::bytes() const {
  std::size_t sum = accounts_.capacity() * sizeof accounts_[0] + places_.capacity() * sizeof places_[0];
  for (const Part& part : parts_)
    sum += part.list->bytes();
  return sum;
}

std::string_view Listing::identity_of(std::size_t index) const {
  for (std::size_t p = 0; p < stride_; ++p) {
    const std::size_t at = index * stride_ + p;
    if (accounts_[at] == nullptr || parts_[p].list->ambiguous[places_[at]]) continue;
    const std::string_view identity = parts_[p].list->identities[places_[at]];
    if (!identity.empty()) return identity;
  }
  return {};
}

}  // namespace gateway::aggregate
