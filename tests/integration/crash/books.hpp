// Reading what is the case: the emulator's ledger and true lists, the gateway's operations, and the state
// file of a gateway that is dead.
#pragma once

#include "tests/integration/crash/history.hpp"
#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tests::integration::crash {

// Every create that reached a provider.
std::vector<Posted> posts(const support::EmulatorProcess& emulator);
std::size_t count_posts(const support::EmulatorProcess& emulator, std::string_view provider);
// Of the customer `twelve`, by the provider's own books.
std::multiset<Place> people(const support::EmulatorProcess& emulator);
// Every operation that a caller was told of, as it is now.
std::vector<Ended> operations(const support::GatewayProcess& gateway, const std::vector<Told>& told);
// From a provider's recovery, by promise.
inline constexpr std::chrono::seconds time_to_settle{60};
// Waits until none of them is running or in doubt; false: not within `time`.
bool await_settled(const support::GatewayProcess& gateway, const std::vector<Told>& told,
                   std::chrono::milliseconds time);

// What is durable in a state file whose process is dead; the file stays as it is.
struct Kept {
  std::set<Place> sent;           // whose send was written down
  std::vector<std::string> open;  // operations that have not ended: "id state"
};
Kept kept(const std::filesystem::path& database);
// The state file and what SQLite has beside it, byte for byte, by name.
std::map<std::string, std::string> bytes_of(const std::filesystem::path& database);

}  // namespace tests::integration::crash
