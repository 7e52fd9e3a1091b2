// A third provider is one folder and one line: the program built with `pretend` serves it like the other two,
// and nothing else in the tree knows its name.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/shelf_server.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::GatewayProcess;
using support::HttpReply;

constexpr std::string_view third_customer_id = "dddddddd-0000-4000-8000-000000000012";
constexpr std::string_view people_path =
    "/shelves/second/customers/dddddddd-0000-4000-8000-000000000012/people";

ShelfServer& shelf() {
  static ShelfServer server;
  return server;
}

std::string third_yaml() {
  std::string yaml = emulated_tenant(emulator(), "contoso", "    defaults: {usageLocation: DE}\n");
  yaml = with(yaml, "    customers:\n",
              "      pretend: {base_url: 'http://127.0.0.1:" + std::to_string(shelf().port()) +
                  "', shelf: second, badge: badge-of-the-third}\n    customers:\n");
  const std::string twelve = "cloud_cockpit: cccccccc-0000-4000-8000-000000000012";
  yaml = with(yaml, twelve, twelve + ", pretend: " + std::string(third_customer_id));
  return file_of("limits: {retries: 0}\n", {yaml});
}

GatewayProcess& third_gateway() {
  static GatewayProcess process(third_yaml(),
                                {.program = USHER_WITH_A_THIRD, .environment = {}, .in_front = {}});
  return process;
}

void start_afresh() {
  fresh_emulator();
  shelf().clear();
}

json::object person(std::string_view key, std::string_view mail, std::string_view given) {
  return {{"key", key}, {"mail", mail}, {"given", given}, {"family", "Lovelace"}, {"country", "DE"}};
}

TEST_CASE("a third provider's users are listed, page by page, and merged with the others'") {
  start_afresh();
  for (const std::string_view provider : {"partner_center", "cloud_cockpit"})
    add_rival(provider, "ada", "Ada");
  shelf().add(person("k1", "ADA@twelve.example", "Ada"));
  shelf().add(person("k2", "bob@twelve.example", "Bob"));
  shelf().add(person("k3", "cyd@twelve.example", "Cyd"));
  const json::value list = ask(third_gateway(), users_of("contoso", "twelve", "limit=1000")).json();
  CHECK(list.at("complete").as_bool());
  CHECK(outcome_of(list, "pretend").at("count").to_number<int>() == 3);
  CHECK(shelf().heard("GET").size() == 2);
  std::vector<std::string> found;
  for (const json::value& user : list.at("items").as_array()) {
    for (const json::value& source : user.at("sources").as_array()) {
      if (text_at(source, "provider") != "pretend") continue;
      CHECK(text_at(source, "customerId") == third_customer_id);
      found.push_back(text_at(source, "id") + " of " + std::to_string(user.at("sources").as_array().size()));
    }
  }
  std::ranges::sort(found);
  CHECK(found == std::vector<std::string>{"k1 of 3", "k2 of 1", "k3 of 1"});
}

TEST_CASE("a third provider that fails leaves the others' users, and is told by name") {
  struct Row {
    unsigned status;
    std::string body;
    std::string code;
  };
  for (const Row& row :
       {Row{500, R"({"why":"out of shelves"})", "provider_error"}, Row{200, "[]", "provider_bad_response"},
        Row{403, "{}", "provider_forbidden"}, Row{401, "{}", "provider_rejected_credentials"}}) {
    CAPTURE(row.status);
    start_afresh();
    shelf().answer_always("GET", std::pair(row.status, row.body));
    const json::value list = ask(third_gateway(), users_of("contoso", "twelve")).json();
    CHECK_FALSE(list.at("complete").as_bool());
    CHECK(list.at("items").as_array().size() > 10);
    CHECK(code_of(outcome_of(list, "pretend").at("error")) == row.code);
  }
  CHECK(third_gateway().get("/metrics").body.find("badge-of") == std::string::npos);
}

TEST_CASE("a user is created in a third provider, alone and with the others") {
  start_afresh();
  const HttpReply alone = create(third_gateway(), "contoso/twelve?provider=pretend", cockpit_draft("bob"));
  REQUIRE(alone.status == 201);
  CHECK(alone.header("location") == users_of("contoso", "twelve") + "/pretend:k1");
  REQUIRE(shelf().heard("POST").size() == 1);
  const ShelfRequest sent = shelf().heard("POST").front();
  CHECK(sent.target == people_path);
  CHECK(sent.authorization == "Bearer badge-of-the-third");
  CHECK(sent.body == R"({"mail":"bob@twelve.example","given":"Ada","family":"Lovelace","country":"DE"})");
  CHECK(ask(third_gateway(), alone.header("location")).status == 200);

  const HttpReply in_all = create(
      third_gateway(), "contoso/twelve?provider=pretend,partner_center,cloud_cockpit", draft_for_both("ada"));
  REQUIRE(in_all.status == 201);
  const json::value ada = in_all.json();
  CHECK(ada.at("sources").as_array().size() == 3);
  CHECK(what_was_sent() == "partner_center 201 executed, cloud_cockpit 201 executed");
}

TEST_CASE("a draft is held to a third provider's rules, and nobody is asked where it breaks them") {
  start_afresh();
  json::object draft = cockpit_draft("ada");
  draft["lastName"] = "Lovelace-of-the-Long-Name";
  draft["phoneNumber"] = "+1";
  const HttpReply reply = create(third_gateway(), "contoso/twelve?provider=pretend", draft);
  CHECK(reply.status == 422);
  CHECK(errors_of(reply) ==
        std::vector<std::string>{"/lastName pretend too_long", "/phoneNumber pretend unsupported_field"});
  CHECK(shelf().heard().empty());
}

TEST_CASE("a third provider's refusals and doubts become the same problems") {
  struct Row {
    unsigned status;
    std::string body;
    unsigned answer;
    std::string code;
    std::string state;
    std::size_t sends = 1;
  };
  // What is unclear goes out once more.
  for (const Row& row :
       {Row{409, R"({"why":"taken"})", 409, "user_exists", "refused: pretend exists"},
        Row{422, R"({"field":"given","why":"no"})", 422, "invalid_draft", "refused: pretend refused"},
        Row{500, "{}", 503, "outcome_unknown", "in_doubt: pretend unknown", 2},
        Row{201, "{}", 503, "outcome_unknown", "in_doubt: pretend unknown", 2}}) {
    CAPTURE(row.status);
    start_afresh();
    shelf().answer_always("POST", std::pair(row.status, row.body));
    const HttpReply reply =
        create(third_gateway(), "contoso/twelve?provider=pretend", cockpit_draft(somebody()));
    CHECK(reply.status == row.answer);
    CHECK(code_of(reply) == row.code);
    CHECK(state_of_operation(third_gateway(), operation_of(reply)) == row.state);
    if (row.status == 422) CHECK(errors_of(reply) == std::vector<std::string>{"/firstName pretend refused"});
    CHECK(shelf().heard("POST").size() == row.sends);
  }
}

TEST_CASE("a third provider has its health and its metrics like the others") {
  start_afresh();
  create(third_gateway(), "contoso/twelve?provider=pretend", cockpit_draft("ada"));
  const std::string tenants = ask(third_gateway(), "/v1/tenants").body;
  CHECK(tenants.find(R"({"name":"pretend","health":")") != std::string::npos);
  const std::string metrics = third_gateway().get("/metrics").body;
  for (const std::string_view family : {"usher_upstream_requests_total", "usher_creates_total"}) {
    std::size_t lines = 0;
    for (std::size_t at = metrics.find(family); at != std::string::npos; at = metrics.find(family, at + 1)) {
      const std::string line = metrics.substr(at, metrics.find('\n', at) - at);
      lines += line.find(R"(provider="pretend")") != std::string::npos ? 1 : 0;
    }
    CAPTURE(family);
    CHECK(lines > 0);
  }
}

TEST_CASE("a third provider's own mistakes in the YAML are told with their places, and its secret is not") {
  const std::string good = third_yaml();
  const auto check = [](const std::string& yaml, std::vector<std::string> options = {}) {
    const support::TemporaryFile file(".yaml", yaml);
    std::vector<std::string> arguments = {USHER_WITH_A_THIRD, "check", file.path()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return support::run_to_end(arguments);
  };
  const auto effective = check(good, {"--effective"});
  CHECK(effective.exit_code == 0);
  CHECK(effective.out.find("shelf: second") != std::string::npos);
  CHECK(effective.out.find("badge-of") == std::string::npos);

  std::string bad = with(good, "shelf: second", "shelf: Second, ladder: 3");
  bad = with(bad, "pretend: dddddddd-0000-4000-8000-000000000012", "pretend: somewhere");
  const auto mistaken = check(bad);
  CHECK(mistaken.exit_code == 1);
  for (const std::string_view mistake : {"providers.pretend.shelf: must be a word of small letters",
                                         "providers.pretend.ladder: ", "customers.twelve.pretend: "}) {
    CAPTURE(mistaken.err);
    CHECK(mistaken.err.find(mistake) != std::string::npos);
  }
  CHECK(std::ranges::count(mistaken.err, '\n') == 3);
}

TEST_CASE("the program without it says which providers it has") {
  const support::TemporaryFile file(".yaml", third_yaml());
  const auto checked = support::run_to_end({USHER_PROGRAM, "check", file.path()});
  CHECK(checked.exit_code == 1);
  CHECK(checked.err.find("this program has partner_center, cloud_cockpit\n") != std::string::npos);
}

// "tests/integration/CMakeLists.txt: the line", for every line that has the name as a word.
std::vector<std::string> places_that_name(std::string_view name) {
  namespace fs = std::filesystem;
  const fs::path root = USHER_SOURCE_DIR;
  std::vector<fs::path> files = {root / "CMakeLists.txt", root / "CMakePresets.json"};
  for (const char* const room : {"schema", "config", "adapters", "gateway", "deploy", "tests"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / room))
      if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::vector<std::string> places;
  for (const fs::path& file : files) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
      if (line.find(name) != std::string::npos)
        places.push_back(fs::relative(file, root).string() + ": " + line);
    }
  }
  return places;
}

TEST_CASE("nothing but its folder and one line of CMake knows the third provider") {
  std::vector<std::string> places = places_that_name("pretend");
  const std::string here = "tests/integration/";
  CHECK(std::erase_if(places, [&](const std::string& place) {
          return place.starts_with(here + "pretend_provider/");
        }) > 0);
  std::erase_if(
      places, [&](const std::string& place) { return place.starts_with(here + "third_provider_test.cpp"); });
  CHECK(places ==
        std::vector<std::string>{
            here + "CMakeLists.txt: add_provider(pretend ${CMAKE_CURRENT_SOURCE_DIR}/pretend_provider)"});
}

}  // namespace
}  // namespace tests::integration
