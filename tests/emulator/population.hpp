// Fills customers with people, the same for the same seed: names in many scripts, ASCII user principal names,
// and the variations that real lists have. The world uses it at start and for POST /customers.
#pragma once

#include "tests/emulator/clock.hpp"
#include "tests/emulator/directory.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace tests::emulator {

struct CustomerPlan {
  std::string name;
  std::string partner_center;  // ids; empty: unknown there
  std::string cloud_cockpit;
  std::size_t partner_center_users = 0;
  std::size_t cloud_cockpit_users = 0;
  std::size_t both = 0;  // at most the smaller of the two
};

// `now` dates the soft-deleted users; everybody else was there long before.
std::unique_ptr<Customer> make_customer(const CustomerPlan& plan, std::uint64_t seed, Millis now);

// The customers of seed.hpp, and the deleted one at CloudCockpit.
void populate(Directory& directory, std::uint64_t seed, Millis now);

}  // namespace tests::emulator
