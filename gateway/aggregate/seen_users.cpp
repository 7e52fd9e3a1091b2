#include "gateway/aggregate/seen_users.hpp"

#include "schema/guid.hpp"

#include <cstring>
#include <xxhash.h>

namespace gateway::aggregate {

SeenUsers::Id SeenUsers::id_of(std::string_view text, bool& is_guid) const {
  const auto guid = schema::Guid::parse(text);
  is_guid = guid.has_value();
  Id id;
  if (guid) {
    std::memcpy(&id.first, guid->bytes.data(), 8);
    std::memcpy(&id.second, guid->bytes.data() + 8, 8);
  } else {
    const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
    id = {hash.low64, hash.high64};
  }
  return id;
}

std::string SeenUsers::text_of(const Id& id) const {
  if (const auto other = other_ids_.find(id); other != other_ids_.end()) return other->second;
  schema::Guid guid;
  std::memcpy(guid.bytes.data(), &id.first, 8);
  std::memcpy(guid.bytes.data() + 8, &id.second, 8);
  return guid.to_string();
}

bool SeenUsers::is_new(std::string_view id) {
  bool is_guid = false;
  return ids_.insert(id_of(id, is_guid)).second;
}

std::optional<std::string> SeenUsers::first_with(std::string_view identity, std::string_view id) {
  bool is_guid = false;
  const Id own = id_of(id, is_guid);
  const auto [place, fresh] = first_.try_emplace(XXH3_64bits(identity.data(), identity.size()), own);
  if (!fresh) return text_of(place->second);
  if (!is_guid) other_ids_.emplace(own, id);
  return std::nullopt;
}

}  // namespace gateway::aggregate
