// Given and family names in many scripts, each with an ASCII spelling for user principal names. The
// population draws people from them.
#pragma once

#include <span>
#include <string_view>

namespace tests::emulator {

struct Name {
  std::string_view native;
  std::string_view ascii;
};

struct NameSet {
  std::string_view country;  // ISO 3166-1 alpha-2
  bool family_first;
  std::string_view separator;  // between the two in a display name
  std::span<const Name> given;
  std::span<const Name> family;
};

std::span<const NameSet> name_sets();

}  // namespace tests::emulator
