// Where a provider's answers leave its documentation: paths with counts, and never a value. Codecs note it
// while they read, the gateway counts it and tells the operator; a list is never worse for it.
//   users[].newMember            a member that nobody documented
//   users[].state=?              a value that the enumeration does not have
//   users[].displayName missing  a documented member that is not there
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace adapters {

class Drift {
 public:
  // A provider could make up names for ever: what comes after so many paths is counted as one, "other".
  static constexpr std::size_t max_paths = 32;
  static constexpr std::size_t max_path_bytes = 64;
  static constexpr std::string_view other = "other";

  struct Entry {
    std::string path;
    std::uint64_t count = 0;
  };

  // Notes `parent`, `name` and `suffix` as one path; `parent` and `suffix` are ours. The name is the
  // provider's: what is not visible ASCII becomes `?`, and a path too long is cut within it.
  void note(std::string_view parent, std::string_view name, std::string_view suffix = {});
  void note_member(std::string_view parent, std::string_view name) { note(parent, name); }
  void note_value(std::string_view parent, std::string_view name) { note(parent, name, "=?"); }
  void note_missing(std::string_view parent, std::string_view name) { note(parent, name, " missing"); }

  bool is_empty() const { return entries_.empty(); }
  // In the order in which they were first met.
  const std::vector<Entry>& entries() const { return entries_; }
  // How often a path was noted; 0: never.
  std::uint64_t count(std::string_view path) const;

 private:
  std::vector<Entry> entries_;
};

}  // namespace adapters
