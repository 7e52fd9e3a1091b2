// `usher users list` as a person uses it: against a real gateway over the emulated providers.
#include "tests/integration/callers.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/texts.hpp"
#include "tests/integration/true_people.hpp"
#include "tests/support/authority.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace tests::integration {
namespace {

namespace json = boost::json;
using support::Finished;
using support::GatewayProcess;
using support::TemporaryFile;

struct CommandScene {
  support::EmulatorProcess emulator;
  GatewayProcess gateway{support::emulated_yaml(emulator)};
};

// As the test left it.
CommandScene& command_scene() {
  static CommandScene one;
  return one;
}

// As it was at first.
const support::EmulatorProcess& fresh_command_emulator() {
  command_scene().emulator.reset();
  return command_scene().emulator;
}

Finished users_list(std::vector<std::string> more, const std::string& url = {},
                    std::vector<std::string> environment = {}) {
  std::vector<std::string> arguments = {USHER_PROGRAM, "users", "list", "--tenant", "contoso", "--url"};
  arguments.push_back(url.empty() ? "http://127.0.0.1:" + std::to_string(command_scene().gateway.port())
                                  : url);
  arguments.insert(arguments.end(), more.begin(), more.end());
  return support::run_to_end(std::move(arguments), {}, std::move(environment));
}

Finished good_list(std::vector<std::string> more) {
  Finished listed = users_list(std::move(more));
  CAPTURE(listed.err);
  CHECK(listed.exit_code == 0);
  CHECK(listed.err.empty());
  return listed;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

std::vector<std::string> names_of(const Finished& csv) {
  std::vector<std::string> names = lines_of(csv.out);
  REQUIRE(!names.empty());
  names.erase(names.begin());
  return names;
}

}  // namespace

TEST_CASE("the command lists each of 6,500 people once, in order, over all pages") {
  const auto people = true_people(fresh_command_emulator(), "city");
  const json::value list = json::parse(good_list({"--customer", "city", "--format", "json"}).out);
  CHECK(list.at("items").as_array() == people);
  CHECK(list.at("totalCount") == people.size());
  CHECK(list.at("complete") == true);
}

TEST_CASE("every format of the command has the same people") {
  const auto people = true_people(fresh_command_emulator(), "crowd");
  std::set<std::string> ids;
  for (const json::value& user : people)
    ids.insert(text_at(user, "id"));

  std::set<std::string> streamed;
  for (const std::string& line : lines_of(good_list({"--customer", "crowd", "--format", "ndjson"}).out))
    streamed.insert(text_at(json::parse(line), "id"));
  CHECK(streamed == ids);

  const auto rows = lines_of(good_list({"--customer", "crowd", "--format", "csv", "--fields", "id"}).out);
  REQUIRE(rows.size() == people.size() + 1);
  CHECK(rows[0] == "id\r");
  for (std::size_t i = 0; i < people.size(); ++i)
    CHECK(rows[i + 1] == text_at(people[i], "id") + '\r');

  const auto table = lines_of(good_list({"--customer", "crowd"}).out);
  CHECK(table.size() == people.size() + 1);
  CHECK(table[0].starts_with("displayName "));
}

TEST_CASE("the command asks for what the person asked for") {
  const auto csv = [](std::vector<std::string> more) {
    more.insert(more.end(), {"--customer", "twelve", "--format", "csv", "--fields", "displayName"});
    return names_of(good_list(std::move(more)));
  };
  const auto all = csv({});
  CHECK(all.size() == 14);
  CHECK(csv({"--limit", "3"}) == std::vector(all.begin(), all.begin() + 3));
  auto backwards = csv({"--sort", "-displayName"});
  std::ranges::reverse(backwards);
  CHECK(backwards == all);
  CHECK(csv({"--provider", "cloud_cockpit"}).size() == 10);
  CHECK(csv({"--search", "şahin"}).size() == 1);
  CHECK(csv({"--filter", "displayName eq \"" + all[0].substr(0, all[0].size() - 1) + "\""}).size() == 1);
  CHECK(csv({"--state", "any"}).size() >= 14);
}

TEST_CASE("with raw the command passes on what each provider said") {
  const json::value list = json::parse(
      good_list({"--customer", "twelve", "--format", "json", "--include", "raw", "--limit", "1"}).out);
  REQUIRE(list.at("items").as_array().size() == 1);
  CHECK(list.at("items").at(0).at("sources").at(0).at("raw").is_object());
}

TEST_CASE("the command lists the users of all customers, each with his customer") {
  const auto rows = lines_of(good_list({"--all", "--format", "ndjson"}).out);
  std::map<std::string, std::size_t> counts;
  for (const std::string& row : rows)
    ++counts[text_at(json::parse(row), "customer")];
  CHECK(counts["twelve"] == 14);
  CHECK(counts["crowd"] == 455);
  CHECK(counts["city"] == 6500);
  CHECK(lines_of(good_list({"--all", "--limit", "5"}).out).size() == 6);
}

TEST_CASE("where a provider fails the command prints the others' users and says what is missing") {
  fresh_command_emulator().fault(
      R"({"match":{"provider":"cloud_cockpit"},"times":0,"action":{"status":503}})");
  for (const char* format : {"table", "ndjson"}) {
    CAPTURE(format);
    const Finished listed = users_list({"--customer", "twelve", "--format", format});
    CHECK(listed.exit_code == 1);
    CHECK(!lines_of(listed.out).empty());
    CHECK(contains(listed.err, "usher: the list is incomplete\n  cloud_cockpit: provider_error: "));
  }
  const Finished strict = users_list({"--customer", "twelve", "--require", "all"});
  CHECK(strict.exit_code == 1);
  CHECK(strict.out.empty());
  CHECK(contains(strict.err, "(502 provider_error)"));
  fresh_command_emulator();
}

TEST_CASE("the command tells what Usher refuses") {
  const Finished filter = users_list({"--customer", "twelve", "--filter", "displayName is x"});
  CHECK(filter.exit_code == 1);
  CHECK(filter.out.empty());
  CHECK(contains(filter.err, "(400 invalid_filter)"));
  CHECK(contains(filter.err, "At offset 12"));
  CHECK(contains(users_list({"--customer", "nobody"}).err, "(404 customer_not_found)"));
}

TEST_CASE("the command reaches a gateway by its socket, and under TLS, with its key") {
  const std::string key = "key-of-a-person-0123456789abcdef0123456789abcdef";
  const TemporaryFile key_file(".key", key + '\n');
  REQUIRE(chmod(key_file.path().c_str(), 0600) == 0);
  const support::Authority authority;
  const auto issued = authority.issue();
  const TemporaryFile ca(".pem", authority.certificate());
  const TemporaryFile certificate(".pem", issued.certificate);
  const TemporaryFile own_key(".pem", issued.key);
  REQUIRE(chmod(own_key.path().c_str(), 0600) == 0);
  const std::string socket = "/tmp/usher-test-" + std::to_string(getpid()) + "-users.sock";
  const std::string clients = "clients:\n  person: {api_key_sha256: [" + hash_of_key(key) +
                              "], tenants: [contoso], allow: [users.read]}\n";
  const GatewayProcess gateway(
      with(support::emulated_yaml(fresh_command_emulator(), clients), "{address: '127.0.0.1:0'}]",
           "{address: '127.0.0.1:0', tls: {certificate: " + certificate.path() + ", key: " + own_key.path() +
               "}}, {address: 'unix:" + socket + "'}]"));
  const std::string url = "https://localhost:" + std::to_string(gateway.port());
  const std::vector<std::string> twelve = {"--customer", "twelve"};
  const auto also = [&twelve](std::vector<std::string> more) {
    more.insert(more.begin(), twelve.begin(), twelve.end());
    return more;
  };
  for (const Finished& listed :
       {users_list(also({"--key-file", key_file.path(), "--ca-file", ca.path()}), url),
        users_list(also({"--key-file", key_file.path()}), "unix:" + socket),
        users_list(twelve, "unix:" + socket, {"USHER_API_KEY=" + key})}) {
    CAPTURE(listed.err);
    CHECK(listed.exit_code == 0);
    CHECK(lines_of(listed.out).size() == 15);
  }
  const Finished stranger = users_list(twelve, "unix:" + socket);
  CHECK(stranger.exit_code == 1);
  CHECK(contains(stranger.err, "(401 unauthenticated)"));
  CHECK(contains(users_list(twelve, url).err, "cannot be reached: The certificate of localhost:"));
}

}  // namespace tests::integration
