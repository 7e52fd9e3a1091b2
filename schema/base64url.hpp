// base64url without padding (RFC 4648, 5; RFC 7515, appendix C), to the letter: one text for each sequence of
// bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace schema {

std::string encode_base64url(std::string_view bytes);

// Nothing where `text` holds another character, a length that no bytes have, or bits that should be zero.
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace schema
