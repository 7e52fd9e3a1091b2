// What a test looks at from outside: a figure of /metrics, and a condition that comes true in bounded time.
#pragma once

#include "tests/support/gateway_process.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace tests::integration {

// The value of one line of the admin listener's metrics, such as `usher_http_connections`. The connection
// that asks is counted in it. -1: there is no such line.
double metric(const support::GatewayProcess& gateway, std::string_view series);

// Looks again and again until `condition` holds; false where it does not within `timeout`. For what has no
// event that could be waited for.
bool eventually(const std::function<bool()>& condition,
                std::chrono::milliseconds timeout = std::chrono::seconds(5));

std::chrono::milliseconds time_of(const std::function<void()>& work);

}  // namespace tests::integration
