#include "gateway/cli/api_key.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

namespace gateway::cli {
namespace {

struct World {
  std::map<std::string, std::string> variables;
  config::FileRead file;

  config::Checked<schema::SecretText> read(const KeySource& source) const {
    config::Environment environment;
    environment.variable = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    environment.read_file = [this](const std::string&, std::size_t) { return file; };
    return read_api_key(source, environment);
  }
};

config::FileRead file_of(std::string bytes, unsigned mode = 0600) {
  config::FileRead read;
  read.bytes = std::move(bytes);
  read.mode = mode;
  return read;
}

}  // namespace

TEST_CASE("the key is the file's, else the named variable's, else USHER_API_KEY's") {
  const World world{{{"USHER_API_KEY", "default"}, {"MINE", "mine"}}, file_of("filed\n")};
  CHECK(world.read({})->reveal() == "default");
  CHECK(world.read({"", "MINE"})->reveal() == "mine");
  CHECK(world.read({"/key", ""})->reveal() == "filed");
}

TEST_CASE("no key is needed where none is named") {
  CHECK(World{}.read({})->empty());
  CHECK(World{{{"USHER_API_KEY", ""}}, {}}.read({})->empty());
}

TEST_CASE("a key that is named and is not there, or is none, is a mistake that does not show it") {
  const World world{{{"EMPTY", ""}, {"SPACED", "a secret"}, {"INJECTED", "secret\r\nX: y"}}, {}};
  for (const char* name : {"ABSENT", "EMPTY", "SPACED", "INJECTED"}) {
    CAPTURE(name);
    const auto key = world.read({"", name});
    REQUIRE(key.has_error());
    CHECK(key.error().message.find(name) != std::string::npos);
    CHECK(key.error().message.find("secret") == std::string::npos);
  }
  config::FileRead unreadable;
  unreadable.error = "No such file or directory";
  config::FileRead too_big = file_of("");
  too_big.too_big = true;
  for (const auto& file : {unreadable, too_big, file_of(""), file_of("\n"), file_of("secret", 0644)}) {
    const auto key = World{{}, file}.read({"/key", ""});
    REQUIRE(key.has_error());
    CHECK(key.error().message.find("/key") != std::string::npos);
  }
}

}  // namespace gateway::cli
