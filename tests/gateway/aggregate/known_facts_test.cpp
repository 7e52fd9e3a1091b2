#include "gateway/aggregate/known_facts.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace gateway::aggregate {
namespace {
using namespace std::chrono_literals;

const adapters::CustomerBinding twelve{*schema::Guid::parse("aaaaaaaa-0000-4000-8000-000000000012"), {}};
const adapters::CustomerBinding other{*schema::Guid::parse("aaaaaaaa-0000-4000-8000-000000000013"), {}};

TEST_CASE("facts are known for as long as the asker likes, and what failed for a minute at most") {
  const adapters::TimePoint start{};
  KnownFacts known;
  CHECK(known.find(twelve, start, 10min) == nullptr);
  const auto facts = std::make_shared<const adapters::DraftFacts>();
  known.keep(twelve, facts, true, start);
  CHECK(known.find(twelve, start + 10min, 10min) == facts);
  CHECK(known.find(twelve, start + 10min + 1s, 10min) == nullptr);
  CHECK(known.find(twelve, start + 2min, 1min) == nullptr);
  CHECK(known.find(other, start, 10min) == nullptr);
  known.keep(other, facts, false, start);
  CHECK(known.find(other, start + 1min, 10min) == facts);
  CHECK(known.find(other, start + 1min + 1s, 10min) == nullptr);
}

}  // namespace
}  // namespace gateway::aggregate
