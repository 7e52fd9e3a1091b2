#include "tests/emulator/world.hpp"

#include "tests/emulator/population.hpp"

#include <stdexcept>

namespace tests::emulator {

World::World(std::uint64_t world_seed, std::vector<std::pair<std::string, std::string>> settings)
    : seed(world_seed), initial_switches(std::move(settings)), random(world_seed) {
  reset();
}

void World::reset() {
  clock.reset();
  switches.reset();
  for (const auto& [name, value] : initial_switches) {
    const std::string problem = switches.set(name, value);
    if (!problem.empty()) throw std::invalid_argument(problem);
  }
  faults.clear();
  ledger.clear();
  certificates.clear();
  random = Random(seed);
  directory.clear();
  populate(directory, seed, clock.now());
}

bool World::is_visible(Millis created_at) const {
  const std::int64_t lag = switches.number("list_lag_ms");
  return lag == 0 || created_at + lag <= clock.now();
}

std::int64_t RateWindow::take(Millis now, std::int64_t limit) {
  constexpr Millis minute = 60000;
  if (now - started_ >= minute) {
    started_ = now;
    taken_ = 0;
  }
  if (limit > 0 && taken_ >= limit) return (started_ + minute - now + 999) / 1000;
  ++taken_;
  return 0;
}

void add_retry_after(const World& world, std::int64_t seconds, Pairs& headers) {
  if (world.switches.is("retry_after", "none")) return;
  const bool as_date = world.switches.is("retry_after", "date");
  // A date has whole seconds: the next one, lest the caller comes back too early.
  headers.emplace_back(
      "Retry-After", as_date ? http_date(world.clock.now() + seconds * 1000 + 999) : std::to_string(seconds));
}

std::string rate_limit_body(std::int64_t seconds) {
  return "{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in " +
         std::to_string(seconds) + " seconds.\" }";
}

}  // namespace tests::emulator
