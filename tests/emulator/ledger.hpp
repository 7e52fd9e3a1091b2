// What the emulator received and executed, request by request and as counts: the witness of integration and
// load tests. The server writes it, the control API reads it. It keeps passwords and tokens: this is a test
// tool.
#pragma once

#include "tests/emulator/clock.hpp"
#include "tests/emulator/exchange.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tests::emulator {

struct LedgerEntry {
  std::uint64_t n = 0;
  Millis at = 0;  // real milliseconds since the emulator started
  Call call;
  Request request;
  int status = 0;  // 0: nothing was answered
  bool settled = false;
  bool executed = false;
  bool replayed = false;
  std::uint64_t connection = 0;
  std::vector<int> faults;
  std::vector<std::uint64_t> beside;  // of a create: others that were under way when it came
};

class Ledger {
 public:
  // The number by which settle() finds it again.
  std::uint64_t open(Millis at, const Call& call, const Request& request, std::uint64_t connection,
                     const std::vector<int>& faults, bool keep_entry);
  void note_beside(std::uint64_t n, std::vector<std::uint64_t> others);
  // What became of it; an answer that never left has status 0. Twice for an execution after the answer.
  void settle(std::uint64_t n, const Call& call, int status, const Answer& answer);
  void connection_opened(const std::string& provider) { ++connections_[provider]; }
  void clear();

  // Empty filters match everything.
  boost::json::object to_json(std::string_view provider, std::string_view operation,
                              std::string_view method) const;
  boost::json::object summary() const;

 private:
  struct Counts {
    std::uint64_t requests = 0;
    std::uint64_t executed = 0;
    std::uint64_t replayed = 0;
    std::map<int, std::uint64_t> statuses;
  };
  LedgerEntry* find(std::uint64_t n);

  std::deque<LedgerEntry> entries_;
  std::uint64_t next_ = 1;
  std::map<std::string, std::map<std::string, Counts>> counts_;
  std::map<std::string, std::uint64_t> connections_;
  // provider, customer, person
  std::map<std::string, std::map<std::string, std::map<std::string, std::uint64_t>>> creates_;
};

}  // namespace tests::emulator
