#include "schema/ascii.hpp"
#include "schema/code_point.hpp"
#include "schema/fold.hpp"
#include "schema/fold_table.hpp"

#include <utf8proc.h>

#include <array>
#include <iterator>
#include <memory>

namespace schema {
namespace {

// Unicode's property White_Space.
constexpr bool is_white_space(std::int32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

// CaseFolding.txt's C and S. utf8proc has C and F: where F makes several of one, the lower case is S.
std::int32_t simple_fold(std::int32_t code_point) {
  constexpr std::int32_t capital_i_with_dot = 0x130;  // only F and T have it
  if (code_point == capital_i_with_dot) return code_point;
  std::int32_t parts[8];
  int boundary = 0;
  const utf8proc_ssize_t count =
      utf8proc_decompose_char(code_point, parts, std::size(parts), UTF8PROC_CASEFOLD, &boundary);
  return count == 1 ? parts[0] : utf8proc_tolower(code_point);
}

const FoldTable& simple_folds() {
  static const std::unique_ptr<const FoldTable> table = [] {
    auto made = std::make_unique<FoldTable>();
    for (std::int32_t code_point = 0; code_point < fold_table_end; ++code_point)
      (*made)[static_cast<std::size_t>(code_point)] = static_cast<std::uint16_t>(simple_fold(code_point));
    return made;
  }();
  return *table;
}

std::int32_t folded(std::int32_t code_point, const FoldTable& table) {
  return code_point < fold_table_end ? table[static_cast<std::size_t>(code_point)] : simple_fold(code_point);
}

void append_folded(std::string& out, std::string_view utf8) {
  const FoldTable& table = simple_folds();
  for (std::size_t i = 0; i < utf8.size();) {
    if (static_cast<unsigned char>(utf8[i]) < 0x80) {
      out += ascii_lower(utf8[i++]);
      continue;
    }
    const CodePoint next = first_code_point(utf8.substr(i));
    if (next.value < 0) {
      out += utf8[i];
    } else {
      append_code_point(out, folded(next.value, table));
    }
    i += next.size;
  }
}

}  // namespace

std::string_view trimmed(std::string_view utf8) {
  while (!utf8.empty()) {
    const CodePoint first = first_code_point(utf8);
    if (!is_white_space(first.value)) break;
    utf8.remove_prefix(first.size);
  }
  while (!utf8.empty()) {
    const CodePoint last = last_code_point(utf8);
    if (!is_white_space(last.value)) break;
    utf8.remove_suffix(last.size);
  }
  return utf8;
}

void append_identity(std::string& out, std::string_view utf8) { append_folded(out, trimmed(utf8)); }

bool same_identity(std::string_view a, std::string_view b) {
  std::string folded_a;
  std::string folded_b;
  append_identity(folded_a, a);
  append_identity(folded_b, b);
  return !folded_a.empty() && folded_a == folded_b;
}

}  // namespace schema
