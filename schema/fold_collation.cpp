#include "schema/ascii.hpp"
#include "schema/code_point.hpp"
#include "schema/fold.hpp"
#include "schema/fold_table.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

namespace schema {
namespace {

constexpr auto nfkc_casefold =
    static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
constexpr auto nfkd_casefold = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
                                                              UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);

constexpr std::int32_t not_simple = 0;

// Whether it can join the character before it, or change places with it.
bool leans_back(std::int32_t code_point) {
  const utf8proc_property_t* const property = utf8proc_get_property(code_point);
  const bool is_second = property->comb_index != UINT16_MAX && property->comb_index >= 0x8000;
  const bool is_vowel_or_final_jamo = code_point >= 0x1161 && code_point <= 0x11FF;
  return property->combining_class != 0 || is_second || is_vowel_or_final_jamo;
}

// A code point is simple when it folds to one other and neither meddles with its neighbours, so that a text
// of simple ones folds one by one. Its decomposition counts too: its first part meets the character before
// it.
std::int32_t simple_collation(std::int32_t code_point) {
  std::array<std::int32_t, 32> parts{};
  int boundary = 0;
  const utf8proc_ssize_t count = utf8proc_decompose_char(
      code_point, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()), nfkd_casefold, &boundary);
  if (count <= 0 || count > static_cast<utf8proc_ssize_t>(parts.size()) || leans_back(parts[0]))
    return not_simple;
  const utf8proc_ssize_t composed = utf8proc_normalize_utf32(parts.data(), count, nfkc_casefold);
  return composed == 1 && !leans_back(parts[0]) ? parts[0] : not_simple;
}

const FoldTable& simple_collations() {
  static const std::unique_ptr<const FoldTable> table = [] {
    auto made = std::make_unique<FoldTable>();
    for (std::int32_t code_point = 1; code_point < fold_table_end; ++code_point)
      (*made)[static_cast<std::size_t>(code_point)] =
          static_cast<std::uint16_t>(simple_collation(code_point));
    return made;
  }();
  return *table;
}

constexpr bool is_cjk_or_hangul(std::int32_t code_point) {
  return (code_point >= 0x4E00 && code_point <= 0x9FFF) || (code_point >= 0xAC00 && code_point <= 0xD7A3);
}

// Appends as long as all is simple. False: some of it is not, and `out` has an unfinished end.
bool append_simple(std::string& out, std::string_view utf8) {
  const FoldTable& table = simple_collations();
  for (std::size_t i = 0; i < utf8.size();) {
    if (static_cast<unsigned char>(utf8[i]) < 0x80) {
      out += ascii_lower(utf8[i++]);
      continue;
    }
    const CodePoint next = first_code_point(utf8.substr(i));
    if (next.value >= 0 && next.value < fold_table_end) {
      const std::int32_t folded = table[static_cast<std::size_t>(next.value)];
      if (folded == not_simple) return false;
      append_code_point(out, folded);
    } else if (is_cjk_or_hangul(next.value)) {
      out.append(utf8, i, next.size);
    } else {
      return false;
    }
    i += next.size;
  }
  return true;
}

void append_mapped(std::string& out, std::string_view utf8) {
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(utf8.data()),
                   static_cast<utf8proc_ssize_t>(utf8.size()), &mapped, nfkc_casefold);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size < 0) {
    out += utf8;
  } else {
    out.append(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
  }
}

}  // namespace

void append_collation(std::string& out, std::string_view utf8) {
  const std::size_t before = out.size();
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(utf8, is_ascii)) {
    out.resize(before + utf8.size());
    std::ranges::transform(utf8, out.begin() + static_cast<std::ptrdiff_t>(before), ascii_lower);
    return;
  }
  if (append_simple(out, utf8)) return;
  out.resize(before);
  append_mapped(out, utf8);
}

}  // namespace schema
