// Malformed requests and what must become of each: sent whole, a byte at a time and cut at random places,
// over real sockets, every one gets a problem document and nothing else. For the malformed_*_test files.
#pragma once

#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {

// Stands in every value that an answer must not give back.
inline constexpr std::string_view canary = "can4ry";
inline constexpr std::string_view users_target = "/v1/tenants/contoso/customers/twelve/users";

// One emulator and one gateway without clients, for all of these files.
struct Arena {
  Arena();
  support::EmulatorProcess emulator;
  support::GatewayProcess gateway;
};
Arena& arena();

struct Hostile {
  std::string what;
  std::string bytes;
  std::string code;  // of the problem
};

// After it nobody can say where the next request begins: the connection ends, and what was pipelined behind
// is not served.
void check_ends_the_connection(const std::vector<Hostile>& all);
// The framing is good: what the request asks is refused.
void check_refused(const std::vector<Hostile>& all);

// A request for `target` as it should be, but for what is given.
std::string get(std::string_view target, std::string_view more_fields = {});
std::string post(std::string_view body, std::string_view more_fields = {});
std::string chunked(std::string_view framed_body);

}  // namespace tests::integration
