// How far the tables of fold_identity and fold_collation reach: most names are written below this code point;
// past it one call more for each character is not felt, and the tables would hold mostly themselves.
#pragma once

#include <array>
#include <cstdint>

namespace schema {

constexpr std::int32_t fold_table_end = 0x3400;
using FoldTable = std::array<std::uint16_t, fold_table_end>;

}  // namespace schema
