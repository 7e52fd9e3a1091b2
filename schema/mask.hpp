// Takes secrets out of words that somebody else wrote, for whoever passes a provider's words on.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace schema {

// Replaces each occurrence of each secret of three characters or more by "***": as it is, as it stands inside
// a JSON string, and as a form has it, for a provider may repeat a request as it came.
std::string mask(std::string text, std::span<const std::string_view> secrets);

}  // namespace schema
