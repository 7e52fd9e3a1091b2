#include "gateway/state/state_key.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace gateway::state {

namespace {

namespace fs = std::filesystem;

// A folder of its own, gone with the test.
struct Folder {
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "usher-state-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path); }
  config::State state() const {
    config::State made;
    made.sqlite = (path / "state.db").string();
    return made;
  }
  fs::path key() const { return path / "state.key"; }
  void write(const std::string& bytes, fs::perms perms = fs::perms::owner_read) const {
    std::ofstream(key(), std::ios::binary) << bytes;
    fs::permissions(key(), perms);
  }
  fs::path path;
};

std::string revealed(const config::State& state) {
  const auto key = state_key(&state);
  REQUIRE(key.has_value());
  return std::string(key->reveal());
}

std::string why_not(const config::State& state) {
  const auto key = state_key(&state);
  return key ? std::string() : key.error().detail;
}

}  // namespace

TEST_CASE("the first start makes a key of 32 bytes for its owner alone, and the next one has the same") {
  const Folder folder;
  const std::string first = revealed(folder.state());
  CHECK(first.size() == 32);
  CHECK(fs::status(folder.key()).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(fs::file_size(folder.key()) == 32);
  CHECK(revealed(folder.state()) == first);
  CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("a configured key is used as it is, and no file is made") {
  const Folder folder;
  config::State state = folder.state();
  state.key = schema::SecretText(std::string(32, 'x'));
  CHECK(revealed(state) == std::string(32, 'x'));
  CHECK_FALSE(fs::exists(folder.key()));
}

TEST_CASE("without a state each process has a key of its own") {
  const auto one = state_key(nullptr);
  const auto two = state_key(nullptr);
  CHECK(one->reveal().size() == 32);
  CHECK(one->reveal() != two->reveal());
}

TEST_CASE("a key that others can read, that is no key, or that cannot be made is a mistake with its remedy") {
  const Folder folder;
  folder.write(std::string(32, 'k'), fs::perms::owner_read | fs::perms::others_read);
  CHECK(why_not(folder.state()).find("chmod 600") != std::string::npos);
  fs::remove(folder.key());
  for (const std::string& bytes : {std::string(), std::string(31, 'k'), std::string(33, 'k')}) {
    folder.write(bytes);
    CHECK(why_not(folder.state()).find("32 bytes") != std::string::npos);
    fs::remove(folder.key());
  }
  config::State nowhere;
  // A file is where the folder is to be.
  std::ofstream(folder.path / "taken") << "x";
  nowhere.sqlite = (folder.path / "taken" / "state.db").string();
  CHECK(why_not(nowhere).find("cannot be") != std::string::npos);
}

TEST_CASE("a key that its group may read is taken: a shared volume gives it to the group") {
  const Folder folder;
  folder.write(std::string(32, 'k'), fs::perms::owner_read | fs::perms::group_read);
  CHECK(revealed(folder.state()) == std::string(32, 'k'));
}

TEST_CASE("a link in the key's place is not followed") {
  const Folder folder;
  std::ofstream(folder.path / "elsewhere") << std::string(32, 'k');
  fs::permissions(folder.path / "elsewhere", fs::perms::owner_read);
  fs::create_symlink(folder.path / "elsewhere", folder.key());
  CHECK_FALSE(why_not(folder.state()).empty());
}

}  // namespace gateway::state
