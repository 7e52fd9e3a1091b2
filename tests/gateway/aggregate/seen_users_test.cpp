#include "gateway/aggregate/seen_users.hpp"

#include <doctest/doctest.h>

namespace gateway::aggregate {

TEST_CASE("somebody is new once, whether the id is a GUID or another text") {
  SeenUsers seen;
  for (const char* id :
       {"0f0f0f0f-0000-4000-8000-000000000000", "0f0f0f0f-0000-4000-8000-000000000001", "k1", "k2"}) {
    CAPTURE(id);
    CHECK(seen.is_new(id));
    CHECK_FALSE(seen.is_new(id));
  }
}

TEST_CASE("names the first who had an identity") {
  SeenUsers seen;
  const std::string guid = "0f0f0f0f-0000-4000-8000-000000000000";
  CHECK_FALSE(seen.first_with("ann@x", guid).has_value());
  CHECK_FALSE(seen.first_with("bob@x", "k1").has_value());
  CHECK(seen.first_with("ann@x", "k2") == guid);
  CHECK(seen.first_with("ann@x", "k3") == guid);
  CHECK(seen.first_with("bob@x", guid) == "k1");
}

}  // namespace gateway::aggregate
