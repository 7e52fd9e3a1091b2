// The whole emulator behind four listeners. main() runs it as a program, tests run it in a thread of their
// own; everything inside happens on the one thread that calls run().
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tests::emulator {

struct Options {
  // IP:PORT on loopback; port 0 takes a free one.
  std::string partner_center = "127.0.0.1:0";
  std::string cloud_cockpit = "127.0.0.1:0";
  std::string token_service = "127.0.0.1:0";
  std::string control = "127.0.0.1:0";
  std::string tls_certificate;  // PEM files; both or none
  std::string tls_key;
  std::string tls_client_ca;  // PEM; whose certificates the two directories ask for; empty: nobody's
  std::uint64_t seed = 1;
  std::vector<std::pair<std::string, std::string>> switches;
};

// "http://127.0.0.1:41234"; https for the three providers with TLS.
struct Addresses {
  std::string partner_center;
  std::string cloud_cockpit;
  std::string token_service;
  std::string control;
};

class Emulator {
 public:
  // Listens. Throws std::invalid_argument for options that are wrong, std::exception where it cannot listen.
  explicit Emulator(const Options& options);
  ~Emulator();

  const Addresses& addresses() const;
  // Serves until stop(), which any thread may call.
  void run();
  void stop();
  // Ends run() when SIGTERM or SIGINT arrives; before run().
  void stop_on_signals();

 private:
  class Service;
  std::unique_ptr<Service> service_;
};

}  // namespace tests::emulator
