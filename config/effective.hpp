// What the reads of a file gave, as a tree that grows with them: `usher check --effective` prints it. It also
// remembers which keys were asked for. Section and Value fill it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace config {

struct Effective {
  enum class Kind : std::uint8_t { unread, text, mapping, list };

  Kind kind = Kind::unread;
  bool is_section = false;  // registered for finish()
  bool is_finished = false;
  std::string text;
  std::vector<std::pair<std::string, std::shared_ptr<Effective>>> members;  // in the order of the reads
  std::vector<std::shared_ptr<Effective>> items;
  std::unordered_map<std::string, std::size_t> index_of;  // into `members`
  std::unordered_set<std::string> known;                  // every key that was asked for
  std::vector<std::string> suggested;                     // those of them that a misspelt key may have meant

  std::shared_ptr<Effective> member(std::string_view key);
  void set_text(std::string value);
  bool knows(const std::string& key) const { return known.contains(key); }
  void learn(std::string_view key, bool suggests);
};

// Block YAML, two spaces a level, every text quoted that could be taken for something else.
std::string print_yaml(const Effective& root);

}  // namespace config
