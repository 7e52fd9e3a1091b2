// The file as a tree: what YAML's events say, without any typing or coercion. It refuses what makes a file
// mean something else than it shows: anchors, aliases, tags, repeated keys, a second document. Section and
// Value read it; nobody else needs to.
#pragma once

#include "config/diagnostic.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config {

inline constexpr std::size_t max_file_bytes = 1 << 20;
inline constexpr std::size_t max_depth = 32;

struct Member;

struct Node {
  enum class Kind : std::uint8_t {
    null,  // nothing, ~ or null
    scalar,
    mapping,
    sequence,
    refused,  // a mistake was added already: readers stay silent
  };

  Kind kind = Kind::null;
  bool is_quoted = false;
  int line = 1;  // of the value; of its key where the value is null or goes over several lines
  int column = 1;
  std::string text;
  std::vector<Member> members;  // in the file's order, each key once
  std::vector<Node> items;

  const Member* find(std::string_view key) const;
};

struct Member {
  std::string key;
  int line = 1;
  int column = 1;
  Node value;
};

// Nothing where the text is not one YAML mapping; every mistake is in `diagnostics`.
std::optional<Node> parse_document(const std::string& file, std::string_view text, Diagnostics& diagnostics);

// "tenants" and "contoso" to "tenants.contoso".
std::string join_path(const std::string& path, std::string_view key);
std::string join_path(const std::string& path, std::size_t index);

}  // namespace config
