#include "gateway/cli/user_rows.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace gateway::cli {
namespace {

std::string row_mistakes_in(std::string file) {
  std::string out;
  for (const RowMistake& mistake : read_user_rows(file).mistakes)
    out += to_string(mistake, "f");
  return out;
}

std::string fingerprint(std::string file) {
  const UserRows users = read_user_rows(file);
  REQUIRE(users.rows.size() == 1);
  return users.rows[0].fingerprint;
}

}  // namespace

TEST_CASE("rows are users, by the columns of the first line in whatever order") {
  std::string file = "lastName,email,userPrincipalName\r\nL,e@x.example,\r\n,other@x.example,U@x.example\r\n";
  const UserRows users = read_user_rows(file);
  CHECK(users.mistakes.empty());
  CHECK_FALSE(users.has_passwords);
  REQUIRE(users.rows.size() == 2);
  CHECK(users.rows[0].line == 2);
  CHECK(users.rows[0].person == "e@x.example");
  CHECK(users.rows[0].cells[DraftColumn::last_name] == "L");
  CHECK(users.rows[1].person == "U@x.example");
  CHECK(users.rows[1].person_key == "u@x.example");
}

TEST_CASE("every mistake of a file is told at once, with line, column and remedy") {
  CHECK(row_mistakes_in("email,fristName,email,,forceChangePassword\n") ==
        "f:1: fristName: there is no such column; did you mean firstName?\n"
        "f:1: email: there are two columns of this name: leave one of them out\n"
        "f:1: a column has no name: name it, or leave it out\n");
  CHECK(row_mistakes_in("email,firstName,forceChangePassword\n"
                        "a@x,A,TRUE\n"
                        "b@x,B\n"
                        "c@x,C,yes\n"
                        ",,\n"
                        ",D,true\n"
                        "\"e@x\"e,E,\n"
                        " A@X ,A,\n") ==
        "f:3: there are 2 cells and must be 3, as in the first line; a comma within a cell wants quotes\n"
        "f:4: forceChangePassword: must be true, false or nothing\n"
        "f:5: there is nothing in any cell: leave the line out\n"
        "f:6: userPrincipalName or email must be there: it says who the row is\n"
        "f:7: email: goes on behind its closing quote: double quotes within the cell\n"
        "f:8: is the same person as line 2: leave one of the two out\n");
}

TEST_CASE("a file without users is a mistake, not an empty success") {
  CHECK(row_mistakes_in("") ==
        "f:1: there is nothing in the file: its first line must name the columns, such as email\n");
  CHECK(row_mistakes_in("email\n") == "f:1: there is no row behind the names of the columns\n");
  CHECK(row_mistakes_in("firstName\nA\n") ==
        "f:1: a column userPrincipalName or email must be there: it says who a row is\n");
  CHECK(row_mistakes_in("email;firstName\na@x;A\n") ==
        "f:1: the cells are separated by ;: they must be separated by commas\n");
}

TEST_CASE("where the first line is wrong the rows say nothing, and are not asked about") {
  for (std::string file : {"emial\na@x\n", "", "\"email\na@x\n", "firstName\nA\n"}) {
    CAPTURE(file);
    CHECK_FALSE(read_user_rows(file).is_header_good);
  }
  std::string file = "email\na@x,b\n";
  CHECK(read_user_rows(file).is_header_good);
}

TEST_CASE("nothing of a file drives a terminal when its mistakes are told") {
  CHECK(row_mistakes_in("email,\x1b[2J\na@x,b\n").find('\x1b') == std::string::npos);
}

TEST_CASE("a changed row has another fingerprint, and a password leaves no trace in it") {
  const std::string one = fingerprint("email,firstName,password\na@x,A,secret\n");
  CHECK(one.starts_with("sha256:"));
  CHECK(fingerprint("password,firstName,email\nother,A,a@x\n") == one);
  CHECK(fingerprint("email,firstName\na@x,A\n") == one);
  CHECK(fingerprint("email,firstName,lastName\na@x,A,\n") == one);
  CHECK(fingerprint("email,firstName\na@x,B\n") != one);
  CHECK(fingerprint("email,lastName\na@x,A\n") != one);
}

TEST_CASE("a person is the same in every spelling, and as a result file spells him") {
  CHECK(person_key(" ADA@X.Example ") == person_key("ada@x.example"));
  CHECK(person_key("=ada@x") == person_key("'=ada@x"));
  CHECK(person_key("  ").empty());
}

}  // namespace gateway::cli
