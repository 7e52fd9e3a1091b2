// What the tests of `usher users create` share: the command as a person gives it, against the gateway of
// creating.hpp, and a file of users with what its runs leave beside it.
#pragma once

#include "tests/integration/creating.hpp"
#include "tests/integration/texts.hpp"
#include "tests/support/read_file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {

using Texts = std::vector<std::string>;

inline Texts command(const Texts& more) {
  Texts arguments = {USHER_PROGRAM, "users",   "create",
                     "--tenant",    "contoso", "--customer",
                     "twelve",      "--url",   "http://127.0.0.1:" + std::to_string(gateway().port())};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

inline support::Finished users_create(const Texts& more, std::string_view input = {}) {
  support::Finished finished = support::run_to_end(command(more), input);
  // Whatever happens, no password is ever shown.
  CHECK_FALSE(contains(finished.out + finished.err, password));
  return finished;
}

inline Texts in_cockpit(Texts more) {
  more.insert(more.begin(), {"--provider", "cloud_cockpit"});
  return more;
}

// A file of users, and what its runs leave beside it.
class UsersFile {
 public:
  explicit UsersFile(const std::string& content) {
    REQUIRE(mkdtemp(folder_.data()) != nullptr);
    write(content);
  }
  ~UsersFile() { std::filesystem::remove_all(folder_); }
  UsersFile(const UsersFile&) = delete;
  UsersFile& operator=(const UsersFile&) = delete;

  void write(const std::string& content) const {
    std::ofstream(path(), std::ios::binary) << content;
    std::filesystem::permissions(path(),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  std::string path() const { return folder_ + "/users.csv"; }
  std::string result_path() const { return folder_ + "/users.result.csv"; }
  std::string result() const {
    std::string text = support::read_file(result_path());
    CHECK_FALSE(contains(text, password));
    return text;
  }
  // A column of the result, row by row; none of what these tests write has a comma in it before.
  Texts results(std::size_t column) const {
    std::istringstream lines(result());
    Texts cells;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      std::istringstream parts(line);
      std::string cell;
      for (std::size_t i = 0; i <= column; ++i)
        std::getline(parts, cell, ',');
      cells.push_back(cell);
    }
    return cells;
  }
  Texts keys() const { return results(2); }
  Texts statuses() const { return results(3); }

 private:
  std::string folder_ = "/tmp/usher-test-XXXXXX";
};

}  // namespace tests::integration
