// Verifies a client_assertion (a JWT signed with the client's certificate) as the token service does.
#pragma once

#include <cstdint>
#include <string>

namespace tests::emulator {

struct AssertionCheck {
  std::string assertion;
  std::string client;
  std::string token_path;       // aud must end with it, whatever the host in front
  std::string certificate_pem;  // RS256 or PS256
  std::int64_t now = 0;
};

// Empty: good, and `jti` is filled in; else what is wrong.
std::string problem_of_assertion(const AssertionCheck& check, std::string& jti);

}  // namespace tests::emulator
