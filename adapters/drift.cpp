#include "adapters/drift.hpp"

#include "schema/ascii.hpp"

#include <algorithm>
#include <array>

namespace adapters {
namespace {

// Made on the stack: a member that is new is new in every user of a list.
class Path {
 public:
  Path(std::string_view parent, std::string_view name, std::string_view suffix) {
    parent = parent.substr(0, bytes_.size());
    suffix = suffix.substr(0, bytes_.size() - parent.size());
    name = name.substr(0, bytes_.size() - parent.size() - suffix.size());
    char* end = std::ranges::copy(parent, bytes_.data()).out;
    end = std::ranges::transform(name, end, [](char byte) {
            return schema::is_visible(byte) ? byte : '?';
          }).out;
    end = std::ranges::copy(suffix, end).out;
    size_ = static_cast<std::size_t>(end - bytes_.data());
  }
  std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, Drift::max_path_bytes> bytes_;
  std::size_t size_ = 0;
};

}  // namespace

void Drift::note(std::string_view parent, std::string_view name, std::string_view suffix) {
  const Path path(parent, name, suffix);
  const auto found =
      std::ranges::find_if(entries_, [&](const Entry& entry) { return entry.path == path.view(); });
  if (found != entries_.end()) {
    ++found->count;
  } else if (entries_.size() < max_paths) {
    entries_.push_back({std::string(path.view()), 1});
  } else if (entries_.size() == max_paths) {
    entries_.push_back({std::string(other), 1});
  } else {
    ++entries_.back().count;
  }
}

std::uint64_t Drift::count(std::string_view path) const {
  for (const Entry& entry : entries_) {
    if (entry.path == path) return entry.count;
  }
  return 0;
}

}  // namespace adapters
