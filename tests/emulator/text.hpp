// The text forms that all of the emulator speaks: ASCII case, percent and form encoding, base64, JSON
// strings. Written for the emulator alone, so that it shares no misreading with the gateway that it tests.
#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests::emulator {

std::string lower(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
// Ordinal comparison of ASCII-folded text, as .NET's OrdinalIgnoreCase does for ASCII: <0, 0, >0.
int compare_ignoring_case(std::string_view a, std::string_view b);
bool contains_ignoring_case(std::string_view text, std::string_view part);
bool is_guid(std::string_view text);
bool is_ascii(std::string_view text);

// %XX decoded; '+' is a space where `plus_is_space` (query and form, not path).
std::string percent_decode(std::string_view text, bool plus_is_space);
using Pairs = std::vector<std::pair<std::string, std::string>>;
// "a=1&b=2" decoded, in order.
Pairs decode_form(std::string_view text);
// The first value of a name in any case.
std::optional<std::string> value_of(const Pairs& pairs, std::string_view name);
// "" where it is missing.
std::string field(const Pairs& form, std::string_view name);

std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);
// Either alphabet, with or without padding; nullopt for anything else.
std::optional<std::string> base64_decode(std::string_view text);
std::string hmac_sha256(std::string_view key, std::string_view text);

// Appends a quoted JSON string; with `ascii_only`, everything outside ASCII as \uXXXX.
void append_json_string(std::string& out, std::string_view text, bool ascii_only = false);
// A member by its name in any case, as ASP.NET matches them; null is absent unless `keep_null`.
const boost::json::value* member(const boost::json::object& object, std::string_view name,
                                 bool keep_null = false);
std::optional<std::string> text_member(const boost::json::object& object, std::string_view name);

}  // namespace tests::emulator
