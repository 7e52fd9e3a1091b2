#include "gateway/cli/json_slices.hpp"

#include <algorithm>

namespace gateway::cli {
namespace {

// Walks over a text that is known to be JSON.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  // The next byte that is no white space, '\0' at the end.
  char peek() {
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  void pass() { ++at_; }

  std::string_view value() {
    const char first = peek();
    const std::size_t begin = at_;
    if (first == '"') {
      pass_string();
    } else if (first == '{' || first == '[') {
      pass_nested();
    } else {
      at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    }
    return text_.substr(begin, at_ - begin);
  }

 private:
  void pass_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
  }
  void pass_nested() {
    std::size_t depth = 0;
    do {
      at_ = std::min(text_.find_first_of("\"{}[]", at_), text_.size());
      if (at_ == text_.size()) return;
      const char c = text_[at_];
      if (c == '"') {
        pass_string();
        continue;
      }
      if (c == '{' || c == '[') {
        ++depth;
      } else {
        --depth;
      }
      ++at_;
    } while (depth > 0);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<JsonMember> members_of(std::string_view object) {
  std::vector<JsonMember> members;
  Walk walk(object);
  walk.peek();
  walk.pass();
  while (walk.peek() == '"') {
    std::string_view name = walk.value();
    name = name.substr(1, name.size() - 2);
    walk.peek();
    walk.pass();
    members.push_back({name, walk.value()});
    if (walk.peek() == ',') walk.pass();
  }
  return members;
}

std::vector<std::string_view> elements_of(std::string_view array) {
  std::vector<std::string_view> elements;
  Walk walk(array);
  walk.peek();
  walk.pass();
  while (walk.peek() != ']' && walk.peek() != '\0') {
    elements.push_back(walk.value());
    if (walk.peek() == ',') walk.pass();
  }
  return elements;
}

std::string_view member_of(std::string_view object, std::string_view name) {
  std::string_view found;
  for (const JsonMember& member : members_of(object)) {
    if (member.name == name) found = member.value;
  }
  return found;
}

}  // namespace gateway::cli
