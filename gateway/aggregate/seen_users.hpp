// Who has passed by in a stream, in some fifty bytes a user: to see that somebody stands on two pages, and
// that two users of one provider have one identity. Belongs to one stream.
#pragma once

#include "schema/text.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gateway::aggregate {

class SeenUsers {
 public:
  // False: a user of this id has passed already.
  bool is_new(std::string_view id);
  // The id of the first user who passed with this identity, where there was one; `id` is kept as the first
  // otherwise. Identities are told apart by 64 bits of hash: among 200,000 the chance that two are mistaken
  // for one is one in a billion.
  std::optional<std::string> first_with(std::string_view identity, std::string_view id);

 private:
  using Id = std::pair<std::uint64_t, std::uint64_t>;  // a GUID's bytes, or the hash of another id
  struct IdHash {
    std::size_t operator()(const Id& id) const { return id.first ^ (id.second * 0x9E3779B97F4A7C15u); }
  };

  Id id_of(std::string_view text, bool& is_guid) const;
  std::string text_of(const Id& id) const;

  boost::unordered_flat_set<Id, IdHash> ids_;
  boost::unordered_flat_map<std::uint64_t, Id> first_;
  boost::unordered_flat_map<Id, std::string, IdHash> other_ids_;  // those that are no GUID
};

}  // namespace gateway::aggregate
