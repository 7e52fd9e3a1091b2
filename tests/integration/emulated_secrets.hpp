// The secrets that support::emulated_yaml() has, as the emulator takes them.
#pragma once

#include <string_view>

namespace tests::integration {

inline constexpr std::string_view partner_secret = "emulator-partner-center-secret-1";
inline constexpr std::string_view cockpit_secret = "emulator-cloud-cockpit-secret-1";
inline constexpr std::string_view first_refresh_token = "emulator-partner-center-refresh-token-1";

}  // namespace tests::integration
