#include "config/section.hpp"

#include "config/reading.hpp"
#include "config/scalar.hpp"

namespace config {

namespace {

// What an absent section is read from; its reads give defaults and its mistakes the place of `near`.
std::shared_ptr<const Node> empty_mapping(const Node& near) {
  auto node = std::make_shared<Node>();
  node->kind = Node::Kind::mapping;
  node->line = near.line;
  node->column = near.column;
  return node;
}

}  // namespace

void Section::mistake(std::string_view key, std::string message) const {
  const Member* member = self_.node_->find(key);
  const Node& node = member != nullptr ? member->value : *self_.node_;
  self_.reading_->mistake(node.line, node.column, join_path(path(), key), std::move(message));
}

bool Section::has(std::string_view key) const { return self_.node_->find(key) != nullptr; }

std::optional<Value> Section::value(std::string_view key) const {
  self_.effective_->learn(key, true);
  const Member* member = self_.node_->find(key);
  if (member == nullptr) return std::nullopt;
  return Value(self_.reading_, std::shared_ptr<const Node>(self_.node_, &member->value), effective_of(key),
               join_path(path(), key));
}

std::optional<std::string> Section::text(std::string_view key) const {
  const auto found = value(key);
  return found ? found->text() : std::nullopt;
}

std::string Section::text(std::string_view key, std::string_view fallback) const {
  const auto found = value(key);
  if (!found) set_effective(key, std::string(fallback));
  return found ? found->text().value_or("") : std::string(fallback);
}

std::string Section::required_text(std::string_view key) const {
  const auto found = value(key);
  if (!found) report_missing(key);
  return found ? found->text().value_or("") : "";
}

bool Section::boolean(std::string_view key, bool fallback) const {
  const auto found = value(key);
  if (!found) set_effective(key, fallback ? "true" : "false");
  return found ? found->boolean().value_or(fallback) : fallback;
}

std::int64_t Section::integer(std::string_view key, std::int64_t fallback, std::int64_t min,
                              std::int64_t max) const {
  const auto found = value(key);
  if (!found) set_effective(key, std::to_string(fallback));
  return found ? found->integer(min, max).value_or(fallback) : fallback;
}

std::optional<milliseconds> Section::duration(std::string_view key, milliseconds min,
                                              milliseconds max) const {
  const auto found = value(key);
  return found ? found->duration(min, max) : std::nullopt;
}

milliseconds Section::duration(std::string_view key, milliseconds fallback, milliseconds min,
                               milliseconds max) const {
  const auto found = value(key);
  if (!found) set_effective(key, print_duration(fallback));
  return found ? found->duration(min, max).value_or(fallback) : fallback;
}

std::uint64_t Section::size(std::string_view key, std::uint64_t fallback, std::uint64_t min,
                            std::uint64_t max) const {
  const auto found = value(key);
  if (!found) set_effective(key, print_size(fallback));
  return found ? found->size(min, max).value_or(fallback) : fallback;
}

unsigned Section::percent(std::string_view key, unsigned fallback) const {
  const auto found = value(key);
  if (!found) set_effective(key, std::to_string(fallback) + '%');
  return found ? found->percent().value_or(fallback) : fallback;
}

std::string Section::one_of(std::string_view key, std::initializer_list<std::string_view> choices,
                            std::string_view fallback) const {
  const auto found = value(key);
  if (!found) set_effective(key, std::string(fallback));
  return found ? found->one_of(choices).value_or(std::string(fallback)) : std::string(fallback);
}

std::optional<schema::Guid> Section::guid(std::string_view key) const {
  const auto found = value(key);
  return found ? found->guid() : std::nullopt;
}

schema::Guid Section::guid(std::string_view key, const schema::Guid& fallback) const {
  const auto found = value(key);
  if (!found) set_effective(key, fallback.to_string());
  return found ? found->guid().value_or(fallback) : fallback;
}

schema::Guid Section::required_guid(std::string_view key) const {
  const auto found = value(key);
  if (!found) report_missing(key);
  return found ? found->guid().value_or(schema::Guid{}) : schema::Guid{};
}

std::optional<schema::SecretText> Section::secret(std::string_view key) const {
  const auto found = value(key);
  return found ? found->secret() : std::nullopt;
}

schema::SecretText Section::required_secret(std::string_view key) const {
  const auto found = value(key);
  if (!found) {
    report_missing(key);
    return {};
  }
  auto secret = found->secret();
  return secret ? std::move(*secret) : schema::SecretText();
}

std::optional<Url> Section::https_url(std::string_view key) const {
  const auto found = value(key);
  return found ? found->https_url() : std::nullopt;
}

Url Section::https_url(std::string_view key, std::string_view fallback) const {
  const auto found = value(key);
  if (found) return found->https_url().value_or(Url{});
  auto url = parse_url(fallback);
  set_effective(key, url->to_string());
  return std::move(*url);
}

std::optional<std::string> Section::pem_file(std::string_view key, Value::Pem content) const {
  const auto found = value(key);
  return found ? found->pem_file(content) : std::nullopt;
}

std::optional<Section> Section::section(std::string_view key) const {
  const auto found = value(key);
  return found ? found->section() : std::nullopt;
}

Section Section::section_or_empty(std::string_view key) const {
  if (auto found = section(key)) return std::move(*found);
  const Member* member = self_.node_->find(key);
  const Node& near = member != nullptr ? member->value : *self_.node_;
  const Value empty(self_.reading_, empty_mapping(near), effective_of(key), join_path(path(), key));
  Section section = *empty.section();
  // What is there but no mapping has its mistake already; one for each missing key would hide it.
  section.is_silent_ = is_silent_ || member != nullptr;
  return section;
}

Section Section::required_section(std::string_view key) const {
  if (has(key)) return section_or_empty(key);
  report_missing(key);
  Section section = section_or_empty(key);
  section.is_silent_ = true;
  return section;
}

std::vector<Value> Section::items(std::string_view key) const {
  const auto found = value(key);
  return found ? found->items().value_or(std::vector<Value>{}) : std::vector<Value>{};
}

std::vector<Value> Section::items(std::string_view key, Node fallback) const {
  if (has(key)) return items(key);
  self_.effective_->learn(key, true);
  const Value absent(self_.reading_, std::make_shared<const Node>(std::move(fallback)), effective_of(key),
                     join_path(path(), key));
  return absent.items().value_or(std::vector<Value>{});
}

std::vector<std::string> Section::texts(std::string_view key) const {
  std::vector<std::string> texts;
  for (const Value& item : items(key)) {
    if (auto text = item.text()) texts.push_back(std::move(*text));
  }
  return texts;
}

std::vector<std::pair<std::string, Value>> Section::entries(std::string_view what) const {
  std::vector<std::pair<std::string, Value>> entries;
  for (const Member& member : self_.node_->members) {
    self_.effective_->learn(member.key, false);
    const std::string name_path = join_path(path(), member.key);
    if (is_name(member.key)) {
      entries.emplace_back(member.key,
                           Value(self_.reading_, std::shared_ptr<const Node>(self_.node_, &member.value),
                                 effective_of(member.key), name_path));
    } else {
      self_.reading_->mistake(member.line, member.column, name_path,
                              "is no name for " + std::string(what) +
                                  ": a-z, 0-9, `_` and `-`, starting with a letter or digit, at most 63");
    }
  }
  return entries;
}

std::vector<std::pair<std::string, Value>> Section::members() const {
  std::vector<std::pair<std::string, Value>> members;
  for (const Member& member : self_.node_->members) {
    self_.effective_->learn(member.key, false);
    members.emplace_back(member.key,
                         Value(self_.reading_, std::shared_ptr<const Node>(self_.node_, &member.value),
                               effective_of(member.key), join_path(path(), member.key)));
  }
  return members;
}

std::vector<std::string> Section::names(std::string_view key) const {
  std::vector<std::string> names;
  const Member* member = self_.node_->find(key);
  if (member == nullptr) return names;
  for (const Member& named : member->value.members) {
    if (is_name(named.key)) names.push_back(named.key);
  }
  return names;
}

void Section::refuse(std::string_view key, std::string message) const {
  self_.effective_->learn(key, false);
  const Member* member = self_.node_->find(key);
  if (member == nullptr) return;
  self_.reading_->mistake(member->line, member->column, join_path(path(), key), std::move(message));
}

void Section::not_yet(std::string_view key, std::string_view what) const {
  refuse(key, std::string(what) + " is not supported by this version: remove " + quoted(std::string(key)));
}

void Section::order(std::initializer_list<std::string_view> keys) const {
  for (const std::string_view key : keys) {
    effective_of(key);
    self_.effective_->learn(key, true);
  }
}

void Section::set_effective(std::string_view key, std::string text) const {
  effective_of(key)->set_text(std::move(text));
}

void Section::set_effective(std::string_view key, const std::vector<std::string>& list) const {
  const auto effective = effective_of(key);
  effective->kind = Effective::Kind::list;
  effective->items.clear();
  for (const std::string& item : list) {
    effective->items.push_back(std::make_shared<Effective>());
    effective->items.back()->set_text(item);
  }
}

void Section::finish() const { self_.reading_->finish({self_.node_, self_.effective_, path()}); }

void Section::ignore() const { self_.effective_->is_finished = true; }

std::shared_ptr<Effective> Section::effective_of(std::string_view key) const {
  return self_.effective_->member(key);
}

void Section::report_missing(std::string_view key) const {
  if (is_silent_) return;
  self_.reading_->mistake(self_.node_->line, self_.node_->column, join_path(path(), key),
                          "is missing: it is required here");
}

}  // namespace config
