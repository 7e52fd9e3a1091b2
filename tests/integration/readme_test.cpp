// The README's commands, run as they stand (but for the ports), must print what the README says.
#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"
#include "tests/support/read_file.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace tests::integration {
namespace {

using support::EmulatorProcess;
using support::GatewayProcess;

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

struct Example {
  std::string command;
  std::string output;
};

// In a block of shell, a line that starts with "$ " is a command and what follows it is its output.
std::vector<Example> commands_of(const std::string& readme) {
  std::vector<Example> examples;
  std::istringstream lines(readme);
  bool in_block = false;
  bool in_example = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      in_block = !in_block && line == "```sh";
      in_example = false;
    } else if (in_block && line.starts_with("$ ")) {
      examples.push_back({line.substr(2), ""});
      in_example = true;
    } else if (in_example) {
      examples.back().output += line + '\n';
    }
  }
  return examples;
}

// A variable for what is run meanwhile, and what it was before.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    REQUIRE(setenv(name, value.c_str(), 1) == 0);
  }
  ~Environment() { before_ ? setenv(name_, before_->c_str(), 1) : unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

std::string run(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  while (const std::size_t got = fread(buffer, 1, sizeof buffer, pipe))
    output.append(buffer, got);
  CHECK(pclose(pipe) == 0);
  return output;
}

TEST_CASE("the README's commands print what the README says") {
  const EmulatorProcess emulator;
  std::string yaml = support::read_file(USHER_SOURCE_DIR "/deploy/demo.yaml");
  replace_all(yaml, "127.0.0.1:8080", "127.0.0.1:0");
  replace_all(yaml, "127.0.0.1:9080", "127.0.0.1:0");
  replace_all(yaml, "127.0.0.1:9001", "127.0.0.1:" + std::to_string(emulator.partner_center()));
  replace_all(yaml, "127.0.0.1:9002", "127.0.0.1:" + std::to_string(emulator.cloud_cockpit()));
  replace_all(yaml, "127.0.0.1:9003", "127.0.0.1:" + std::to_string(emulator.token_service()));
  const GatewayProcess gateway(yaml);
  // `usher` is the one that was built, and finds this gateway without being told.
  const std::string program = USHER_PROGRAM;
  const std::string path = program.substr(0, program.rfind('/')) + ':' + std::getenv("PATH");
  const Environment searched("PATH", path);
  const Environment found("USHER_URL", "http://127.0.0.1:" + std::to_string(gateway.port()));

  const auto examples = commands_of(support::read_file(USHER_SOURCE_DIR "/README.md"));
  CHECK(examples.size() >= 5);
  for (Example example : examples) {
    replace_all(example.command, "127.0.0.1:8080", "127.0.0.1:" + std::to_string(gateway.port()));
    replace_all(example.command, "127.0.0.1:9004", "127.0.0.1:" + std::to_string(emulator.control()));
    CAPTURE(example.command);
    CHECK(run(example.command) == example.output);
  }
}

}  // namespace
}  // namespace tests::integration
