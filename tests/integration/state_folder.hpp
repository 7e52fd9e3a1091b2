// A folder for a gateway's state, gone with the object: two gateways of a test, one after the other, share
// it.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <stdlib.h>
#include <string>

namespace tests::integration {

class StateFolder {
 public:
  StateFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "usher-state-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~StateFolder() { std::filesystem::remove_all(path_); }
  StateFolder(const StateFolder&) = delete;
  StateFolder& operator=(const StateFolder&) = delete;

  std::filesystem::path database() const { return path_ / "state.db"; }
  // A line for the top of a file.
  std::string yaml() const { return "state: {sqlite: " + database().string() + "}\n"; }

 private:
  std::filesystem::path path_;
};

}  // namespace tests::integration
