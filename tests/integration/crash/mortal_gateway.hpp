// A gateway that is killed and comes back with the same state: one after the other, at another port each
// time. One thread kills and starts it; any may ask for the port.
#pragma once

#include "tests/support/gateway_process.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tests::integration::crash {

class MortalGateway {
 public:
  // Not started yet.
  MortalGateway(std::string program, std::string yaml)
      : program_(std::move(program)), yaml_(std::move(yaml)) {}
  ~MortalGateway() { kill(); }

  // `kill_at`: a fault point of usher_with_faults, "after_answer:2"; empty: it lives.
  void start(std::string_view kill_at = {});
  // As kill -9; it is dead when this returns.
  void kill();
  bool is_alive() { return process_ && process_->process().is_alive(); }
  // For as long as this life lasts; of the last one where there is none.
  std::uint16_t port() const { return port_; }
  support::GatewayProcess& process() { return *process_; }
  // What all lives said. A pipe that nobody reads would make the living one drop lines.
  const std::string& log();

 private:
  void keep_log();

  const std::string program_;
  const std::string yaml_;
  std::unique_ptr<support::GatewayProcess> process_;
  std::atomic<std::uint16_t> port_ = 0;
  std::string log_;
  std::size_t taken_ = 0;  // of the living one's output
};

}  // namespace tests::integration::crash
