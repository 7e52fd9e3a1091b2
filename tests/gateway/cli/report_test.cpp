#include "gateway/cli/report.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>

namespace gateway::cli {
namespace {

namespace json = boost::json;

ListOutcome incomplete(std::string_view providers) {
  ListOutcome outcome;
  outcome.complete = false;
  outcome.providers = json::parse(providers).as_array();
  return outcome;
}

}  // namespace

TEST_CASE("a problem is told with everything that helps") {
  const auto problem = json::parse(R"({"type":"/problems/invalid_filter","title":"The filter is not valid",
    "status":400,"detail":"At offset 4: no operator.","code":"invalid_filter","correlationId":"id-1",
    "provider":"cloud_cockpit","providerStatus":403,"providerCode":"900421","providerMessage":"MFA\u001b[2J",
    "remedy":"Sign in.","errors":[{"parameter":"filter","reason":"syntax","detail":"No operator."},
    {"pointer":"/email","provider":"cloud_cockpit","reason":"required"}],
    "providers":[{"name":"cloud_cockpit","status":"error","error":{"code":"provider_forbidden","remedy":"Ask."}},
    {"name":"partner_center","status":"ok","count":1}]})");
  CHECK(problem_text(problem.as_object()) ==
        "The filter is not valid: At offset 4: no operator. (400 invalid_filter)\n"
        "  provider: cloud_cockpit, which answered 403, 900421, MFA\\x1b[2J\n"
        "  remedy: Sign in.\n"
        "  filter: syntax: No operator.\n"
        "  /email: cloud_cockpit: required\n"
        "  cloud_cockpit: provider_forbidden\n"
        "    remedy: Ask.\n"
        "  correlation id: id-1\n");
}

TEST_CASE("an incomplete list is told with the provider, its code and the remedy") {
  CHECK(outcome_text(incomplete(
            R"([{"name":"partner_center","status":"ok","count":2},{"name":"cloud_cockpit","status":"error",
            "error":{"code":"provider_rejected_credentials","detail":"The secret is wrong.","remedy":"Renew it."}}])")) ==
        "usher: the list is incomplete\n"
        "  cloud_cockpit: provider_rejected_credentials: The secret is wrong.\n"
        "    remedy: Renew it.\n");
}

TEST_CASE("across customers those that are incomplete are told, and of many the first and how many more") {
  ListOutcome outcome = incomplete("[]");
  for (int i = 0; i < 23; ++i) {
    outcome.customers.push_back(
        json::parse(R"({"customer":"c)" + std::to_string(i) +
                    R"(","complete":false,"providers":[{"name":"p","error":{"code":"provider_timeout"}}]})"));
    outcome.customers.push_back(json::parse(R"({"customer":"good","complete":true,"providers":[]})"));
  }
  const std::string text = outcome_text(outcome);
  CHECK(text.starts_with("usher: the list is incomplete\n  customer c0\n    p: provider_timeout\n"));
  CHECK(text.find("c19\n") != std::string::npos);
  CHECK(text.find("c20\n") == std::string::npos);
  CHECK(text.ends_with("  and 3 customers more\n"));
  CHECK(text.find("good") == std::string::npos);
}

TEST_CASE("a list that broke off is told with how far it came") {
  ListOutcome outcome;
  outcome.count = 7;
  outcome.failure = ApiFailure{"The list was cut.", std::nullopt};
  CHECK(outcome_text(outcome) ==
        "usher: The list was cut.\nusher: the list ends after 7 users: it is not whole\n");
  outcome.failure->problem = json::parse(R"({"title":"T","status":503,"code":"overloaded"})").as_object();
  CHECK(outcome_text(outcome) ==
        "usher: T (503 overloaded)\nusher: the list ends after 7 users: it is not whole\n");
}

TEST_CASE("warnings are told, and a good list without any says nothing") {
  ListOutcome outcome;
  outcome.complete = true;
  CHECK(outcome_text(outcome).empty());
  outcome.warnings =
      json::parse(
          R"([{"code":"ambiguous_identity","provider":"cloud_cockpit","ids":["1","2"],"detail":"Twins."}])")
          .as_array();
  outcome.customers =
      json::array{json::object{{"customer", "fabrikam"}, {"complete", true}, {"warnings", outcome.warnings}}};
  CHECK(outcome_text(outcome) ==
        "usher: warning: ambiguous_identity: cloud_cockpit: Twins. (1 2)\n"
        "usher: warning: fabrikam: ambiguous_identity: cloud_cockpit: Twins. (1 2)\n");
}

}  // namespace gateway::cli
