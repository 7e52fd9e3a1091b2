#include "config/value.hpp"

#include "config/plain_text.hpp"
#include "config/reading.hpp"
#include "config/scalar.hpp"
#include "config/section.hpp"

#include <algorithm>

namespace config {

namespace {

std::string between(const std::string& min, const std::string& max) {
  return min == max ? "must be " + min : "must be between " + min + " and " + max;
}

bool is_digits(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

// A reference where none is read would become the value itself.
bool is_reference(const std::string& text) { return text.starts_with("${"); }

}  // namespace

Value::Value(std::shared_ptr<Reading> reading, std::shared_ptr<const Node> node,
             std::shared_ptr<Effective> effective, std::string path)
    : reading_(std::move(reading)),
      node_(std::move(node)),
      effective_(std::move(effective)),
      path_(std::move(path)) {}

Place Value::place() const { return {reading_->file, node_->line, node_->column}; }

void Value::mistake(std::string message) const {
  reading_->mistake(node_->line, node_->column, path_, std::move(message));
}

bool Value::is_text() const { return node_->kind == Node::Kind::scalar; }
bool Value::is_section() const { return node_->kind == Node::Kind::mapping; }
bool Value::is_list() const { return node_->kind == Node::Kind::sequence; }

bool Value::is_empty() const {
  return (is_section() && node_->members.empty()) || (is_list() && node_->items.empty());
}

bool Value::is_kind(Node::Kind kind, const char* wanted) const {
  if (node_->kind == kind) return true;
  const std::string remedy = std::string(": it must be ") + wanted;
  switch (node_->kind) {
    case Node::Kind::null:
      mistake("has no value" + remedy + ", or be removed");
      break;
    case Node::Kind::scalar:
      mistake("is a single value" + remedy);
      break;
    case Node::Kind::mapping:
      mistake("is a mapping" + remedy);
      break;
    case Node::Kind::sequence:
      mistake("is a list" + remedy);
      break;
    case Node::Kind::refused:
      break;
  }
  return false;
}

const std::string* Value::scalar(const char* wanted) const {
  return is_kind(Node::Kind::scalar, wanted) ? &node_->text : nullptr;
}

std::optional<std::string> Value::text() const {
  const std::string* text = scalar("text");
  if (text == nullptr) return std::nullopt;
  if (text->empty()) {
    mistake("is empty: give it a text, or remove it");
  } else if (has_control_character(*text)) {
    mistake("holds a line break or another control character: write one line of plain text");
  } else if (is_reference(*text)) {
    mistake("is a reference, which only secrets may be: write the value itself");
  } else {
    effective_->set_text(*text);
    return *text;
  }
  return std::nullopt;
}

std::optional<std::string> Value::name() const {
  const std::string* text = scalar("a name");
  if (text == nullptr) return std::nullopt;
  if (!is_name(*text)) {
    mistake("must be a name: a-z, 0-9, `_` and `-`, starting with a letter or digit, at most 63");
    return std::nullopt;
  }
  effective_->set_text(*text);
  return *text;
}

std::optional<bool> Value::boolean() const {
  const std::string* text = scalar("true or false");
  if (text == nullptr) return std::nullopt;
  if (node_->is_quoted || (*text != "true" && *text != "false")) {
    mistake("must be true or false, without quotes");
    return std::nullopt;
  }
  effective_->set_text(*text);
  return *text == "true";
}

std::optional<std::int64_t> Value::integer(std::int64_t min, std::int64_t max) const {
  const std::string* text = scalar("a whole number");
  if (text == nullptr) return std::nullopt;
  const auto number = node_->is_quoted ? std::nullopt : parse_integer(*text);
  if (!number) {
    mistake("must be a whole number in plain digits, without quotes");
  } else if (*number < min || *number > max) {
    mistake(between(std::to_string(min), std::to_string(max)));
  } else {
    effective_->set_text(*text);
    return number;
  }
  return std::nullopt;
}

std::optional<milliseconds> Value::duration(milliseconds min, milliseconds max) const {
  const std::string* text = scalar("a duration such as 250ms, 20s, 5m or 1h");
  if (text == nullptr) return std::nullopt;
  const auto duration = parse_duration(*text);
  if (!duration) {
    mistake(is_digits(*text) ? "has no unit: write a duration such as 250ms, 20s, 5m or 1h"
                             : "must be a duration such as 250ms, 20s, 5m or 1h");
  } else if (*duration < min || *duration > max) {
    mistake(between(print_duration(min), print_duration(max)));
  } else {
    effective_->set_text(print_duration(*duration));
    return duration;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> Value::size(std::uint64_t min, std::uint64_t max) const {
  const std::string* text = scalar("a size such as 512B, 64KiB, 8MiB or 1GiB");
  if (text == nullptr) return std::nullopt;
  const auto size = parse_size(*text);
  if (!size) {
    mistake(is_digits(*text) ? "has no unit: write a size such as 512B, 64KiB, 8MiB or 1GiB"
                             : "must be a size such as 512B, 64KiB, 8MiB or 1GiB");
  } else if (*size < min || *size > max) {
    mistake(between(print_size(min), print_size(max)));
  } else {
    effective_->set_text(print_size(*size));
    return size;
  }
  return std::nullopt;
}

std::optional<unsigned> Value::percent() const {
  const std::string* text = scalar("a percentage such as 20%");
  if (text == nullptr) return std::nullopt;
  const auto percent = parse_percent(*text);
  if (!percent) {
    mistake("must be a percentage from 0% to 100%, such as 20%");
    return std::nullopt;
  }
  effective_->set_text(*text);
  return percent;
}

std::optional<std::string> Value::one_of(std::initializer_list<std::string_view> choices) const {
  std::string list;
  for (const std::string_view& choice : choices) {
    if (&choice != choices.begin()) list += &choice + 1 == choices.end() ? " or " : ", ";
    list += choice;
  }
  const std::string* text = scalar(list.c_str());
  if (text == nullptr) return std::nullopt;
  if (std::find(choices.begin(), choices.end(), *text) == choices.end()) {
    mistake("must be " + list);
    return std::nullopt;
  }
  effective_->set_text(*text);
  return *text;
}

std::optional<schema::Guid> Value::guid() const {
  const std::string* text = scalar("a GUID");
  if (text == nullptr) return std::nullopt;
  const auto guid = schema::Guid::parse(*text);
  if (!guid) {
    mistake("must be a GUID such as 4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04");
    return std::nullopt;
  }
  effective_->set_text(guid->to_string());
  return guid;
}

std::optional<Url> Value::https_url(UrlQuery query) const {
  const std::string* text = scalar("an address such as https://api.example.com");
  if (text == nullptr) return std::nullopt;
  auto url = parse_url(*text, query);
  if (!url) {
    mistake(url.error().message);
    return std::nullopt;
  }
  effective_->set_text(url->to_string());
  return std::move(*url);
}

std::optional<std::string> Value::file_path() const {
  const auto written = text();
  if (!written) return std::nullopt;
  return reading_->resolve(*written);
}

std::optional<Section> Value::section() const {
  if (!is_kind(Node::Kind::mapping, "a mapping of keys and values")) return std::nullopt;
  effective_->kind = Effective::Kind::mapping;
  reading_->add_section({node_, effective_, path_});
  return Section(*this);
}

std::optional<std::vector<Value>> Value::items() const {
  if (!is_kind(Node::Kind::sequence, "a list")) return std::nullopt;
  effective_->kind = Effective::Kind::list;
  std::vector<Value> items;
  for (std::size_t i = 0; i < node_->items.size(); ++i) {
    if (effective_->items.size() <= i) effective_->items.push_back(std::make_shared<Effective>());
    items.emplace_back(reading_, std::shared_ptr<const Node>(node_, &node_->items[i]), effective_->items[i],
                       join_path(path_, i));
  }
  return items;
}

void Value::set_effective(std::string text) const { effective_->set_text(std::move(text)); }

}  // namespace config
