// A state file with torn or flipped bytes: either it is as good as before, or it is set aside and creates are
// refused until somebody has looked; never is anybody created twice. USHER_CRASH_SEED damages it elsewhere.
#include "tests/integration/crash/books.hpp"
#include "tests/integration/crash/disk_scene.hpp"
#include "tests/integration/crash/mortal_gateway.hpp"
#include "tests/integration/crash/settings.hpp"
#include "tests/integration/creating.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <random>

namespace tests::integration::crash {
namespace {

namespace fs = std::filesystem;
using support::EmulatorProcess;
using support::GatewayProcess;

enum class Damage { flipped_byte, zeroed_sector, cut_off };

// A good state with some operations in it, of which bad copies are made.
class Original {
 public:
  // `how_it_ended`: by a kill its newest part is in the write-ahead log.
  Original(const EmulatorProcess& emulator, bool is_killed) {
    MortalGateway gateway(USHER_PROGRAM, yaml_over(emulator, folder_.database()));
    gateway.start();
    for (int i = 0; i < 8; ++i) {
      wishes_.push_back(somebody_new());
      answers_.push_back(ask_once(gateway.port(), wishes_.back()));
      REQUIRE(answers_.back().status == 201);
    }
    if (!is_killed) gateway.process().process().end();
  }

  void copy_to(const StateFolder& to) const {
    fs::copy(folder_.database().parent_path(), to.database().parent_path(), fs::copy_options::recursive);
  }
  const std::vector<Wish>& wishes() const { return wishes_; }
  const std::vector<Told>& answers() const { return answers_; }

 private:
  StateFolder folder_;
  std::vector<Wish> wishes_;
  std::vector<Told> answers_;
};

std::string damage(const fs::path& file, std::mt19937_64& random) {
  const auto size = fs::file_size(file);
  const auto at = random() % size;
  const auto kind = static_cast<Damage>(random() % 3);
  std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
  switch (kind) {
    case Damage::flipped_byte: {
      bytes.seekg(static_cast<std::streamoff>(at));
      const int was = bytes.get();
      bytes.seekp(static_cast<std::streamoff>(at));
      bytes.put(static_cast<char>(was ^ (1 << (random() % 8))));
      return "a flipped bit at " + std::to_string(at);
    }
    case Damage::zeroed_sector: {
      const auto sector = at / 512 * 512;
      bytes.seekp(static_cast<std::streamoff>(sector));
      bytes << std::string(512, '\0');
      return "a sector of zeros at " + std::to_string(sector);
    }
    case Damage::cut_off:
      bytes.close();
      fs::resize_file(file, at);
      return "cut off at " + std::to_string(at);
  }
  return {};
}

// What is still in doubt by what the file says is looked for first.
Told ask_when_free(const GatewayProcess& gateway, const Wish& wish) {
  Told told = ask_once(gateway.port(), wish);
  while (told.code == "request_in_progress")
    told = ask_once(gateway.port(), wish);
  return told;
}

// Each settled create again, on the damaged state: as before, or not at all. `may_forget`: the file may say
// less than was told.
void check_answers(const GatewayProcess& gateway, const Original& original, bool may_forget) {
  for (std::size_t i = 0; i < original.wishes().size(); ++i) {
    const Told again = ask_when_free(gateway, original.wishes()[i]);
    if (again.status == 201) {
      CHECK(again.body == original.answers()[i].body);
      if (!may_forget) CHECK(again.replayed);
    } else if (again.status == 409 && may_forget) {
      CHECK(again.code == "user_exists");
    } else {
      CHECK(again.status == 503);
      CHECK(again.code == "state_unavailable");
    }
  }
}

void damage_often(const std::string& suffix, bool is_killed, int times) {
  const EmulatorProcess emulator;
  const Original original(emulator, is_killed);
  const std::size_t sent = posts(emulator).size();
  std::mt19937_64 random(seed());
  for (int i = 0; i < times; ++i) {
    const StateFolder copy;
    original.copy_to(copy);
    const std::string what = damage(copy.database().string() + suffix, random);
    CAPTURE(what);
    const GatewayProcess gateway(yaml_over(emulator, copy.database()));
    check_answers(gateway, original, is_killed);
    CHECK(can_list(gateway));
    CHECK(posts(emulator).size() == sent);
  }
}

TEST_CASE("a damaged state file answers as before or refuses creates, and nothing is sent again") {
  damage_often("", false, 24);
}

// SQLite takes a damaged log for one that ended before: what was after is forgotten, and the look-up before a
// create is what stands between that and a second user.
TEST_CASE("a damaged write-ahead log makes nobody twice") { damage_often("-wal", true, 12); }

TEST_CASE("a damaged state is kept aside, and refuses creates also after another start") {
  const EmulatorProcess emulator;
  const Original original(emulator, false);
  const StateFolder state;
  original.copy_to(state);
  fs::resize_file(state.database(), fs::file_size(state.database()) / 2);
  for (int start = 0; start < 2; ++start) {
    const GatewayProcess gateway(yaml_over(emulator, state.database()));
    check_refused_unsent(gateway, emulator);
  }
  const auto folder = fs::directory_iterator(state.database().parent_path());
  CHECK(std::ranges::any_of(folder, [](const fs::directory_entry& entry) {
    return entry.path().filename().string().find("damaged") != std::string::npos;
  }));
}

}  // namespace
}  // namespace tests::integration::crash
