#include "adapters/oauth2/token_error.hpp"

#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace adapters::oauth2 {
namespace {

using tests::adapters::reply_of;

// The documented shape.
std::string body_of(const std::string& error, const std::string& number) {
  return R"({"error":")" + error + R"(","error_description":"AADSTS)" + number +
         R"(: Words.\r\nTrace ID: 1","error_codes":[)" + number +
         R"(],"timestamp":"2026-01-01 00:00:00Z","trace_id":"1","correlation_id":"2"})";
}

TEST_CASE("says what a person must do about every refusal that only a person can mend") {
  struct Row {
    const char* number;
    const char* error;
    const char* in_remedy;
  };
  std::set<std::string> told;
  for (const auto& row : {Row{"50034", "invalid_grant", "administrator"},
                          {"50055", "invalid_grant", "refresh_token"},
                          {"50057", "invalid_grant", "administrator"},
                          {"50076", "interaction_required", "multi-factor"},
                          {"50078", "interaction_required", "multi-factor"},
                          {"50079", "invalid_grant", "multi-factor"},
                          {"50105", "invalid_grant", "assign the user"},
                          {"50158", "interaction_required", "multi-factor"},
                          {"50173", "invalid_grant", "refresh_token"},
                          {"53000", "interaction_required", "Conditional Access"},
                          {"53001", "interaction_required", "Conditional Access"},
                          {"53003", "interaction_required", "Conditional Access"},
                          {"65001", "invalid_grant", "consent"},
                          {"70000", "invalid_grant", "refresh_token"},
                          {"70008", "invalid_grant", "refresh_token"},
                          {"70011", "invalid_scope", "scope"},
                          {"700082", "invalid_grant", "refresh_token"},
                          {"70043", "invalid_grant", "refresh_token"},
                          {"500133", "invalid_grant", "clock"},
                          {"530003", "interaction_required", "Conditional Access"},
                          {"700003", "invalid_grant", "refresh_token"},
                          {"700016", "unauthorized_client", "client_id"},
                          {"700024", "invalid_client", "clock"},
                          {"700027", "invalid_client", "certificate"},
                          {"700030", "invalid_client", "certificate"},
                          {"7000112", "unauthorized_client", "enable"},
                          {"7000215", "invalid_client", "client_secret"},
                          {"7000218", "invalid_client", "client_secret"},
                          {"7000222", "invalid_client", "client_secret"},
                          {"7000229", "unauthorized_client", "consent"},
                          {"500011", "invalid_resource", "scope"},
                          {"901002", "invalid_request", "endpoint: v1"},
                          {"90002", "invalid_request", "tenant_id"},
                          {"90099", "invalid_grant", "consent"},
                          {"99999999", "invalid_grant", "refresh_token"}}) {
    CAPTURE(row.number);
    const ProviderError error = token_error(reply_of(400, body_of(row.error, row.number)));
    CHECK(error.kind == ErrorKind::credentials);
    CHECK(error.remedy.find(row.in_remedy) != std::string::npos);
    CHECK(error.code == std::string("AADSTS") + row.number);
    CHECK(error.message.find("Trace ID") != std::string::npos);
    CHECK_FALSE(error.retryable);
    CHECK(error.detail.ends_with('.'));
    told.insert(row.number);
  }
  // And there is no row that no line of this table holds to it.
  for (const KnownRefusal& refusal : known_refusals()) {
    CAPTURE(refusal.number);
    CHECK((refusal.kind == ErrorKind::credentials) == told.contains(std::string(refusal.number)));
    CHECK((refusal.kind == ErrorKind::credentials) == !refusal.remedy.empty());
  }
}

TEST_CASE("finds the number in the words where the list of numbers is missing") {
  const ProviderError error = token_error(reply_of(
      401, R"({"error":"invalid_client","error_description":"AADSTS7000222: The secret has expired."})"));
  CHECK(error.code == "AADSTS7000222");
  CHECK(error.detail == "The client secret has expired.");
}

TEST_CASE("leaves to time what time heals") {
  struct Row {
    unsigned status;
    std::string body;
    ErrorKind kind;
  };
  for (const auto& row : {Row{400, body_of("invalid_grant", "50196"), ErrorKind::failed},
                          {503, body_of("temporarily_unavailable", "90033"), ErrorKind::failed},
                          {400, body_of("temporarily_unavailable", "90055"), ErrorKind::unavailable},
                          {400, R"({"error":"temporarily_unavailable"})", ErrorKind::failed},
                          {500, "", ErrorKind::failed},
                          {502, "<html>Bad gateway</html>", ErrorKind::failed},
                          {503, R"({"error":"invalid_grant"})", ErrorKind::failed},
                          {429, "", ErrorKind::unavailable}}) {
    CAPTURE(row.body);
    const ProviderError error = token_error(reply_of(row.status, row.body));
    CHECK(error.kind == row.kind);
    CHECK(error.retryable);
    CHECK(error.remedy.empty());
  }
}

TEST_CASE("does not blame credentials for answers that say nothing of them") {
  for (const unsigned status : {301U, 403U, 404U, 405U, 400U}) {
    CAPTURE(status);
    const ProviderError error = token_error(reply_of(status, ""));
    CHECK(error.kind == ErrorKind::failed);
    CHECK_FALSE(error.retryable);
  }
  CHECK(token_error(reply_of(204, "")).kind == ErrorKind::bad_response);
}

TEST_CASE("waits as long as a throttling token service says in seconds") {
  HttpReply reply = reply_of(429, "");
  reply.headers = {{"retry-after", "7"}};
  CHECK(token_error(reply).retry_after == std::chrono::seconds(7));
  reply.headers = {{"retry-after", "Mon, 27 Jan 2020 04:17:10 GMT"}};
  CHECK_FALSE(token_error(reply).retry_after.has_value());
}

}  // namespace
}  // namespace adapters::oauth2
