// Randomness from OpenSSL, for what is injected elsewhere: UUIDs and jitter.
#pragma once

#include "schema/guid.hpp"

#include <string>

namespace gateway {

schema::Guid random_guid();
std::string random_uuid();  // version 4, lower case
double random_fraction();   // uniform in [0, 1)

}  // namespace gateway
