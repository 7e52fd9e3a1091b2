// Scripted faults: which requests they match, how often, and what is done to those. The control API adds
// them, the server takes the one that applies and carries it out.
#pragma once

#include "tests/emulator/clock.hpp"
#include "tests/emulator/exchange.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tests::emulator {

enum class FaultKind {
  none,  // only delays
  status,
  garbage,
  raw,
  expire_token,
  reset_before,
  reset_after,
  truncate,
  stall,
  execute_late,
  close_after,
  surplus,
};

struct FaultAction {
  FaultKind kind = FaultKind::none;
  int status = 0;
  std::optional<std::string> body;
  Pairs headers;
  std::string bytes;        // raw, surplus
  std::size_t count = 0;    // truncate, stall: bytes of the body; execute_late: ms
  bool execute = false;     // status, garbage, raw: executes first, then answers so
  Millis delay = 0;         // before executing
  Millis delay_answer = 0;  // after executing
};

struct Fault {
  int id = 0;
  std::string provider, method, operation, customer;  // empty: any
  int page = 0;                                       // 0: any
  int skip = 0;
  int times = 1;  // 0: always
  int hits = 0;
  FaultAction action;
  boost::json::object source;
};

// What happens to one request: the delays of all matching pure delays, and at most one other action.
struct TakenFault {
  std::vector<int> ids;
  FaultAction action;
};

class Faults {
 public:
  // Throws std::invalid_argument with what is wrong.
  int add(const boost::json::object& description);
  TakenFault take(const Call& call, const std::string& method);
  void clear() { faults_.clear(); }
  boost::json::object to_json() const;

 private:
  std::vector<Fault> faults_;
  int next_id_ = 1;
};

}  // namespace tests::emulator
