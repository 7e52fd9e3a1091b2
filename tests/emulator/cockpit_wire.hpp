// CloudCockpit's JSON for a portal user, in its property order, nulls printed or not. The provider's files
// and the control API use it; what is true and who may see it is theirs.
#pragma once

#include "tests/emulator/cockpit_users.hpp"
#include "tests/emulator/switches.hpp"

#include <string>
#include <string_view>

namespace tests::emulator {

// As lists show it; cached in the user.
const std::string& cockpit_user_json(CockpitUser& user, const Switches& switches);
// The same, for the reading that a create answers with the user.
std::string created_cockpit_user_json(const CockpitUser& user, const Switches& switches);
// Empty for an id that is no group's; ids in lower case.
std::string_view cockpit_group_name(std::string_view id);

}  // namespace tests::emulator
