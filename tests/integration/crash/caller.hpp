// A portal that keeps to the contract: it sends a create with its key again and again, whatever became of the
// connection, until the answer is the last one.
#pragma once

#include "tests/integration/crash/history.hpp"
#include "tests/support/http_connection.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tests::integration::crash {

// A create of NAME@twelve.example at the customer `twelve`.
struct Wish {
  std::string name;
  std::string key;
  std::vector<std::string> providers;
  // As the tenant `lenient` has it: partner_center, and cloud_cockpit if it can be.
  bool second_is_optional = false;

  // Who must have the person after a 201.
  std::vector<std::string> required() const;
  std::string person() const { return name + "@twelve.example"; }
  std::string request() const;  // as it goes over the wire, always the same
};

// What the reply was; of a connection that was lost, status 0.
Told told(const Wish& wish, const support::HttpReply& reply);
// One request on a connection of its own; a gateway that is not there is a lost connection too.
Told ask_once(std::uint16_t port, const Wish& wish);
// Until the answer is final, and then once more; or until `end`. `ask` sends it once. Waits between as the
// answer says, but not for long.
std::vector<Told> ask_until_final(const std::function<Told()>& ask,
                                  std::chrono::steady_clock::time_point end);

}  // namespace tests::integration::crash
