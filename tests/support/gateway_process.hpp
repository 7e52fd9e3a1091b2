// `usher serve` in a process of its own, on a YAML text of the test's, at ports that the system picks.
#pragma once

#include "tests/support/emulator_process.hpp"
#include "tests/support/http_connection.hpp"
#include "tests/support/process.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests::support {

// A file that is gone with the object.
class TemporaryFile {
 public:
  TemporaryFile(std::string_view suffix, std::string_view content);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct GatewayOptions {
  std::string program = USHER_PROGRAM;
  std::vector<std::string> environment;
  std::vector<std::string> in_front;  // a command that starts it: {"prlimit", "--nofile=64"}
};

class GatewayProcess {
 public:
  // Waits until every listener is open; throws with the output where it does not start.
  explicit GatewayProcess(std::string_view yaml, GatewayOptions options = {});
  // Ends it by SIGTERM, so that a sanitizer can say what it found: any exit code but 0 ends the test program.
  // A gateway that a test has ended itself is left alone.
  ~GatewayProcess();

  // In the order of the file: `listen`, then `admin`.
  std::uint16_t port(std::size_t listener = 0) const { return ports_.at(listener); }
  Process& process() { return process_; }

  // Gives it this configuration and asks for it at the admin listener, the second.
  HttpReply reload(std::string_view yaml) const;
  void write_configuration(std::string_view yaml) const;
  HttpReply get(std::string_view target, const Headers& headers = {}) const;
  HttpReply post(std::string_view target, std::string_view body, const Headers& headers = {}) const;

 private:
  TemporaryFile file_;
  Process process_;
  std::vector<std::uint16_t> ports_;
};

// A configuration over the emulator: tenant `contoso` with both providers (partner_center first), the seeded
// customers by name, no clients. `top` is put at the top level (`limits: …`, `clients: …`); `tenant` into the
// tenant; both indented as the file needs it.
std::string emulated_yaml(const EmulatorProcess& emulator, std::string_view top = {},
                          std::string_view tenant = {});

}  // namespace tests::support
