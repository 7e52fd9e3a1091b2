#include "schema/strict_json.hpp"

#include "schema/excerpt.hpp"
#include "schema/json_text.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <boost/json/memory_resource.hpp>
#include <boost/json/value_stack.hpp>
#include <openssl/crypto.h>

#include <cmath>
#include <new>
#include <set>
#include <utility>
#include <vector>

namespace schema {
namespace {

namespace json = boost::json;

// A draft's body carries a password, and the values made of it are copies that nobody else could wipe.
class WipingMemory final : public json::memory_resource {
  // Plain operator new aligns for everything in a value; Boost.JSON 1.81 gives a key back with another
  // alignment than it asked for, so the one that it names cannot be passed on.
  void* do_allocate(std::size_t size, std::size_t) override { return ::operator new(size); }
  void do_deallocate(void* bytes, std::size_t size, std::size_t) override {
    OPENSSL_cleanse(bytes, size);
    ::operator delete(bytes);
  }
  bool do_is_equal(const json::memory_resource& other) const noexcept override { return this == &other; }
};

json::storage_ptr wiping_memory() {
  static WipingMemory memory;
  return &memory;
}

class Handler {
 public:
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  Handler() : stack_(wiping_memory()) { stack_.reset(wiping_memory()); }

  json::value release() { return stack_.release(); }
  // Why this handler refused; empty when it did not.
  const std::string& refusal() const { return refusal_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    names_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t members, json::error_code&) {
    names_.pop_back();
    stack_.push_object(members);
    return true;
  }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t elements, json::error_code&) {
    stack_.push_array(elements);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    name_.append(part.data(), part.size());
    stack_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& error) {
    name_.append(part.data(), part.size());
    stack_.push_key(part);
    const auto [place, is_new] = names_.back().insert(std::exchange(name_, {}));
    if (is_new) return true;
    std::string quoted;
    append_json_string(quoted, first_characters(*place, quoted_name_characters));
    return refuse("duplicate member name at this level: " + quoted, error);
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_string(part);
    return true;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double number, json::string_view, json::error_code& error) {
    if (!std::isfinite(number)) return refuse("a number is too large", error);
    stack_.push_double(number);
    return true;
  }
  bool on_bool(bool value, json::error_code&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(json::error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool refuse(std::string why, json::error_code& error) {
    refusal_ = std::move(why);
    error = json::error::syntax;
    return false;
  }

  json::value_stack stack_;
  // The names so far in each open object. Ordered: a hash table can be flooded from outside.
  std::vector<std::set<std::string>> names_;
  std::string name_;
  std::string refusal_;
};

bool begins_with_bom(std::string_view body) { return body.starts_with("\xEF\xBB\xBF"); }

// Whether what was read last is the first half of a surrogate pair, `\uD800` to `\uDBFF`.
bool ends_in_leading_surrogate(std::string_view read) {
  if (read.ends_with('\\')) read.remove_suffix(1);
  if (read.size() < 6) return false;
  const std::string_view escape = read.substr(read.size() - 6);
  return (escape.starts_with("\\ud") || escape.starts_with("\\uD")) &&
         std::string_view("89abAB").find(escape[3]) != std::string_view::npos;
}

std::string syntax_detail(std::string_view body, std::size_t offset) {
  if (offset >= body.size()) return "the JSON ends too early";
  if (ends_in_leading_surrogate(body.substr(0, offset))) return "half of a surrogate pair in a \\u escape";
  const auto byte = static_cast<unsigned char>(body[offset]);
  if (byte >= 0x80) return "bytes that are not UTF-8, or a character that may stand in a string only";
  if (byte < 0x20) return "a control character that must be escaped, or may not stand here";
  return "a character that may not stand here";
}

std::string detail_of(const json::error_code& error, std::string_view body, std::size_t offset,
                      std::size_t max_depth) {
  if (error == json::error::incomplete)
    return body.find_first_not_of(" \t\r\n") == body.npos ? "the body is empty" : "the JSON ends too early";
  if (error == json::error::extra_data) return "something follows the end of the JSON value";
  if (error == json::error::too_deep) return "nested more than " + std::to_string(max_depth) + " levels deep";
  if (error == json::error::exponent_overflow) return "a number is too large";
  if (error == json::error::illegal_leading_surrogate || error == json::error::illegal_trailing_surrogate ||
      error == json::error::expected_utf16_escape)
    return "half of a surrogate pair in a \\u escape";
  if (error == json::error::expected_hex_digit) return "a \\u escape wants four hexadecimal digits";
  if (error == json::error::syntax) return syntax_detail(body, offset);
  return error.message();
}

}  // namespace

boost::system::result<json::value, JsonMistake> parse_strict_json(std::string_view body,
                                                                  std::size_t max_depth) {
  if (begins_with_bom(body)) return JsonMistake{0, "the body begins with a byte order mark"};
  json::parse_options options;
  options.max_depth = max_depth;
  json::basic_parser<Handler> parser(options);
  json::error_code error;
  const std::size_t read = parser.write_some(false, body.data(), body.size(), error);
  if (!error && read < body.size()) error = json::error::extra_data;
  if (!error) return parser.handler().release();
  const std::string& refusal = parser.handler().refusal();
  return JsonMistake{read, refusal.empty() ? detail_of(error, body, read, max_depth) : refusal};
}

}  // namespace schema
