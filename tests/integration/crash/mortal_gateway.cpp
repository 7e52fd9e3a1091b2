#include "tests/integration/crash/mortal_gateway.hpp"

#include <csignal>

namespace tests::integration::crash {

void MortalGateway::start(std::string_view kill_at) {
  kill();
  support::GatewayOptions options;
  options.program = program_;
  if (!kill_at.empty()) options.environment.push_back("USHER_KILL_AT=" + std::string(kill_at));
  process_ = std::make_unique<support::GatewayProcess>(yaml_, std::move(options));
  port_ = process_->port();
}

void MortalGateway::kill() {
  if (!process_) return;
  process_->process().signal(SIGKILL);
  process_->process().wait();
  keep_log();
  process_.reset();
  taken_ = 0;
}

const std::string& MortalGateway::log() {
  if (process_) keep_log();
  return log_;
}

void MortalGateway::keep_log() {
  const std::string& output = process_->process().output();
  log_.append(output, taken_);
  taken_ = output.size();
}

}  // namespace tests::integration::crash
