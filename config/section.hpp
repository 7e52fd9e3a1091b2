// A mapping of the file, read key by key. It remembers which keys were asked for (so that `finish` can name
// the unknown ones) and what each read gave (so that --effective prints defaults too), and collects mistakes
// instead of stopping: a reader that failed returns its default or an empty value, and the caller just goes
// on. Who uses it: this folder for the gateway's own keys, each adapter for its own section.
#pragma once

#include "config/value.hpp"

#include <string>
#include <utility>
#include <vector>

namespace config {

class Section {
 public:
  explicit Section(Value mapping) : self_(std::move(mapping)) {}

  const std::string& path() const { return self_.path(); }
  Place place() const { return self_.place(); }
  // At the section, or at one of its keys (at the section's place, with the key's path, where the key is
  // absent).
  void mistake(std::string message) const { self_.mistake(std::move(message)); }
  void mistake(std::string_view key, std::string message) const;

  bool has(std::string_view key) const;  // does not count as reading it
  // For what is a scalar or a mapping, and for lists of those.
  std::optional<Value> value(std::string_view key) const;

  // Absent keys: nothing, or the default, or (required_) a mistake and an empty value.
  std::optional<std::string> text(std::string_view key) const;
  std::string text(std::string_view key, std::string_view fallback) const;
  std::string required_text(std::string_view key) const;
  bool boolean(std::string_view key, bool fallback) const;
  std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max) const;
  std::optional<milliseconds> duration(std::string_view key, milliseconds min, milliseconds max) const;
  milliseconds duration(std::string_view key, milliseconds fallback, milliseconds min,
                        milliseconds max) const;
  std::uint64_t size(std::string_view key, std::uint64_t fallback, std::uint64_t min,
                     std::uint64_t max) const;
  unsigned percent(std::string_view key, unsigned fallback) const;
  std::string one_of(std::string_view key, std::initializer_list<std::string_view> choices,
                     std::string_view fallback) const;
  std::optional<schema::Guid> guid(std::string_view key) const;
  schema::Guid guid(std::string_view key, const schema::Guid& fallback) const;
  schema::Guid required_guid(std::string_view key) const;
  std::optional<schema::SecretText> secret(std::string_view key) const;
  schema::SecretText required_secret(std::string_view key) const;
  std::optional<Url> https_url(std::string_view key) const;
  Url https_url(std::string_view key, std::string_view fallback) const;
  std::optional<std::string> pem_file(std::string_view key, Value::Pem content) const;

  std::optional<Section> section(std::string_view key) const;
  Section section_or_empty(std::string_view key) const;  // absent: an empty one, whose reads give defaults
  Section required_section(std::string_view key) const;  // absent: a mistake, and an empty one
  std::vector<Value> items(std::string_view key) const;  // a list; absent: none
  std::vector<Value> items(std::string_view key, Node fallback) const;  // absent: those of `fallback`
  std::vector<std::string> texts(std::string_view key) const;
  // Every member in the file's order; the names are checked (`what` they name is for the message) and all of
  // them count as read. Members with a bad name are left out.
  std::vector<std::pair<std::string, Value>> entries(std::string_view what) const;

  // The same for keys that are somebody else's names, of any form.
  std::vector<std::pair<std::string, Value>> members() const;

  // The keys of the mapping at `key`, good names only, without reading or judging anything.
  std::vector<std::string> names(std::string_view key) const;

  // A key that must not be there: a mistake at it, and never suggested.
  void refuse(std::string_view key, std::string message) const;
  // A key that a later version reads: a mistake that says so. `what` begins the sentence: "a client's rate".
  void not_yet(std::string_view key, std::string_view what) const;
  // The keys that the caller will read, in the order in which --effective and messages name them.
  void order(std::initializer_list<std::string_view> keys) const;
  // Lets --effective print a value that was worked out from elsewhere.
  void set_effective(std::string_view key, std::string text) const;
  void set_effective(std::string_view key, const std::vector<std::string>& list) const;

  // Reports every key that nobody asked for, once; sections inside finish by themselves. `finish(Config)`
  // does it for all sections of a file.
  void finish() const;
  // Nobody will read this section (its provider is unknown, say): finish() is silent about it.
  void ignore() const;

 private:
  std::shared_ptr<Effective> effective_of(std::string_view key) const;
  void report_missing(std::string_view key) const;

  Value self_;
  bool is_silent_ = false;  // stands for one that has its mistake already
};

}  // namespace config
