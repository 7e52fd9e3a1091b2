#include "adapters/json_page.hpp"

#include "adapters/json_token.hpp"
#include "schema/ascii.hpp"
#include "schema/json_text.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

namespace adapters {

// simdjson's On-Demand front end is not used: it leaves skipped values unchecked and walks on assumptions
// that a broken body violates. Its first stage is what makes it fast, and that is used as it is.
struct JsonReader::Tokens {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage;
};

namespace {

using Stage = simdjson::internal::dom_parser_implementation;

// The indexes of one large body are not worth keeping for ever.
constexpr std::size_t kept_capacity = std::size_t{2} << 20;

// One per thread; a second reader on a thread makes its own.
thread_local std::unique_ptr<Stage> spare_stage;

std::unique_ptr<Stage> take_stage(std::size_t size) {
  std::unique_ptr<Stage> stage = std::move(spare_stage);
  if (!stage || stage->capacity() < size) {
    stage.reset();
    // The depth is of simdjson's second stage, which does not run.
    const std::size_t capacity = std::max<std::size_t>(size + size / 4, 64 * 1024);
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, stage)) {
      return nullptr;
    }
  }
  return stage;
}

bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

constexpr std::uint32_t no_tokens[] = {0};
char no_bytes[] = {'\0'};

}  // namespace

JsonReader::JsonReader(Page& page) : page_(page), tokens_(std::make_unique<Tokens>()) {
  std::string_view body = page.body.view();
  const bool has_bom = body.starts_with("\xEF\xBB\xBF");
  if (has_bom) body.remove_prefix(3);
  if (body.empty() || !index(page.body.data() + (has_bom ? 3 : 0), body.size())) fail();
}

bool JsonReader::index(char* bytes, std::size_t size) {
  // A token is known by its first byte and the body's end by a zero, whatever an earlier body left there.
  std::memset(bytes + size, 0, WireBytes::padding);
  tokens_->stage = take_stage(size);
  if (!tokens_->stage) return false;
  const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes);
  if (tokens_->stage->stage1(begin, size, simdjson::stage1_mode::regular)) return false;

  bytes_ = bytes;
  size_ = size;
  indexes_ = tokens_->stage->structural_indexes.get();
  count_ = tokens_->stage->n_structural_indexes;
  seek_escape(0);
  return true;
}

JsonReader::~JsonReader() {
  if (tokens_->stage && tokens_->stage->capacity() <= kept_capacity) spare_stage = std::move(tokens_->stage);
}

void JsonReader::fail() {
  failed_ = true;
  position_ = 0;
  count_ = 0;
  bytes_ = no_bytes;
  indexes_ = no_tokens;
}

void JsonReader::seek_escape(std::size_t begin) {
  const void* found = begin < size_ ? std::memchr(bytes_ + begin, '\\', size_ - begin) : nullptr;
  next_escape_ = found ? static_cast<std::size_t>(static_cast<const char*>(found) - bytes_) : size_;
}

std::string_view JsonReader::unescape(std::string_view raw) {
  // No escape is shorter than what it stands for.
  char* const text = static_cast<char*>(page_.decoded.allocate(raw.size(), 1));
  const auto size = unescape_json(text, raw);
  if (size) return {text, *size};
  fail();
  return {};
}

// What is skipped may be a secret, so it is not decoded, only checked.
void JsonReader::check_escapes(std::string_view raw) {
  if (!unescape_json(nullptr, raw)) fail();
}

std::string_view JsonReader::read_scalar() {
  std::size_t end = indexes_[position_ + 1];
  const std::size_t begin = indexes_[position_];
  while (end > begin && is_space(bytes_[end - 1]))
    --end;
  const std::string_view token(bytes_ + begin, end - begin);
  if (token != "null" && token != "true" && token != "false" && !is_json_number(token)) {
    fail();
    return {};
  }
  ++position_;
  return token;
}

void JsonReader::skip_other() {
  const char first = peek();
  if (first != '{' && first != '[') {
    if (position_ == count_) return fail();
    read_scalar();
    return;
  }
  if (first == '{') {
    read_object([this](std::string_view) { skip(); });
  } else {
    read_array([this] { skip(); });
  }
}

schema::Text JsonReader::read_text() {
  if (peek() != '"') {
    skip();
    return {};
  }
  const std::size_t begin = indexes_[position_] + 1;
  const std::string_view text = read_string();
  if (text.empty() || failed_) return {};
  const bool untouched = text.data() == bytes_ + begin;
  return {text, untouched || schema::is_plain_json(text)};
}

schema::Text JsonReader::read_identity() {
  const char first = peek();
  if (first != '"' && first != 'n') {
    fail();
    return {};
  }
  return read_text();
}

std::string_view JsonReader::read_string_or_number() {
  const char first = peek();
  if (first == '"') return read_string();
  if (first == '-' || schema::is_digit(first)) return read_scalar();
  skip();
  return {};
}

std::optional<bool> JsonReader::read_bool() {
  const char first = peek();
  if (first != 't' && first != 'f') {
    skip();
    return std::nullopt;
  }
  return read_scalar() == "true";
}

void JsonReader::erase() {
  const std::size_t begin = indexes_[position_];
  skip();
  if (failed_) return;
  std::size_t end = indexes_[position_];
  while (is_space(bytes_[end - 1]) || bytes_[end - 1] == ',')
    --end;
  if (end < begin + 4) return;  // nothing as short as {} is a secret
  std::memset(bytes_ + begin, ' ', end - begin);
  std::memcpy(bytes_ + begin, "null", 4);
}

}  // namespace adapters
