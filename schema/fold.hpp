// Case folding by Unicode's tables (utf8proc), with a fast way for the common scripts.
//  identity: Unicode simple case folding of the trimmed text, to tell whether two sources are one person
//  collation: NFKC case folding, to sort and to search by code point
#pragma once

#include <string>
#include <string_view>

namespace schema {

// Without the ASCII and Unicode white space around it.
std::string_view trimmed(std::string_view utf8);
// Appends the folded form to `out`. Trims ASCII and Unicode white space. Bytes that are no UTF-8 stay as they
// are.
void append_identity(std::string& out, std::string_view utf8);
// Appends the NFKC_Casefold form (default-ignorable code points are kept). UTF-8 bytes compare like code
// points. A text that is not UTF-8 stays as it is.
void append_collation(std::string& out, std::string_view utf8);
// Whether both fold to the same identity. One that is empty after trimming is nobody's and equals nothing.
bool same_identity(std::string_view a, std::string_view b);

}  // namespace schema
