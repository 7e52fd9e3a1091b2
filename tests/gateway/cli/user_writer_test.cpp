#include "gateway/cli/user_writer.hpp"

#include "tests/gateway/cli/listed_user.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <fcntl.h>
#include <functional>
#include <string>
#include <unistd.h>

namespace gateway::cli {
namespace {

namespace json = boost::json;
using tests::cli::ada;
using tests::cli::Person;

WriterWish wish(Format format, std::vector<std::string> fields = {}) {
  WriterWish wanted;
  wanted.format = format;
  wanted.fields = std::move(fields);
  return wanted;
}

// What a writer prints; a pipe holds 64 KiB.
std::string printed(const WriterWish& wanted, const std::function<void(UserWriter&)>& use) {
  int ends[2];
  REQUIRE(pipe2(ends, O_NONBLOCK | O_CLOEXEC) == 0);
  Output output(ends[1]);
  const auto writer = make_writer(wanted, output);
  writer->begin();
  use(*writer);
  output.flush();
  std::string text(64 * 1024, '\0');
  const ssize_t got = read(ends[0], text.data(), text.size());
  close(ends[0]);
  close(ends[1]);
  return text.substr(0, got < 0 ? 0 : static_cast<std::size_t>(got));
}

ListOutcome good(std::uint64_t count) {
  ListOutcome outcome;
  outcome.count = count;
  outcome.complete = true;
  outcome.total = count;
  return outcome;
}

}  // namespace

TEST_CASE("NDJSON is each user as Usher wrote it, a line each") {
  const Person one(R"({"id":"a:1","n":1.50})");
  const Person two(R"({"id":"a:2"})");
  CHECK(printed(wish(Format::ndjson), [&](UserWriter& writer) {
          writer.write(one.user());
          writer.write(two.user());
          writer.end(good(2));
        }) == one.text + '\n' + two.text + '\n');
}

TEST_CASE("across customers every format says whose a user is") {
  const Person person(R"({"id":"a:1"})");
  const auto of = [&](Format format) {
    WriterWish wanted = wish(format, {"id"});
    wanted.across_customers = true;
    return printed(wanted, [&](UserWriter& writer) {
      writer.write(person.user("fa\"b"));
      writer.end(good(1));
    });
  };
  CHECK(of(Format::ndjson) == "{\"customer\":\"fa\\\"b\",\"id\":\"a:1\"}\n");
  CHECK(of(Format::csv) == "customer,id\r\n\"fa\"\"b\",a:1\r\n");
  CHECK(of(Format::table) == "customer  id\nfa\"b      a:1\n");
  const json::value list = json::parse(of(Format::json));
  CHECK(json::serialize(list.at("items")) == R"([{"customer":"fa\"b","id":"a:1"}])");
  CHECK(list.at("count") == 1);
  CHECK(list.at("customers").as_array().empty());
}

TEST_CASE("JSON is one envelope around everybody") {
  const Person person(ada);
  const auto of = [&](int users, const ListOutcome& outcome) {
    return json::parse(printed(wish(Format::json), [&](UserWriter& writer) {
      for (int i = 0; i < users; ++i)
        writer.write(person.user());
      writer.end(outcome);
    }));
  };
  CHECK(of(0, good(0)) ==
        json::parse(R"({"items":[],"totalCount":0,"complete":true,"providers":[],"warnings":[]})"));
  const json::value list = of(2, good(2));
  CHECK(list.at("items") == json::array{person.value, person.value});
  CHECK(list.at("totalCount") == 2);
}

TEST_CASE("JSON of a list that broke off is still JSON, and says so") {
  ListOutcome outcome = good(1);
  outcome.failure = ApiFailure{"The list was cut.", std::nullopt};
  const auto list = json::parse(printed(wish(Format::json), [&](UserWriter& w) { w.end(outcome); }));
  CHECK(list.at("complete") == false);
  CHECK(list.at("totalCount").is_null());
  CHECK(list.at("error").at("detail") == "The list was cut.");
}

TEST_CASE("CSV has a header line also where nobody is in the list") {
  CHECK(printed(wish(Format::csv, {"id", "email"}), [](UserWriter& w) { w.end(good(0)); }) == "id,email\r\n");
  const Person person(ada);
  CHECK(printed(wish(Format::csv, {"displayName", "email", "role"}), [&](UserWriter& writer) {
          writer.write(person.user());
          writer.end(good(1));
        }) == "displayName,email,role\r\n\"Ada, Countess\",,Admin\r\n");
}

TEST_CASE("a table of nobody is its names") {
  CHECK(printed(wish(Format::table, {"id", "email"}), [](UserWriter& w) { w.end(good(0)); }) ==
        "id  email\n");
}

TEST_CASE("no format lets a name drive a terminal, and a file gets it as it is") {
  const Person person("{\"id\":\"\u009b2J\"}");
  for (const Format format : {Format::table, Format::json, Format::ndjson, Format::csv}) {
    CAPTURE(static_cast<int>(format));
    const auto of = [&](bool is_for_terminal) {
      WriterWish wanted = wish(format, {"id"});
      wanted.is_for_terminal = is_for_terminal;
      return printed(wanted, [&](UserWriter& writer) {
        writer.write(person.user());
        writer.end(good(1));
      });
    };
    CHECK(of(true).find("\u009b") == std::string::npos);
    const bool is_data = format != Format::table;
    CHECK((of(false).find("\u009b") != std::string::npos) == is_data);
  }
}

}  // namespace gateway::cli
