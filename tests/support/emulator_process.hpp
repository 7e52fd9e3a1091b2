// usher-emulator in a process of its own, with its control API at hand.
#pragma once

#include "tests/support/process.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tests::support {

class EmulatorProcess {
 public:
  explicit EmulatorProcess(std::vector<std::string> more_arguments = {});

  std::uint16_t partner_center() const { return partner_center_; }
  std::uint16_t cloud_cockpit() const { return cloud_cockpit_; }
  std::uint16_t token_service() const { return token_service_; }
  std::uint16_t control() const { return control_; }
  Process& process() { return process_; }

  // Each throws std::runtime_error where the emulator refuses.
  boost::json::value get(std::string_view path) const;
  boost::json::value post(std::string_view path, std::string_view body) const;
  boost::json::value patch(std::string_view path, std::string_view body) const;
  void remove(std::string_view path) const;                                // DELETE
  void set(std::string_view name, const boost::json::value& value) const;  // a switch
  void fault(std::string_view json) const;
  void reset() const;
  // Requests in the ledger since the last reset or DELETE, of one provider and operation.
  boost::json::array ledger(std::string_view provider, std::string_view operation) const;
  void clear_ledger() const;

 private:
  boost::json::value call(std::string_view method, std::string_view path, std::string_view body) const;
  Process process_;
  std::uint16_t partner_center_ = 0;
  std::uint16_t cloud_cockpit_ = 0;
  std::uint16_t token_service_ = 0;
  std::uint16_t control_ = 0;
};

}  // namespace tests::support
