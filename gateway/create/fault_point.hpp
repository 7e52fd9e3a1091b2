// Named moments of the create protocol at which a test may kill the process. They are there only where
// USHER_FAULT_POINTS is defined, in a program of the tests; in what ships a point is nothing at all.
#pragma once

#ifdef USHER_FAULT_POINTS
#include <string_view>
namespace gateway::create {
void reach(std::string_view point);  // may not return
}
#define USHER_FAULT_POINT(name) ::gateway::create::reach(name)
#else
#define USHER_FAULT_POINT(name) static_cast<void>(0)
#endif
