// One value of the file with its place and path. Readers turn it into a typed value, or add a mistake and
// return nothing; what was read is also what `usher check --effective` prints. Copies are cheap and share the
// file, so an adapter may keep one and read it later, from one thread.
#pragma once

#include "config/document.hpp"
#include "config/url.hpp"
#include "schema/guid.hpp"
#include "schema/secret_text.hpp"

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config {

using std::chrono::milliseconds;

struct Effective;
struct Reading;
class Section;

class Value {
 public:
  Value(std::shared_ptr<Reading> reading, std::shared_ptr<const Node> node,
        std::shared_ptr<Effective> effective, std::string path);

  const std::string& path() const { return path_; }
  Place place() const;
  // Adds a mistake at this value's place.
  void mistake(std::string message) const;

  bool is_text() const;  // any scalar
  bool is_section() const;
  bool is_list() const;
  bool is_empty() const;  // a mapping or list without anything in it

  // Each adds a mistake and returns nothing where the value is not of its kind or out of range.
  std::optional<std::string> text() const;  // not empty, no control characters
  std::optional<std::string> name() const;  // [a-z0-9][a-z0-9_-]{0,62}
  std::optional<bool> boolean() const;      // plain true or false
  std::optional<std::int64_t> integer(std::int64_t min, std::int64_t max) const;   // plain decimal digits
  std::optional<milliseconds> duration(milliseconds min, milliseconds max) const;  // 250ms 20s 5m 1h
  std::optional<std::uint64_t> size(std::uint64_t min, std::uint64_t max) const;   // 512B 64KiB 8MiB 1GiB
  std::optional<unsigned> percent() const;                                         // 0% to 100%
  std::optional<std::string> one_of(std::initializer_list<std::string_view> choices) const;
  std::optional<schema::Guid> guid() const;
  std::optional<schema::SecretText> secret() const;  // ${env:NAME} or ${file:PATH}
  // The same, for a key of so many bytes: the bytes themselves, or their hexadecimal digits.
  std::optional<schema::SecretText> key(std::size_t bytes) const;
  // What is in the file at this path (relative to the folder of the configuration file), which is no secret.
  std::optional<std::string> file_text(std::size_t max_bytes) const;
  // A path, relative to the folder of the configuration file, resolved; what is there is not looked at.
  std::optional<std::string> file_path() const;
  // https, or http to a loopback
  std::optional<Url> https_url(UrlQuery query = UrlQuery::refused) const;
  // A path, relative to the folder of the configuration file, of a PEM file that is readable and holds what
  // is asked for; a private key must not be readable by everybody (but see `secrets.allow_world_readable`).
  // `authorities`: every certificate is one that may issue others.
  enum class Pem { certificates, authorities, private_key };
  std::optional<std::string> pem_file(Pem content) const;    // its path, resolved
  std::optional<schema::SecretText> pem(Pem content) const;  // its text

  std::optional<Section> section() const;
  std::optional<std::vector<Value>> items() const;

  // Replaces what --effective prints for it.
  void set_effective(std::string text) const;

 private:
  friend class Section;
  bool is_kind(Node::Kind kind, const char* wanted) const;
  const std::string* scalar(const char* wanted) const;

  std::shared_ptr<Reading> reading_;
  std::shared_ptr<const Node> node_;
  std::shared_ptr<Effective> effective_;
  std::string path_;
};

}  // namespace config
