#include "tests/emulator/switches.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace tests::emulator {

Switches::Switches() { reset(); }

void Switches::reset() {
  for (const Switch& one : all_switches())
    values_[std::string(one.name)] = one.initial;
  ++epoch_;
}

const std::string& Switches::text(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) throw std::logic_error("no switch " + std::string(name));
  return found->second;
}

std::int64_t Switches::number(std::string_view name) const { return std::stoll(text(name)); }

std::string Switches::set(std::string_view name, std::string_view value) {
  const auto& all = all_switches();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Switch& one) { return one.name == name; });
  if (found == all.end()) return "there is no switch '" + std::string(name) + "'; GET /switches lists them";
  const auto& allowed = found->allowed;
  if (allowed.empty()) {
    const bool digits = !value.empty() && value.size() <= 15 &&
                        std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return "switch '" + std::string(name) + "' takes a number from 0 up";
  } else if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
    std::string problem = "switch '" + std::string(name) + "' takes ";
    for (const std::string_view one : allowed) {
      problem += (one == allowed.front() ? "" : one == allowed.back() ? " or " : ", ") + std::string(one);
    }
    return problem;
  }
  values_[std::string(name)] = value;
  ++epoch_;
  return {};
}

boost::json::object Switches::to_json() const {
  boost::json::object out;
  for (const Switch& one : all_switches()) {
    boost::json::object entry;
    entry["value"] = text(one.name);
    entry["default"] = one.initial;
    if (one.allowed.empty()) {
      entry["allowed"] = "number";
    } else {
      boost::json::array allowed;
      for (const std::string_view value : one.allowed)
        allowed.emplace_back(value);
      entry["allowed"] = std::move(allowed);
    }
    entry["description"] = one.description;
    out[one.name] = std::move(entry);
  }
  return out;
}

}  // namespace tests::emulator
