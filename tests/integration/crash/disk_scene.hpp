// What the tests of a state that cannot be kept share: a gateway over an emulator and a state file, and what
// each of them must be able to show: creates are refused before anything is sent, and lists go on.
#pragma once

#include "tests/integration/crash/caller.hpp"
#include "tests/integration/state_folder.hpp"
#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace tests::integration::crash {

// Somebody whom no create asked for yet, with a key of their own.
Wish somebody_new();
// A gateway's file with the state there.
std::string yaml_over(const support::EmulatorProcess& emulator, const std::filesystem::path& database);

bool can_list(const support::GatewayProcess& gateway);
// Creates, with a key and without: 503 state_unavailable, and nothing is sent.
void check_refused_unsent(const support::GatewayProcess& gateway, const support::EmulatorProcess& emulator);
// A create succeeds, and again with its key it is not sent again.
void check_creates(const support::GatewayProcess& gateway, const support::EmulatorProcess& emulator);

// A file system in memory, gone with the object; nothing where this user may not mount one.
class SmallDisk {
 public:
  explicit SmallDisk(std::string_view size);  // "1m"
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  explicit operator bool() const { return is_mounted_; }
  std::filesystem::path path() const { return path_; }
  void make_read_only() const;
  void fill() const;  // to the last byte
  void make_room() const;

 private:
  std::filesystem::path path_;
  bool is_mounted_ = false;
};

}  // namespace tests::integration::crash
