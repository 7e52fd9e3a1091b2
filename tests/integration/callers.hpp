// What tests of callers share: how the configuration has a key, how a request brings a credential, and an
// answer without what differs from one to the next.
#pragma once

#include "tests/support/http_connection.hpp"

#include <string>
#include <string_view>

namespace tests::integration {

// As `api_key_sha256` has it, by `usher hash-key`.
std::string hash_of_key(std::string_view key);
// These headers, and behind them the Authorization of a bearer key or token.
support::Headers bearing(std::string_view credential, support::Headers more = {});
// The status, the headers and the problem, but for the date and the correlation id.
std::string comparable(const support::HttpReply& problem);

}  // namespace tests::integration
