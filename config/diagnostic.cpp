#include "config/diagnostic.hpp"

#include <algorithm>

namespace config {

namespace {

// A message may quote what stands in the file, and one mistake must stay one line of a terminal.
std::string one_line(const std::string& text) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      out += c;
    } else {
      out += "\\x";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

}  // namespace

std::string to_string(const Diagnostic& diagnostic) {
  const Place& place = diagnostic.place;
  std::string out =
      one_line(place.file) + ':' + std::to_string(place.line) + ':' + std::to_string(place.column) + ": ";
  if (!diagnostic.path.empty()) out += one_line(diagnostic.path) + ": ";
  return out + one_line(diagnostic.message);
}

std::string to_string(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics.sorted())
    out += to_string(diagnostic) + '\n';
  return out;
}

void Diagnostics::add(Place place, std::string path, std::string message) {
  Diagnostic added{std::move(place), std::move(path), std::move(message)};
  const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), added);
  if (at != sorted_.end() && *at == added) return;
  sorted_.insert(at, std::move(added));
}

std::string quoted(const std::string& name) {
  constexpr std::size_t longest = 64;
  if (name.size() <= longest) return '`' + one_line(name) + '`';
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80)
    --end;
  return '`' + one_line(name.substr(0, end)) + "…`";
}

std::string shown_key(std::string_view key) {
  constexpr std::string_view stops = " :=,;\"'@{}[]()<>";
  constexpr std::size_t longest = 64;
  std::size_t end = std::min({key.find_first_of(stops), key.size(), longest});
  while (end < key.size() && end > 0 && (static_cast<unsigned char>(key[end]) & 0xc0) == 0x80)
    --end;
  return std::string(key.substr(0, end)) + (end < key.size() ? "…" : "");
}

}  // namespace config
