#include "adapters/reply_fault.hpp"

#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

namespace adapters {
namespace {

using tests::adapters::reply_of;

TEST_CASE("tells what a status means for each operation") {
  using enum Operation;
  using enum ErrorKind;
  struct Row {
    unsigned status;
    Operation operation;
    ErrorKind kind;
    bool retryable;
  };
  for (const auto& row : {Row{204, list_first_page, bad_response, false},
                          {204, list_later_page, bad_response, false},
                          {202, create, bad_response, false},
                          {101, list_first_page, bad_response, false},
                          {301, list_first_page, failed, false},
                          {307, create, failed, false},
                          {400, list_first_page, failed, false},
                          {400, create, refused, false},
                          {422, create, refused, false},
                          {422, list_later_page, failed, false},
                          {401, list_first_page, credentials, false},
                          {403, list_first_page, forbidden, false},
                          {404, list_first_page, customer_not_found, false},
                          {404, list_later_page, bad_response, false},
                          {404, create, customer_not_found, false},
                          {404, other, failed, false},
                          {409, create, user_exists, false},
                          {409, list_first_page, failed, false},
                          {408, list_first_page, failed, true},
                          {418, list_first_page, failed, false},
                          {429, create, unavailable, true},
                          {500, list_first_page, failed, true},
                          {501, create, failed, true},
                          {503, list_later_page, failed, true},
                          {599, other, failed, true}}) {
    CAPTURE(row.status);
    const ProviderError error = fault_of_status(reply_of(row.status), row.operation, {});
    CHECK(error.kind == row.kind);
    CHECK(error.retryable == row.retryable);
    CHECK(error.sent);
    CHECK(error.status == static_cast<int>(row.status));
    CHECK_FALSE(error.detail.empty());
  }
}

TEST_CASE("passes on how long a throttled provider wants to be left alone") {
  HttpReply reply = reply_of(429);
  reply.headers = {{"retry-after", "57"}};
  CHECK(fault_of_status(reply, Operation::create, {}).retry_after == std::chrono::seconds(57));
}

TEST_CASE("takes a provider's plain text as its words, and neither HTML nor JSON nor rubbish") {
  CHECK(plain_words("\xEF\xBB\xBF Not today. \r\n") == "Not today.");
  for (const std::string& body :
       {std::string(), std::string(" \n"), std::string("<html>no</html>"), std::string("{\"a\":1"),
        std::string("[1]"), std::string("\xff\xfe"), std::string(5000, 'x')}) {
    CHECK(plain_words(body).empty());
  }
}

TEST_CASE("compares providers' words by ASCII case only") {
  CHECK(contains_ignoring_case("Object ALREADY Exists.", "already exists"));
  CHECK_FALSE(contains_ignoring_case("already", "already exists"));
  CHECK(equals_ignoring_case("MS-ContinuationToken", "ms-continuationtoken"));
  CHECK_FALSE(equals_ignoring_case("@", "`"));
}

}  // namespace
}  // namespace adapters
