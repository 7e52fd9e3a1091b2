// A disk that is full, broken or read-only: creates are refused before anything is sent, lists go on, and all
// is well again when the disk is.
#include "tests/integration/crash/books.hpp"
#include "tests/integration/crash/disk_scene.hpp"
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <fstream>
#include <thread>

namespace tests::integration::crash {
namespace {

using support::EmulatorProcess;
using support::GatewayOptions;
using support::GatewayProcess;
using support::HttpConnection;

// A gateway whose disk fails when it is told to (faulty/failing_disk.cpp).
class FailingDisk {
 public:
  explicit FailingDisk(const EmulatorProcess& emulator) : gateway_(crash_file(emulator), options()) {}
  void fail_with(int error) const { std::ofstream(state_.database().parent_path() / "switch") << error; }
  void recover() const { std::filesystem::remove(state_.database().parent_path() / "switch"); }
  GatewayProcess& gateway() { return gateway_; }

 private:
  std::string crash_file(const EmulatorProcess& emulator) const {
    return yaml_over(emulator, state_.database());
  }
  GatewayOptions options() const {
    GatewayOptions options;
    // A sanitizer wants to be the first library, and reports into a disk that does not fail.
    options.in_front = {"env", "LD_PRELOAD=" USHER_FAILING_DISK,
                        "USHER_DISK=" + (state_.database().parent_path() / "switch").string(),
                        "ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0"};
    return options;
  }

  StateFolder state_;
  GatewayProcess gateway_;
};

void hold_create(const EmulatorProcess& emulator, std::string_view action) {
  emulator.fault(R"({"match":{"operation":"create"},"times":1,"action":)" + std::string(action) + '}');
}

TEST_CASE("while the state cannot be written creates are refused unsent, lists go on, and both recover") {
  const EmulatorProcess emulator;
  FailingDisk disk(emulator);
  check_creates(disk.gateway(), emulator);
  for (const int error : {ENOSPC, EIO, EROFS, EDQUOT}) {
    CAPTURE(error);
    disk.fail_with(error);
    check_refused_unsent(disk.gateway(), emulator);
    disk.recover();
    check_creates(disk.gateway(), emulator);
  }
}

// The disk fails while the provider holds the create: its end cannot be written down.
Told create_and_lose_disk(const EmulatorProcess& emulator, FailingDisk& disk, const Wish& wish) {
  HttpConnection connection(disk.gateway().port());
  const std::size_t before = count_posts(emulator, "partner_center");
  connection.send(wish.request());
  while (count_posts(emulator, "partner_center") == before)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  disk.fail_with(EIO);
  return told(wish, connection.read_reply());
}

// And the caller goes on until there is a last word.
History create_over_bad_disk(const EmulatorProcess& emulator, FailingDisk& disk, const Wish& wish) {
  History history;
  history.told.push_back(create_and_lose_disk(emulator, disk, wish));
  CHECK(can_list(disk.gateway()));
  disk.recover();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  const auto again = ask_until_final([&] { return ask_once(disk.gateway().port(), wish); }, end);
  history.told.insert(history.told.end(), again.begin(), again.end());
  history.posts = posts(emulator);
  history.people = people(emulator);
  history.operations = operations(disk.gateway(), history.told);
  history.password = password;
  return history;
}

TEST_CASE("what a create came to is told as the last word only when it is written down") {
  const EmulatorProcess emulator;
  FailingDisk disk(emulator);
  for (const std::string_view action :
       {R"({"delay_answer_ms":300})", R"({"delay_answer_ms":300,"reset":"after"})",
        R"({"delay_answer_ms":300,"status":400,"body":{"description":"no"}})",
        R"({"delay_answer_ms":300,"status":409})", R"({"delay_answer_ms":300,"status":403})",
        R"({"delay_answer_ms":300,"status":429})", R"({"delay_ms":300,"reset":"before"})"}) {
    for (const bool is_for_both : {false, true}) {
      CAPTURE(action);
      CAPTURE(is_for_both);
      hold_create(emulator, action);
      Wish wish = somebody_new();
      if (is_for_both) wish.providers.emplace_back("cloud_cockpit");
      CHECK(in_lines(broken_promises(create_over_bad_disk(emulator, disk, wish))) == "");
    }
  }
}

TEST_CASE("a state file that may not grow stops creates and nothing else") {
  const EmulatorProcess emulator;
  const StateFolder state;
  GatewayOptions options;
  options.in_front = {"prlimit", "--fsize=400000"};
  GatewayProcess gateway(yaml_over(emulator, state.database()), options);
  bool is_full = false;
  for (int i = 0; i < 100 && !is_full; ++i) {
    const std::size_t before = posts(emulator).size();
    const Told told = ask_once(gateway.port(), somebody_new());
    REQUIRE(told.status != 0);
    is_full = told.code == "state_unavailable";
    if (is_full) CHECK(posts(emulator).size() == before);
  }
  CHECK(is_full);
  check_refused_unsent(gateway, emulator);
}

TEST_CASE("a full file system stops creates unsent, and room lets them go on") {
  const EmulatorProcess emulator;
  const SmallDisk disk("2m");
  if (!disk) {
    MESSAGE("skipped: no file system can be mounted here");
    return;
  }
  const GatewayProcess gateway(yaml_over(emulator, disk.path() / "state.db"));
  check_creates(gateway, emulator);
  disk.fill();
  // What SQLite has room for already it may still use.
  for (int i = 0; i < 100 && ask_once(gateway.port(), somebody_new()).code != "state_unavailable"; ++i) {
  }
  check_refused_unsent(gateway, emulator);
  disk.make_room();
  check_creates(gateway, emulator);
}

TEST_CASE("a gateway on a read-only file system serves lists and refuses creates unsent") {
  const EmulatorProcess emulator;
  const SmallDisk disk("2m");
  if (!disk) {
    MESSAGE("skipped: no file system can be mounted here");
    return;
  }
  const std::string yaml = yaml_over(emulator, disk.path() / "state.db");
  const Wish wish = somebody_new();
  {
    const GatewayProcess first(yaml);
    REQUIRE(ask_once(first.port(), wish).status == 201);
  }
  disk.make_read_only();
  const GatewayProcess second(yaml);
  check_refused_unsent(second, emulator);
  CHECK(posts(emulator).size() == 1);
}

TEST_CASE("a second gateway on one state refuses creates unsent, and the first goes on") {
  const EmulatorProcess emulator;
  const StateFolder state;
  const std::string yaml = yaml_over(emulator, state.database());
  const GatewayProcess first(yaml);
  check_creates(first, emulator);
  {
    const GatewayProcess second(yaml);
    check_refused_unsent(second, emulator);
    check_creates(first, emulator);
  }
  check_creates(first, emulator);
}

}  // namespace
}  // namespace tests::integration::crash
