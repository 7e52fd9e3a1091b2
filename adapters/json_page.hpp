// Reads a page's JSON body in one pass, without a tree: simdjson's first stage finds the tokens (and refuses
// bad UTF-8, bare control characters and open strings), this reader walks them by the grammar. Codecs use it.
// Values that nobody wants are checked all the same, so a body that is broken anywhere is never a short list.
// Texts are views into the page: into its body where the token has no escape, else into Page::decoded.
#pragma once

#include "adapters/page.hpp"
#include "schema/text.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace adapters {

class JsonReader {
 public:
  // Skips a BOM. The page and its body stay where they are while the reader lives.
  explicit JsonReader(Page& page);
  ~JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  // From the first mistake on every read gives null and every loop ends; ask once, when all is read.
  bool failed() const { return failed_; }
  // The body was one whole value, all of it was read, and nothing follows.
  bool finished() const { return !failed_ && position_ == count_; }
  // For what is JSON, but not the documented kind.
  void fail();

  // The first byte of the next token, '\0' at the end: `{ [ "` or that of a literal or a number.
  char peek() const { return bytes_[indexes_[position_]]; }

  // Where the next token stands, for text_from().
  std::size_t place() const { return indexes_[position_]; }
  // A whole object or array that was just read, as it stands in the page: from the place where it began.
  // Empty once a read failed.
  std::string_view text_from(std::size_t place) const;

  // Calls `on_member(std::string_view name)` for each member, which must read exactly one value.
  template <class OnMember>
  void read_object(OnMember&& on_member);
  // Calls `on_element()` for each, which must read exactly one value.
  template <class OnElement>
  void read_array(OnElement&& on_element);

  // A string; null for "" and null. Any other kind of value is skipped and null too.
  schema::Text read_text();
  // The same, but any other kind of value fails: for what says who somebody is.
  schema::Text read_identity();
  // A string's or a number's characters, empty for every other value.
  std::string_view read_string_or_number();
  // nullopt for every other value.
  std::optional<bool> read_bool();
  void skip();
  // Skips, and overwrites the value in the page: for a secret that a provider echoes.
  void erase();

 private:
  static constexpr std::size_t max_depth = 64;
  struct Tokens;

  bool index(char* bytes, std::size_t size);
  bool accept(char byte);
  void expect(char byte);
  void open(char bracket);
  std::string_view read_name();
  std::string_view read_string();
  std::string_view read_raw_string();
  bool has_escape(std::string_view raw);
  void seek_escape(std::size_t begin);
  std::string_view unescape(std::string_view raw);
  void check_escapes(std::string_view raw);
  std::string_view read_scalar();
  void skip_other();

  Page& page_;
  std::unique_ptr<Tokens> tokens_;
  char* bytes_ = nullptr;
  const std::uint32_t* indexes_ = nullptr;  // offsets of the tokens, then the body's length
  std::size_t position_ = 0;
  std::size_t count_ = 0;
  std::size_t size_ = 0;
  std::size_t next_escape_ = 0;  // offset of the first backslash not before the last string asked for
  std::size_t depth_ = 0;
  bool failed_ = false;
};

inline std::string_view JsonReader::text_from(std::size_t place) const {
  if (failed_) return {};
  return {bytes_ + place, indexes_[position_ - 1] + 1 - place};
}

inline bool JsonReader::accept(char byte) {
  if (peek() != byte) return false;
  ++position_;
  return true;
}

inline void JsonReader::expect(char byte) {
  if (!accept(byte)) fail();
}

// Who reads what it contains may call itself, so depth is counted here for all.
inline void JsonReader::open(char bracket) {
  expect(bracket);
  if (++depth_ > max_depth) fail();
}

inline bool JsonReader::has_escape(std::string_view raw) {
  const auto begin = static_cast<std::size_t>(raw.data() - bytes_);
  if (next_escape_ < begin) seek_escape(begin);
  return next_escape_ < begin + raw.size();
}

// Only white space stands between a string's closing quote and the next token.
inline std::string_view JsonReader::read_raw_string() {
  const std::size_t begin = indexes_[position_] + 1;
  std::size_t end = indexes_[position_ + 1] - 1;
  while (bytes_[end] != '"')
    --end;
  ++position_;
  return {bytes_ + begin, end - begin};
}

inline std::string_view JsonReader::read_string() {
  const std::string_view raw = read_raw_string();
  return has_escape(raw) ? unescape(raw) : raw;
}

inline std::string_view JsonReader::read_name() {
  if (peek() != '"') {
    fail();
    return {};
  }
  const std::string_view name = read_string();
  expect(':');
  return name;
}

template <class OnMember>
void JsonReader::read_object(OnMember&& on_member) {
  open('{');
  if (!accept('}')) {
    do {
      const std::string_view name = read_name();
      if (failed_) return;
      on_member(name);
    } while (accept(','));
    expect('}');
  }
  --depth_;
}

template <class OnElement>
void JsonReader::read_array(OnElement&& on_element) {
  open('[');
  if (!accept(']')) {
    do {
      on_element();
    } while (accept(','));
    expect(']');
  }
  --depth_;
}

inline void JsonReader::skip() {
  if (peek() == '"') {
    const std::string_view raw = read_raw_string();
    if (has_escape(raw)) check_escapes(raw);
  } else {
    skip_other();
  }
}

}  // namespace adapters
