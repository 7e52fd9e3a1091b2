#include "adapters/partner_center/fault.hpp"

#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

namespace adapters::partner_center {
namespace {

using tests::adapters::read_sample;
using tests::adapters::reply_of;

ProviderError fault(const HttpReply& reply, Operation operation) { return fault_of(reply, operation, {}); }

TEST_CASE("reads the documented error: its code as a number, its words") {
  const auto error = fault(read_sample("partner_center/error_3000"), Operation::list_first_page);
  CHECK(error.kind == ErrorKind::customer_not_found);
  CHECK(error.code == "3000");
  CHECK(error.message == "Partner Organization with partner_id 9999999 could not be found");
  CHECK(error.status == 404);
}

TEST_CASE("reads the documented throttling: other words, and the wait") {
  const auto error = fault(read_sample("partner_center/throttled"), Operation::create);
  CHECK(error.kind == ErrorKind::unavailable);
  CHECK(error.message == "Rate limit is exceeded. Try again in 57 seconds.");
  CHECK(error.retry_after == std::chrono::seconds(57));
  CHECK(error.code.empty());
}

TEST_CASE("knows a missing second factor in every form that was ever seen, and no refresh is tried") {
  for (const char* name : {"partner_center/mfa_required_2019", "partner_center/mfa_required_2026"}) {
    CAPTURE(name);
    const HttpReply reply = read_sample(name);
    CHECK(is_beyond_refresh(reply));
    const auto error = fault(reply, Operation::list_first_page);
    CHECK(error.kind == ErrorKind::credentials);
    CHECK(error.remedy.find("multi-factor") != std::string::npos);
  }
  for (const char* body : {R"({"code":"900421"})", R"({"code":10001,"description":"x"})",
                           R"x({"description":"Authentication failed. MFA required. (10001)"})x",
                           R"({"error":{"code":"x","message":"MFA required"}})", "MFA required"}) {
    CAPTURE(body);
    CHECK(is_beyond_refresh(reply_of(401, body)));
  }
}

TEST_CASE("tries a refresh for every other 401") {
  CHECK_FALSE(is_beyond_refresh(reply_of(401, "")));
  CHECK_FALSE(is_beyond_refresh(reply_of(401, R"({"code":400,"description":"Access denied"})")));
  CHECK_FALSE(is_beyond_refresh(reply_of(401, R"({"code":800001})")));
  CHECK_FALSE(is_beyond_refresh(reply_of(403, R"({"code":900421})")));
  CHECK_FALSE(is_beyond_refresh(reply_of(200, R"({"code":900421})")));
}

TEST_CASE("says what to do about a 403, by its code") {
  struct Row {
    const char* body;
    const char* in_remedy;
  };
  for (const auto& row : {Row{R"({"code":900308})", "GDAP"},
                          {R"({"code":"20002"})", "reseller relationship"},
                          {R"({"code":900329})", "refresh_token"},
                          {R"({"code":900309})", "Conditional Access"},
                          {R"({"code":900150})", "AdminAgents"},
                          {R"({"code":600006})", "reseller relationship"},
                          {R"({"code":90000})", "consented"},
                          {"", "GDAP"},
                          {"<html>", "GDAP"}}) {
    CAPTURE(row.body);
    const auto error = fault(reply_of(403, row.body), Operation::list_first_page);
    CHECK(error.kind == ErrorKind::forbidden);
    CHECK(error.remedy.find(row.in_remedy) != std::string::npos);
  }
  const auto sample = fault(read_sample("partner_center/error_900308"), Operation::create);
  CHECK(sample.code == "900308");
  CHECK(sample.detail.find("GDAP") != std::string::npos);
}

TEST_CASE("takes a duplicate for a duplicate, whether it comes as 409 or 400") {
  CHECK(fault(read_sample("partner_center/duplicate_user"), Operation::create).kind ==
        ErrorKind::user_exists);
  CHECK(fault(reply_of(409, ""), Operation::create).kind == ErrorKind::user_exists);
  for (
      const char* body :
      {R"({"code":3000,"description":"The user ALREADY EXISTS."})", R"({"code":"ObjectConflict"})",
       R"({"code":1,"description":"x","data":["ObjectConflict"]})", R"({"data":[{"code":"ObjectConflict"}]})",
       R"({"error":{"code":"Request_BadRequest","message":"Another object ... already exists.","details":[]}})"}) {
    CAPTURE(body);
    CHECK(fault(reply_of(400, body), Operation::create).kind == ErrorKind::user_exists);
  }
  CHECK(fault(reply_of(400, R"({"description":"already exists"})"), Operation::list_first_page).kind ==
        ErrorKind::failed);
}

TEST_CASE("names the fields that the service names") {
  const auto error = fault(read_sample("partner_center/refused_fields"), Operation::create);
  CHECK(error.kind == ErrorKind::refused);
  CHECK(error.code == "800002");
  REQUIRE(error.fields.size() == 2);
  CHECK(error.fields[0].pointer == "/usageLocation");
  CHECK(error.fields[1].pointer == "/passwordProfile/password");
  CHECK(fault(reply_of(400, R"({"code":2000,"description":"Account Id has to be set."})"), Operation::create)
            .fields.empty());
}

TEST_CASE("needs no body, and none that it understands") {
  for (const char* body :
       {"", "<html><body>Bad gateway</body></html>", "{\"code\":", "[]", "\xff", "{\"code\":{}}"}) {
    CAPTURE(body);
    const auto error = fault(reply_of(502, body), Operation::list_first_page);
    CHECK(error.kind == ErrorKind::failed);
    CHECK(error.message.empty());
    CHECK(error.code.empty());
  }
  HttpReply reply = reply_of(500, "");
  reply.reason = "Internal Server Error";
  CHECK(fault(reply, Operation::create).message == "Internal Server Error");
}

}  // namespace
}  // namespace adapters::partner_center
