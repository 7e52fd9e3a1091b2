// The switches: one for every fact about the providers that the public record leaves open, and the knobs of
// load tests. The providers read them at each request; the control API and --set change them.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tests::emulator {

struct Switch {
  std::string_view name;
  std::string_view initial;
  std::vector<std::string_view> allowed;  // empty: a number from 0 up
  std::string_view description;
};

// All switches in the order in which the README lists them.
const std::vector<Switch>& all_switches();

class Switches {
 public:
  Switches();

  // An unknown name in these three is a mistake in the emulator itself and throws.
  bool is(std::string_view name, std::string_view value) const { return text(name) == value; }
  const std::string& text(std::string_view name) const;
  std::int64_t number(std::string_view name) const;
  bool on(std::string_view name) const { return is(name, "on"); }

  // Empty when done, else what is wrong with the name or the value.
  std::string set(std::string_view name, std::string_view value);
  void reset();
  // Grows with every change: what was encoded under an older one is stale.
  std::uint64_t epoch() const { return epoch_; }
  boost::json::object to_json() const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::uint64_t epoch_ = 1;
};

}  // namespace tests::emulator
