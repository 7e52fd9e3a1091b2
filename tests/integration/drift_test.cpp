// What a provider sends that its documentation does not say breaks nothing: the list is whole, and the
// operator is told by metric, log and checks, by paths and without a value.
#include "tests/integration/list_scene.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <map>
#include <sstream>
#include <string>

namespace tests::integration {
namespace {
namespace json = boost::json;

// Each case has a scene of its own: the counts are since the gateway started.
void answer_lists(const ContosoScene& s, std::string_view provider, const json::value& body) {
  s.emulator.fault(json::serialize(json::object{{"match", {{"provider", provider}, {"operation", "list"}}},
                                                {"times", 2},
                                                {"action", {{"status", 200}, {"body", body}}}}));
}

json::value partner_center_of_tomorrow() {
  return json::parse(R"({"totalCount":2,"items":[
    {"id":"a9ef48bb-8758-4590-a312-d4a47bfaded4","userPrincipalName":"ada@twelve.example","displayName":"Ada",
     "userDomainType":"none","state":"half-asleep","riskLevel":"very-high-risk",
     "attributes":{"objectType":"CustomerUser"}},
    {"id":"a9ef48bb-8758-4590-a312-d4a47bfaded5","userPrincipalName":"bob@twelve.example",
     "userDomainType":"none","state":"active","riskLevel":"very-low-risk",
     "attributes":{"objectType":"CustomerUser"}}],
    "attributes":{"objectType":"Collection"}})");
}

json::value cloud_cockpit_of_tomorrow() {
  return json::parse(R"([{"id":"3f2504e0-4f89-11d3-9a0c-0305e82c3301","firstName":"Cyd","lastName":"Charisse",
    "email":"cyd@twelve.example","role":{"name":"customer","level":"level-of-tomorrow"}}])");
}

using Counts = std::map<std::string, std::int64_t>;

// By provider, of the metric's lines and of the log's.
Counts metric_of(const ContosoScene& s, const std::string& provider) {
  Counts counts;
  std::istringstream page(s.gateway.get("/metrics").body);
  const std::string begin = "usher_provider_drift_total{path=\"";
  const std::string end = "\",provider=\"" + provider + "\",tenant=\"contoso\"} ";
  for (std::string line; std::getline(page, line);) {
    const auto at = line.find(end);
    if (!line.starts_with(begin) || at == std::string::npos) continue;
    counts[line.substr(begin.size(), at - begin.size())] = std::stoll(line.substr(at + end.size()));
  }
  return counts;
}

Counts checks_of(const ContosoScene& s, std::string_view provider) {
  const auto reply = s.gateway.get("/readyz?verbose");
  CHECK(reply.status == 200);
  Counts counts;
  const json::value body = reply.json();
  for (const json::value& check : body.at("checks").as_array()) {
    if (text_at(check, "provider") != provider) continue;
    for (const json::value& row : check.at("drift").as_array())
      counts[text_at(row, "path")] = row.at("count").as_int64();
  }
  return counts;
}

Counts log_of(ContosoScene& s, std::string_view provider) {
  Counts lines;
  std::istringstream log(s.gateway.process().output());
  for (std::string line; std::getline(log, line);) {
    if (line.find("\"provider_drift\"") == std::string::npos) continue;
    const json::value event = json::parse(line);
    if (text_at(event, "provider") != provider) continue;
    CHECK(text_at(event, "tenant") == "contoso");
    ++lines[text_at(event, "path")];
  }
  return lines;
}

}  // namespace

TEST_CASE("a provider as documented shows no drift") {
  const ContosoScene s(no_repeats);
  CHECK(ask(s.gateway, users_of("contoso", "twelve")).json().at("complete") == true);
  CHECK(metric_of(s, "cloud_cockpit").empty());
  CHECK(checks_of(s, "cloud_cockpit").empty());
  CHECK(metric_of(s, "partner_center").empty());
  CHECK(checks_of(s, "partner_center").empty());
}

TEST_CASE("members and values that nobody documented break no list, and are told by path alone") {
  ContosoScene s(no_repeats);
  answer_lists(s, "partner_center", partner_center_of_tomorrow());
  answer_lists(s, "cloud_cockpit", cloud_cockpit_of_tomorrow());
  for (int times = 0; times < 2; ++times) {
    const json::value list = ask(s.gateway, users_of("contoso", "twelve")).json();
    CHECK(list.at("complete") == true);
    CHECK(list.at("items").as_array().size() == 3);
  }

  const Counts partner_center = {
      {"users[].riskLevel", 4}, {"users[].state=?", 2}, {"users[].displayName missing", 2}};
  const Counts cloud_cockpit = {{"users[].role.level", 2}, {"users[].groups missing", 2}};
  CHECK(metric_of(s, "partner_center") == partner_center);
  CHECK(metric_of(s, "cloud_cockpit") == cloud_cockpit);
  CHECK(checks_of(s, "partner_center") == partner_center);
  CHECK(checks_of(s, "cloud_cockpit") == cloud_cockpit);

  std::size_t lines = 0;
  const auto is_last = [&lines](const std::string& line) {
    lines += line.find("\"provider_drift\"") != std::string::npos ? 1 : 0;
    return lines == 5;
  };
  REQUIRE(s.gateway.process().wait_for_line(is_last).has_value());
  for (const auto& [provider, counts] :
       {std::pair("partner_center", partner_center), std::pair("cloud_cockpit", cloud_cockpit)}) {
    Counts once;
    for (const auto& [path, count] : counts)
      once[path] = 1;
    CHECK(log_of(s, provider) == once);
  }
  const std::string everything =
      s.gateway.process().output() + s.gateway.get("/metrics").body + s.gateway.get("/readyz?verbose").body;
  for (const char* value : {"half-asleep", "very-high-risk", "very-low-risk", "level-of-tomorrow"}) {
    CAPTURE(value);
    CHECK(everything.find(value) == std::string::npos);
  }
}

}  // namespace tests::integration
