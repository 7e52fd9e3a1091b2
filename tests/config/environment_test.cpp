#include "config/environment.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <sys/stat.h>

namespace {

// A folder of its own, gone at the end.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "usher-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }
  std::string write(const std::string& name, const std::string& bytes, mode_t mode) const {
    const std::string file = path_ + '/' + name;
    std::ofstream(file) << bytes;
    ::chmod(file.c_str(), mode);
    return file;
  }

 private:
  std::string path_;
};

}  // namespace

TEST_CASE("reads a file with its permissions, up to the bytes that are allowed") {
  const Folder folder;
  const std::string file = folder.write("secret", "hunter2", 0640);
  const auto read = config::process_environment().read_file;
  const config::FileRead whole = read(file, 7);
  CHECK(whole.error.empty());
  CHECK(whole.bytes == "hunter2");
  CHECK(whole.mode == 0640u);
  CHECK(!whole.too_big);
  const config::FileRead cut = read(file, 6);
  CHECK(cut.too_big);
  CHECK(cut.bytes.empty());
}

TEST_CASE("says why a file cannot be read") {
  const Folder folder;
  const auto read = config::process_environment().read_file;
  CHECK(read(folder.path() + "/gone", 10).error == "No such file or directory");
  CHECK(read(folder.path(), 10).error == "Is a directory");
}

TEST_CASE("does not wait for a pipe that nobody writes to") {
  const Folder folder;
  const std::string pipe = folder.path() + "/pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(config::process_environment().read_file(pipe, 10).bytes.empty());
}

TEST_CASE("tells an unset variable from an empty one") {
  REQUIRE(::setenv("USHER_TEST_EMPTY", "", 1) == 0);
  const auto variable = config::process_environment().variable;
  CHECK(variable("USHER_TEST_EMPTY") == std::string());
  CHECK(!variable("USHER_TEST_UNSET").has_value());
  ::unsetenv("USHER_TEST_EMPTY");
}
