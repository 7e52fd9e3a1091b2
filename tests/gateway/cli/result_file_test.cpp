#include "gateway/cli/result_file.hpp"

#include "gateway/cli/atomic_file.hpp"
#include "tests/support/gateway_process.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace gateway::cli {
namespace {

constexpr std::string_view here = "/v1/tenants/contoso/customers/twelve/users";

RowRecord created() {
  RowRecord record;
  record.line = 2;
  record.person = "ada@x.example";
  record.key = "usher-1";
  record.status = 201;
  record.id = "partner_center:1";
  record.operation = "/v1/tenants/contoso/operations/o1";
  record.fingerprint = "sha256:0a";
  return record;
}

RowRecord refused() {
  RowRecord record;
  record.line = 3;
  record.person = "=cmd@x.example";
  record.key = "usher-2";
  record.status = 409;
  record.code = "user_exists";
  record.detail = "She said \"no\", twice";
  record.fingerprint = "sha256:0b";
  return record;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class Folder {
 public:
  Folder() { REQUIRE(mkdtemp(path_.data()) != nullptr); }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return path_ + '/' + name; }
  std::size_t files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path_))
      ++count;
    return count;
  }

 private:
  std::string path_ = "/tmp/usher-test-XXXXXX";
};

}  // namespace

TEST_CASE("the result stands beside the users, under a name of its own") {
  CHECK(result_path_of("/a/users.csv") == "/a/users.result.csv");
  CHECK(result_path_of("USERS.CSV") == "USERS.result.csv");
  CHECK(result_path_of("users") == "users.result.csv");
  CHECK(result_path_of("csv") == "csv.result.csv");
}

TEST_CASE("a result is a CSV for a person, in which no cell is a formula") {
  CHECK(encode_results(std::vector<RowRecord>{created(), refused()}, here) ==
        "row,person,idempotencyKey,status,code,id,operation,detail,rowHash,where\r\n"
        "2,ada@x.example,usher-1,201,,partner_center:1,/v1/tenants/contoso/operations/o1,,sha256:0a,"
        "/v1/tenants/contoso/customers/twelve/users\r\n"
        "3,'=cmd@x.example,usher-2,409,user_exists,,,\"She said \"\"no\"\", twice\",sha256:0b,"
        "/v1/tenants/contoso/customers/twelve/users\r\n");
}

TEST_CASE("what a run has written the next one knows, however often") {
  std::vector<RowRecord> records = {created(), refused()};
  records.push_back(RowRecord{0, "new@x", "usher-3", 0, "", "", "", "", "sha256:0c"});
  std::string text = encode_results(records, here);
  for (int i = 0; i < 3; ++i) {
    const auto read = decode_results(text, here);
    REQUIRE(read.has_value());
    CHECK(read->size() == 3);
    const RowRecord& one = read->at(person_key("ADA@x.example"));
    CHECK(one.line == 2);
    CHECK(one.key == "usher-1");
    CHECK(one.status == 201);
    CHECK(one.id == "partner_center:1");
    CHECK(one.operation == "/v1/tenants/contoso/operations/o1");
    CHECK(one.fingerprint == "sha256:0a");
    const RowRecord& other = read->at(person_key("=cmd@x.example"));
    CHECK(other.code == "user_exists");
    CHECK(other.detail == "She said \"no\", twice");
    CHECK(read->at("new@x").status == 0);
    CHECK(read->at("new@x").line == 0);
    records.clear();
    for (const auto& [person, record] : *read)
      records.push_back(record);
    text = encode_results(records, here);
  }
}

TEST_CASE("what is no result, or of another place, is refused: no key is ever guessed") {
  const std::string good = encode_results(std::vector<RowRecord>{created()}, here);
  const auto with = [&good](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  for (const std::string& bad :
       {std::string(), std::string("email,firstName\na@x,A\n"), std::string("tenants: {}\n"),
        with("rowHash", "hash"), with("usher-1", ""), with("usher-1", "a key"), with("201", "many"),
        with("201", "9999"), with("ada@x.example", ""), with(",,sha", ",sha"), with("2,ada", "2,\"ada"),
        good + good.substr(good.find("\r\n") + 2)}) {
    CAPTURE(bad);
    const auto read = decode_results(bad, here);
    REQUIRE(read.has_error());
    CHECK(read.error().message.find("--result") != std::string::npos);
  }
  const auto elsewhere = decode_results(good, "/v1/tenants/contoso/customers/crowd/users");
  REQUIRE(elsewhere.has_error());
  CHECK(elsewhere.error().message.find(std::string(here)) != std::string::npos);
}

TEST_CASE("a file is replaced as a whole, for its owner alone, and leaves nothing beside it") {
  const Folder folder;
  const std::string path = folder / "a.csv";
  CHECK(replace_file(path, "one").empty());
  CHECK(replace_file(path, "two").empty());
  CHECK(read_file(path) == "two");
  struct stat status {};
  REQUIRE(stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(folder.files() == 1);
}

TEST_CASE("a file that cannot be replaced says why, and stays as it was") {
  CHECK(replace_file("/nowhere/a.csv", "x") == "No such file or directory");
  const Folder folder;
  REQUIRE(mkdir((folder / "a.csv").c_str(), 0700) == 0);
  CHECK(replace_file(folder / "a.csv", "x") == "Is a directory");
  CHECK(folder.files() == 1);
}

}  // namespace gateway::cli
