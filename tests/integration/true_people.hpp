// What a customer's list must say: made from the emulator's own books, one person at a time, by another way
// than the gateway's.
#pragma once

#include "tests/support/emulator_process.hpp"

#include <boost/json/array.hpp>

#include <string_view>

namespace tests::integration {

enum class From { partner_center, cloud_cockpit, both };

// `items` in their order, for a tenant whose precedence has Partner Center first. `customer` is the
// emulator's name.
boost::json::array true_people(const support::EmulatorProcess& emulator, std::string_view customer,
                               From from = From::both);

}  // namespace tests::integration
