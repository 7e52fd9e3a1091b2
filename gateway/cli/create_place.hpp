// Where users are to be created, as it was typed, and the requests that go there. Usher judges the names.
#pragma once

#include <string>

namespace gateway::cli {

struct CreatePlace {
  std::string tenant;
  std::string customer;
  std::string provider;  // comma-separated; empty: as the gateway is configured
};

// One user; with `validate_only` nothing is written.
std::string create_target(const CreatePlace& place, bool validate_only);
// Many in one request.
std::string batch_target(const CreatePlace& place);

}  // namespace gateway::cli
