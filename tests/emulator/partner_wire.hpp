// Partner Center's JSON, written the way the service writes it: compact, in its property order. The
// provider's files use it; what is true and who may see it is theirs.
#pragma once

#include "tests/emulator/directory.hpp"
#include "tests/emulator/switches.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tests::emulator {

// As lists and reads show a user: with links, null members left out (or not, by switch). Cached in the user.
const std::string& partner_user_json(PartnerUser& user, const Customer& customer, const Switches& switches);
// As create and resetpassword answer: with the password profile and two nulls, without links.
std::string created_user_json(const PartnerUser& user, const Switches& switches);
std::string partner_error_json(const Switches& switches, std::int64_t code, std::string_view description);

// As in the customers list.
std::string customer_item_json(const Customer& customer);
// GET of one customer: billing profile, domains and delegated access too.
std::string customer_json(const Customer& customer);
std::string company_name(const Customer& customer);

// The page that a continuation token asks for; 2 for a token that nobody can read.
int page_of_token(std::string_view token);

}  // namespace tests::emulator
