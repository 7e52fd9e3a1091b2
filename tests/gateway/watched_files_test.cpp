#include "gateway/watched_files.hpp"

#include "tests/support/gateway_process.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace gateway {
namespace {
using tests::support::TemporaryFile;

void write(const std::string& path, std::string_view text) { std::ofstream(path) << text; }

void read(WatchedFiles& files, const std::vector<std::string>& paths) {
  const config::Environment environment = files.record(config::process_environment());
  for (const std::string& path : paths)
    environment.read_file(path, 1000);
}

TEST_CASE("a file that is replaced after it was read is told once") {
  const TemporaryFile secret(".secret", "one");
  WatchedFiles files("/nowhere.yaml");
  read(files, {secret.path()});
  CHECK_FALSE(files.has_replaced());
  write(secret.path(), "another");
  CHECK(files.has_replaced());
  CHECK_FALSE(files.has_replaced());
  std::filesystem::remove(secret.path());
  CHECK(files.has_replaced());
  write(secret.path(), "one");
  CHECK(files.has_replaced());
}

TEST_CASE("a file that is put in the place of another by its name is a replacement too") {
  const TemporaryFile secret(".secret", "same");
  WatchedFiles files("/nowhere.yaml");
  read(files, {secret.path()});
  write(secret.path() + ".new", "same");
  std::filesystem::rename(secret.path() + ".new", secret.path());
  CHECK(files.has_replaced());
}

TEST_CASE("the configuration itself is not watched, nor what it does not name any more") {
  const TemporaryFile yaml(".yaml", "a: 1");
  const TemporaryFile secret(".secret", "one");
  WatchedFiles files(yaml.path());
  read(files, {yaml.path(), secret.path()});
  write(yaml.path(), "a: 2");
  CHECK_FALSE(files.has_replaced());
  read(files, {yaml.path()});
  write(secret.path(), "another");
  // A reading that was refused has not seen all of it.
  CHECK(files.has_replaced());
  read(files, {yaml.path()});
  files.forget_others();
  write(secret.path(), "a third");
  CHECK_FALSE(files.has_replaced());
}

}  // namespace
}  // namespace gateway
