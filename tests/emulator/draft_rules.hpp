// What a new user must be, by each provider's own rules. The providers' create and update use it; each rule
// answers with what is wrong, in words, or with nothing.
#pragma once

#include "tests/emulator/directory.hpp"

#include <string>
#include <string_view>

namespace tests::emulator {

// Empty: good. Entra's rules for a userPrincipalName in this customer's tenant.
std::string problem_of_name(std::string_view user_principal_name, const Customer& customer);
// 8 to 256 ASCII characters, three of lower, upper, digit, symbol.
std::string problem_of_password(std::string_view password);
// ISO 3166-1 alpha-2.
bool is_country(std::string_view code);
// Something before one @, a dotted name after it, no spaces.
bool is_email(std::string_view text);
// Characters, not bytes.
std::size_t length_of(std::string_view utf8);

}  // namespace tests::emulator
