#include "config/effective.hpp"

#include "schema/ascii.hpp"

#include <algorithm>

namespace config {

namespace {

bool is_plain(std::string_view text) {
  constexpr std::string_view inner = "_./:@%+-";
  if (text.empty() || text.back() == ':' ||
      !(schema::is_letter_or_digit(text.front()) || text.front() == '/'))
    return false;
  if (text == "null" || text == "Null" || text == "NULL") return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return schema::is_letter_or_digit(c) || inner.find(c) != std::string_view::npos;
  });
}

void append_text(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

bool is_printed(const Effective& value) { return value.kind != Effective::Kind::unread; }

void append_members(std::string& out, const Effective& value, std::size_t indent, bool continues_line);

// What follows `key:` or `-`.
void append_value(std::string& out, const Effective& value, std::size_t indent, bool in_list) {
  if (value.kind == Effective::Kind::text) {
    out += ' ';
    append_text(out, value.text);
    out += '\n';
  } else if (value.kind == Effective::Kind::mapping) {
    const bool empty = std::none_of(value.members.begin(), value.members.end(),
                                    [](const auto& member) { return is_printed(*member.second); });
    if (empty) {
      out += " {}\n";
    } else {
      out += in_list ? " " : "\n";
      append_members(out, value, indent + 2, in_list);
    }
  } else if (value.items.empty()) {
    out += " []\n";
  } else {
    out += '\n';
    for (const auto& item : value.items) {
      if (!is_printed(*item)) continue;
      out.append(indent + 2, ' ');
      out += '-';
      append_value(out, *item, indent + 2, true);
    }
  }
}

void append_members(std::string& out, const Effective& value, std::size_t indent, bool continues_line) {
  for (const auto& [key, member] : value.members) {
    if (!is_printed(*member)) continue;
    if (!continues_line) out.append(indent, ' ');
    continues_line = false;
    append_text(out, key);
    out += ':';
    append_value(out, *member, indent, false);
  }
}

}  // namespace

std::shared_ptr<Effective> Effective::member(std::string_view key) {
  const auto [at, is_new] = index_of.emplace(key, members.size());
  if (is_new) members.emplace_back(at->first, std::make_shared<Effective>());
  return members[at->second].second;
}

void Effective::set_text(std::string value) {
  kind = Kind::text;
  text = std::move(value);
}

void Effective::learn(std::string_view key, bool suggests) {
  if (known.emplace(key).second && suggests) suggested.emplace_back(key);
}

std::string print_yaml(const Effective& root) {
  std::string out;
  append_members(out, root, 0, false);
  return out;
}

}  // namespace config
