// `usher users list` against whatever may answer it: pages, streams, refusals, and lists that break off.
#include "tests/integration/canned_server.hpp"
#include "tests/integration/texts.hpp"
#include "tests/support/gateway_process.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace tests::integration {
namespace {

namespace json = boost::json;
using support::Finished;
using support::TemporaryFile;

Finished users_list_at(const std::string& url, std::vector<std::string> more,
                       std::vector<std::string> environment = {}) {
  std::vector<std::string> arguments = {USHER_PROGRAM, "users", "list", "--url", url, "--tenant", "contoso"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return support::run_to_end(std::move(arguments), {}, std::move(environment));
}

Finished of_twelve(const std::string& url, std::vector<std::string> more,
                   std::vector<std::string> environment = {}) {
  more.insert(more.begin(), {"--customer", "twelve"});
  return users_list_at(url, std::move(more), std::move(environment));
}

std::string person(int number) {
  const std::string n = std::to_string(number);
  return R"({"id":"partner_center:)" + n + R"(","displayName":"P)" + n +
         R"(","email":null,"userPrincipalName":"p)" + n +
         R"(@x.example","state":"active","sources":[{"provider":"partner_center","customerId":"c","id":")" +
         n + R"("}]})";
}

constexpr const char* both_ok =
    R"([{"name":"partner_center","status":"ok","count":3},{"name":"cloud_cockpit","status":"ok","count":0}])";
constexpr const char* one_failed =
    R"([{"name":"partner_center","status":"ok","count":3},{"name":"cloud_cockpit","status":"error","count":null,)"
    R"("error":{"code":"provider_rejected_credentials","detail":"The secret has expired.",)"
    R"("remedy":"Make a new one."}}])";

std::string page(const std::string& items, const std::string& cursor, bool complete = true) {
  return canned(200, "application/json",
                R"({"items":[)" + items + R"(],"nextCursor":)" + cursor + R"(,"totalCount":)" +
                    (complete ? "3" : "null") + R"(,"complete":)" + (complete ? "true" : "false") +
                    R"(,"providers":)" + (complete ? both_ok : one_failed) + R"(,"warnings":[]})");
}

std::vector<std::string> two_pages() {
  return {page(person(1) + ',' + person(2), R"("next")"), page(person(3), "null")};
}

std::string summary(bool complete) {
  return std::string(R"({"summary":{"count":1,"complete":)") + (complete ? "true" : "false") +
         R"(,"providers":)" + (complete ? both_ok : one_failed) + R"(,"warnings":[]}})" + "\n";
}

}  // namespace

TEST_CASE("walks the pages and prints a table of the columns that say who somebody is") {
  const CannedServer server(two_pages());
  const Finished listed = of_twelve(server.url(), {});
  CHECK(listed.exit_code == 0);
  CHECK(listed.err.empty());
  CHECK(listed.out ==
        "displayName  userPrincipalName  email  state   sources\n"
        "P1           p1@x.example              active  partner_center\n"
        "P2           p2@x.example              active  partner_center\n"
        "P3           p3@x.example              active  partner_center\n");
  const auto requests = server.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].starts_with(
      "GET /v1/tenants/contoso/customers/twelve/"
      "users?fields=displayName%2CuserPrincipalName%2Cemail%2Cstate%2Csources&limit=1000 HTTP/1.1\r\n"));
  CHECK(contains(requests[1], "&limit=1000&cursor=next HTTP/1.1\r\n"));
  CHECK_FALSE(contains(requests[0], "Authorization"));
}

TEST_CASE("prints one JSON envelope, or CSV, of all pages") {
  const CannedServer for_json(two_pages());
  const Finished as_json = of_twelve(for_json.url(), {"--format", "json"});
  CHECK(as_json.exit_code == 0);
  const json::value list = json::parse(as_json.out);
  CHECK(list.at("items").as_array().size() == 3);
  CHECK(list.at("items").at(2) == json::parse(person(3)));
  CHECK(list.at("totalCount") == 3);
  CHECK(list.at("complete") == true);
  CHECK(list.at("providers") == json::parse(both_ok));

  const CannedServer for_csv(two_pages());
  const Finished as_csv = of_twelve(for_csv.url(), {"--format", "csv", "--fields", "id,sources"});
  CHECK(as_csv.out ==
        "id,sources\r\npartner_center:1,partner_center:1\r\n"
        "partner_center:2,partner_center:2\r\npartner_center:3,partner_center:3\r\n");
}

TEST_CASE("prints a stream as it came, without its summary") {
  const CannedServer server({canned_stream(person(1) + '\n' + summary(true))});
  const Finished listed = of_twelve(server.url(), {"--format", "ndjson", "--filter", "id pr"});
  CHECK(listed.exit_code == 0);
  CHECK(listed.err.empty());
  CHECK(listed.out == person(1) + '\n');
  CHECK(contains(server.requests().at(0), "/customers/twelve/users?filter=id%20pr HTTP/1.1\r\n"));
  CHECK(contains(server.requests().at(0), "\r\nAccept: application/x-ndjson\r\n"));
}

TEST_CASE("across customers every line says whose the user is, and an incomplete customer is told") {
  const std::string stream =
      R"({"customer":"fabrikam","user":)" + person(1) + "}\n" +
      R"({"customer":"fabrikam","complete":false,"count":1,"providers":)" + one_failed +
      R"(,"warnings":[]})" + "\n" +
      R"({"summary":{"count":1,"customers":1,"complete":false,"providers":[],"warnings":[]}})" + "\n";
  const CannedServer server({canned_stream(stream)});
  const Finished listed = users_list_at(server.url(), {"--all", "--fields", "displayName"});
  CHECK(listed.exit_code == 1);
  CHECK(listed.out == "customer  displayName\nfabrikam  P1\n");
  CHECK(listed.err ==
        "usher: the list is incomplete\n"
        "  customer fabrikam\n"
        "    cloud_cockpit: provider_rejected_credentials: The secret has expired.\n"
        "      remedy: Make a new one.\n");
  CHECK(server.requests().at(0).starts_with("GET /v1/tenants/contoso/users?fields=displayName HTTP/1.1\r\n"));
}

TEST_CASE("an incomplete list is printed, and then told with the provider, the code and the remedy") {
  for (const std::string format : {"table", "json", "csv", "ndjson"}) {
    CAPTURE(format);
    const bool is_stream = format == "ndjson";
    const CannedServer server(
        {is_stream ? canned_stream(person(1) + '\n' + summary(false)) : page(person(1), "null", false)});
    const Finished listed = of_twelve(server.url(), {"--format", format});
    CHECK(listed.exit_code == 1);
    CHECK(contains(listed.out, "p1@x.example"));
    CHECK(listed.err ==
          "usher: the list is incomplete\n"
          "  cloud_cockpit: provider_rejected_credentials: The secret has expired.\n"
          "    remedy: Make a new one.\n");
  }
}

TEST_CASE("a list that breaks off is never taken for a whole one") {
  const CannedServer cut({canned_stream(person(1) + '\n', true)});
  const Finished stream = of_twelve(cut.url(), {"--format", "ndjson"});
  CHECK(stream.exit_code == 1);
  CHECK(stream.out == person(1) + '\n');
  CHECK(contains(stream.err, "usher: The list was cut: its last line did not come."));
  CHECK(contains(stream.err, "the list ends after 1 users: it is not whole"));

  const CannedServer short_of_a_page({two_pages()[0]});
  const Finished pages = of_twelve(short_of_a_page.url(), {"--format", "json"});
  CHECK(pages.exit_code == 1);
  const json::value list = json::parse(pages.out);
  CHECK(list.at("items").as_array().size() == 2);
  CHECK(list.at("complete") == false);
  CHECK(contains(pages.err, "closed the connection without an answer"));
}

TEST_CASE("a problem is told for a person, and nothing is printed") {
  const std::string problem =
      R"({"type":"/problems/unauthenticated","title":"Not authenticated","status":401,)"
      R"("detail":"The key is unknown.","code":"unauthenticated","correlationId":"id-1"})";
  const std::string told =
      "usher: Not authenticated: The key is unknown. (401 unauthenticated)\n"
      "  correlation id: id-1\n";
  for (const char* format : {"table", "json", "csv", "ndjson"}) {
    const CannedServer server({canned(401, "application/problem+json", problem)});
    const Finished refused = of_twelve(server.url(), {"--format", format}, {"USHER_API_KEY=wrong"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.out.empty());
    CHECK(refused.err == told + "  the key is from the variable USHER_API_KEY\n");
  }
  const CannedServer server({canned(401, "application/problem+json", problem)});
  CHECK(of_twelve(server.url(), {}).err ==
        told + "  no key was sent: the variable USHER_API_KEY is not set\n");
}

TEST_CASE("sends the key of a variable or of a file, and never shows it") {
  const TemporaryFile file(".key", "from-a-file\n");
  REQUIRE(chmod(file.path().c_str(), 0600) == 0);
  using Row = std::pair<std::vector<std::string>, std::string>;
  for (const auto& [arguments, key] : {Row{{}, "by-default"}, Row{{"--key-env", "MINE"}, "by-name"},
                                       Row{{"--key-file", file.path()}, "from-a-file"}}) {
    const CannedServer server({page("", "null")});
    const Finished listed = of_twelve(server.url(), arguments, {"USHER_API_KEY=by-default", "MINE=by-name"});
    CHECK(listed.exit_code == 0);
    CHECK(contains(server.requests().at(0), "\r\nAuthorization: Bearer " + key + "\r\n"));
    CHECK_FALSE(contains(listed.out + listed.err, key));
  }
}

TEST_CASE("finds Usher where USHER_URL says") {
  const CannedServer server({page(person(1), "null")});
  const Finished listed = support::run_to_end(
      {USHER_PROGRAM, "users", "list", "--tenant", "contoso", "--customer", "twelve", "--format", "csv"}, {},
      {"USHER_URL=" + server.url()});
  CHECK(listed.exit_code == 0);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("what does not fit together is wrong usage: nobody is asked") {
  const CannedServer server({});
  const TemporaryFile open_to_all(".key", "secret");
  REQUIRE(chmod(open_to_all.path().c_str(), 0644) == 0);
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"--customer", "a", "--all"},
      {"--customer", ""},
      {"--all", "--sort", "email"},
      {"--all", "--require", "all"},
      {"--customer", "a", "--format", "ndjson", "--sort", "email"},
      {"--customer", "a", "--format", "yaml"},
      {"--customer", "a", "--format", "table", "--include", "raw"},
      {"--customer", "a", "--limit", "0"},
      {"--customer", "a", "--limit", "-1"},
      {"--customer", "a", "--limit", "many"},
      {"--customer", "a", "--filter", ""},
      {"--customer", "a", "--key", "k"},
      {"--customer", "a", "--key-env", "NOT_SET_ANYWHERE"},
      {"--customer", "a", "--key-file", "/nowhere/key"},
      {"--customer", "a", "--key-file", open_to_all.path()},
      {"--customer", "a", "--key-file", "/etc/hostname", "--key-env", "HOME"},
      {"--customer", "a", "--ca-file", "/nowhere/ca.pem"},
      {"--customer", "a", "another"}};
  for (const auto& arguments : wrong) {
    CAPTURE(arguments.size());
    const Finished refused = users_list_at(server.url(), arguments);
    CHECK(refused.exit_code == 2);
    CHECK(refused.out.empty());
    CHECK_FALSE(refused.err.empty());
    CHECK_FALSE(contains(refused.err, "secret"));
  }
  for (const std::string url : {"http://usher.example.com", "127.0.0.1", "unix:relative"})
    CHECK(of_twelve(url, {}).exit_code == 2);
  CHECK(support::run_to_end({USHER_PROGRAM, "users"}).exit_code == 2);
  CHECK(support::run_to_end({USHER_PROGRAM, "users", "list", "--customer", "a"}).exit_code == 2);
  CHECK(server.requests().empty());
}

TEST_CASE("whoever is not there is told as such") {
  const Finished refused = of_twelve("unix:/nowhere/usher.sock", {});
  CHECK(refused.exit_code == 1);
  CHECK(refused.err == "usher: unix:/nowhere/usher.sock cannot be reached: No such file or directory.\n");
}

TEST_CASE("ends quietly when its reader goes, and with a reason when the list cannot be written") {
  std::string many = person(0);
  for (int i = 1; i < 2000; ++i)
    many += ',' + person(i);
  const auto in_a_shell = [](const CannedServer& server, const std::string& where) {
    return support::run_to_end({"sh", "-c",
                                "{ " USHER_PROGRAM " users list --url " + server.url() +
                                    " --tenant t --customer c --format json; echo code $? >&2; } " + where});
  };
  // More than a pipe holds, so that the command must see that nobody reads.
  const CannedServer unread({page(many, "null")});
  CHECK(in_a_shell(unread, "| true").err == "code 0\n");
  const CannedServer full({page(many, "null")});
  CHECK(in_a_shell(full, "> /dev/full").err ==
        "usher: cannot write the list: No space left on device\ncode 1\n");
}

TEST_CASE("on a terminal a table is as wide as that, and no name drives it") {
  const std::string wild = R"({"id":"a:1","displayName":"evil\u001b[2J\u009b1m","userPrincipalName":")" +
                           std::string(100, 'x') + R"("})";
  for (const std::string format : {"table", "json", "ndjson", "csv"}) {
    CAPTURE(format);
    const CannedServer server(
        {format == "ndjson" ? canned_stream(wild + '\n' + summary(true)) : page(wild, "null")});
    const Finished shown = support::run_to_end(
        {"script", "-qec",
         "stty cols 60 -onlcr; " USHER_PROGRAM " users list --url " + server.url() +
             " --tenant t --customer c --fields displayName,userPrincipalName --format " + format,
         "/dev/null"});
    CHECK(shown.exit_code == 0);
    CHECK(contains(shown.out, "evil"));
    CHECK_FALSE(contains(shown.out, "\x1b"));
    CHECK_FALSE(contains(shown.out, "\u009b"));
    std::istringstream lines(shown.out);
    for (std::string line; format == "table" && std::getline(lines, line);)
      CHECK(line.size() <= 60 + 2);  // an ellipsis is three bytes
  }
}

}  // namespace tests::integration
