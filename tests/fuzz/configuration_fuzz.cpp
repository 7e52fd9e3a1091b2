// Any text: a configuration, or mistakes that each have a place in the file.
#include "config/load.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  config::Environment nothing;
  nothing.variable = [](const std::string&) { return std::nullopt; };
  nothing.read_file = [](const std::string&, std::size_t) {
    config::FileRead missing;
    missing.error = "No such file";
    return missing;
  };
  const auto config =
      config::load_text("fuzzed.yaml", std::string(reinterpret_cast<const char*>(data), size), nothing);
  config::finish(config);
  if (config.is_good()) config::effective(config);
  for (const auto& mistake : config.diagnostics->sorted()) {
    if (mistake.place.line < 1 || mistake.message.empty()) abort();
  }
  return 0;
}
