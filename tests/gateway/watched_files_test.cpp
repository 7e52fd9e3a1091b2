#include "gateway/watched_files.hpp"

#include "tests/support/gateway_process.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace gateway {
namespace {
using tests::support::TemporaryFile;

void fill_file(const std::string& path, std::string_view text) { std::ofstream(path) << text; }

void read_through(WatchedFiles& files, const std::vector<std::string>& paths) {
  const config::Environment environment = files.record(config::process_environment());
  for (const std::string& path : paths)
    environment.read_file(path, 1000);
}

TEST_CASE("a file that is replaced after it was read is told once") {
  const TemporaryFile secret(".secret", "one");
  WatchedFiles files("/nowhere.yaml");
  read_through(files, {secret.path()});
  CHECK_FALSE(files.has_replaced());
  fill_file(secret.path(), "another");
  CHECK(files.has_replaced());
  CHECK_FALSE(files.has_replaced());
  std::filesystem::remove(secret.path());
  CHECK(files.has_replaced());
  fill_file(secret.path(), "one");
  CHECK(files.has_replaced());
}

TEST_CASE("a file that is put in the place of another by its name is a replacement too") {
  const TemporaryFile secret(".secret", "same");
  WatchedFiles files("/nowhere.yaml");
  read_through(files, {secret.path()});
  fill_file(secret.path() + ".new", "same");
  std::filesystem::rename(secret.path() + ".new", secret.path());
  CHECK(files.has_replaced());
}

TEST_CASE("the configuration itself is not watched, nor what it does not name any more") {
  const TemporaryFile yaml(".yaml", "a: 1");
  const TemporaryFile secret(".secret", "one");
  WatchedFiles files(yaml.path());
  read_through(files, {yaml.path(), secret.path()});
  fill_file(yaml.path(), "a: 2");
  CHECK_FALSE(files.has_replaced());
  read_through(files, {yaml.path()});
  fill_file(secret.path(), "another");
  // A reading that was refused has not seen all of it.
  CHECK(files.has_replaced());
  read_through(files, {yaml.path()});
  files.forget_others();
  fill_file(secret.path(), "a third");
  CHECK_FALSE(files.has_replaced());
}

}  // namespace
}  // namespace gateway
