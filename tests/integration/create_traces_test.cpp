// What a create leaves behind: a line of the log for each change, figures, and a state without a password.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/state_folder.hpp"
#include "tests/support/read_file.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
namespace fs = std::filesystem;
using support::GatewayProcess;
using support::HttpReply;

std::vector<json::value> events_of(const std::string& log, std::string_view event) {
  std::vector<json::value> all;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('{')) continue;
    json::value read = json::parse(line);
    if (text_at(read, "event") == event) all.push_back(std::move(read));
  }
  return all;
}

// The value of a metric without labels; empty: there is none.
std::string metric_text(const GatewayProcess& gateway, const std::string& name) {
  std::istringstream lines(gateway.get("/metrics").body);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name + ' ')) return line.substr(name.size() + 1);
  }
  return {};
}

bool await_metric(const GatewayProcess& gateway, const std::string& name, const std::string& value) {
  for (int i = 0; i < 1000; ++i) {
    if (metric_text(gateway, name) == value) return true;
  }
  return false;
}

TEST_CASE(
    "the log has a line for each change of a create at a provider, with who and where and no password") {
  fresh_emulator();
  GatewayProcess own = fresh_gateway();
  const std::string name = somebody();
  const HttpReply reply = create(own, "contoso/twelve", draft_for_both(name), with_key("a-key"));
  CHECK(reply.status == 201);
  CHECK(own.process().end() == 0);
  std::vector<std::string> changes;
  for (const json::value& event : events_of(own.process().output(), "create")) {
    changes.push_back(text_at(event, "provider") + ' ' + text_at(event, "outcome"));
    CHECK(operation_of(reply).ends_with("/" + text_at(event, "operation")));
    CHECK(text_at(event, "tenant") == "contoso");
    CHECK(text_at(event, "customer") == "twelve");
    CHECK(text_at(event, "person") == name + "@twelve.example");
  }
  CHECK(changes == std::vector<std::string>{"partner_center pending", "cloud_cockpit pending",
                                            "partner_center sent", "partner_center created",
                                            "cloud_cockpit sent", "cloud_cockpit created"});
  CHECK(own.process().output().find(password) == std::string::npos);
}

TEST_CASE("what is kept of a create has no password, and is its owner's alone") {
  fresh_emulator();
  const StateFolder state;
  const auto check_files = [&] {
    std::size_t files = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(state.database().parent_path())) {
      CAPTURE(entry.path().string());
      ++files;
      CHECK((entry.status().permissions() & fs::perms(077)) == fs::perms::none);
      CHECK(support::read_file(entry.path()).find(password) == std::string::npos);
    }
    return files;
  };
  {
    GatewayProcess own(state.yaml() + creating_yaml(emulator(), {}));
    const json::object draft = draft_for_both(somebody());
    fault_at_create("cloud_cockpit", R"({"status":403})");
    CHECK(create(own, "contoso/twelve", draft, with_key("a")).status == 502);
    CHECK(check_files() >= 2);
    CHECK(create(own, "contoso/twelve", draft, with_key("a")).status == 201);
    check_files();
  }
  CHECK(check_files() >= 2);
}

TEST_CASE("the figures tell of creates that have not ended, and of those that were found out") {
  fresh_emulator().set("list_lag_ms", 600'000);
  fault_at_create("", R"({"reset":"after"})");
  GatewayProcess own = fresh_gateway();
  CHECK(metric_text(own, "usher_state_up") == "1");
  CHECK(metric_text(own, "usher_operations_open") == "0");
  CHECK(metric_text(own, "usher_operations_oldest_seconds") == "0");
  const HttpReply reply =
      create(own, "careful/twelve?provider=cloud_cockpit", cockpit_draft(somebody()), with_key("a"));
  CHECK(reply.status == 503);
  CHECK(metric_text(own, "usher_operations_open") == "1");
  CHECK(await_metric(own, "usher_operations_in_doubt", "1"));
  CHECK(std::stod(metric_text(own, "usher_operations_oldest_seconds")) > 0);
  emulator().set("list_lag_ms", 0);
  REQUIRE(await_operation(own, operation_of(reply), "succeeded"));
  CHECK(await_metric(own, "usher_operations_open", "0"));
  CHECK(metric_text(own, "usher_operations_in_doubt") == "0");
  CHECK(metric_text(own, "usher_operations_recovered_total") == "1");
}

}  // namespace
}  // namespace tests::integration
