#include "gateway/cli/send_batch.hpp"

#include "gateway/cli/check_rows.hpp"
#include "tests/gateway/cli/served.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::cli {
namespace {

using tests::cli::chunked;
using tests::cli::client_of;
using tests::cli::contains;
using tests::cli::problem;
using tests::cli::Served;
using tests::cli::short_patience;
using tests::cli::Step;
using tests::cli::Then;
using tests::gateway_loop::ok;

constexpr const char* ndjson = "application/x-ndjson";
const std::string line_0 = "{\"index\":0,\"status\":201,\"user\":{\"id\":\"p:1\"},\"operation\":\"/op\"}\n";
const std::string line_1 =
    "{\"index\":1,\"status\":409,\"problem\":{\"code\":\"user_exists\"},\"operation\":null}\n";
const std::string batch_summary = "{\"summary\":{\"count\":2,\"created\":1,\"failed\":1}}\n";

struct HeardOfBatch {
  std::string settled;  // "0:201:/op 1:409: "
  std::optional<ApiFailure> failure;
  std::vector<std::string> requests;
  std::size_t connections = 0;
  std::vector<std::chrono::seconds> slept;
};

HeardOfBatch send(std::vector<std::vector<Step>> script, int times = 1) {
  HeardOfBatch heard;
  Served served(std::move(script));
  ApiClient client = client_of(served.url(), "secret", short_patience());
  PatientPost usher(client, [&heard](std::chrono::seconds time) { heard.slept.push_back(time); });
  for (int i = 0; i < times; ++i) {
    heard.failure = send_batch(usher, "/v1/b", "{\"items\":[]}", 2, [&heard](const SettledItem& item) {
      heard.settled +=
          std::to_string(item.index) + ':' + std::to_string(item.status) + ':' + item.operation + ' ';
    });
  }
  heard.requests = served.requests();
  heard.connections = served.connections();
  return heard;
}

std::vector<UserRow> rows_of(std::string& csv) { return read_user_rows(csv).rows; }

}  // namespace

TEST_CASE("a batch is sent as JSON with its length, and every line is told as it comes") {
  const HeardOfBatch heard = send({{{chunked({line_1, line_0 + batch_summary}, ndjson)}}});
  CHECK_FALSE(heard.failure);
  CHECK(heard.settled == "1:409: 0:201:/op ");
  REQUIRE(heard.requests.size() == 1);
  CHECK(heard.requests[0].starts_with("POST /v1/b HTTP/1.1\r\n"));
  CHECK(contains(heard.requests[0], "\r\nAccept: application/x-ndjson\r\n"));
  CHECK(contains(heard.requests[0], "\r\nAuthorization: Bearer secret\r\n"));
  CHECK(contains(heard.requests[0],
                 "\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"items\":[]}"));
  CHECK_FALSE(contains(heard.requests[0], "Idempotency-Key"));
}

TEST_CASE("batch after batch goes over one connection, and over a new one where that was closed") {
  const std::string whole = chunked({line_0, line_1, batch_summary}, ndjson);
  const HeardOfBatch kept = send({{{whole}, {whole}}}, 2);
  CHECK_FALSE(kept.failure);
  CHECK(kept.connections == 1);
  const HeardOfBatch closed = send({{{whole, Then::close}}, {{whole}}}, 2);
  CHECK_FALSE(closed.failure);
  CHECK(closed.connections == 2);
  CHECK(closed.requests.size() == 2);
}

TEST_CASE("an answer without its summary was cut, and what had come is true") {
  for (const Step& cut : {Step{chunked({line_0}, ndjson, ""), Then::close}, Step{chunked({line_0}, ndjson)},
                          Step{chunked({line_0, line_1.substr(0, 20)}, ndjson)},
                          Step{chunked({line_0}, ndjson, ""), Then::keep}}) {
    const HeardOfBatch heard = send({{cut}});
    REQUIRE(heard.failure);
    CHECK(contains(heard.failure->detail, "The answer was cut: its last line did not come."));
    CHECK(heard.settled == "0:201:/op ");
  }
}

TEST_CASE("what no Usher says is told as such, and never taken for an answer") {
  const std::vector<std::string> answers = {
      "no json\n",
      "[]\n",
      "{}\n",
      "{\"index\":2,\"status\":201,\"user\":{}}\n",
      "{\"index\":-1,\"status\":201,\"user\":{}}\n",
      "{\"index\":0,\"status\":201,\"problem\":{}}\n",
      "{\"index\":0,\"status\":409,\"user\":{}}\n",
      line_0 + line_0,
      line_0 + batch_summary,
      line_0 + line_1 + batch_summary + line_0,
  };
  for (const std::string& answer : answers) {
    CAPTURE(answer);
    const HeardOfBatch heard = send({{{chunked({answer}, ndjson)}}});
    REQUIRE(heard.failure);
    CHECK(contains(heard.failure->detail, "no Usher of this version"));
  }
}

TEST_CASE("a batch that is refused as a whole is that problem") {
  const HeardOfBatch heard = send({{{problem(403, R"({"code":"forbidden","status":403})"), Then::close}}});
  REQUIRE(heard.failure);
  CHECK(heard.failure->code() == "forbidden");
  CHECK(heard.settled.empty());
}

TEST_CASE("who is asked to come later waits so long and comes again, but not for ever") {
  const std::string later =
      "HTTP/1.1 429 Later\r\nRetry-After: 3\r\nContent-Type: application/problem+json\r\n"
      "Content-Length: 23\r\n\r\n{\"code\":\"rate_limited\"}";
  const HeardOfBatch heard = send({{{later}, {later}, {chunked({line_0, line_1, batch_summary}, ndjson)}}});
  CHECK_FALSE(heard.failure);
  CHECK(heard.slept == std::vector<std::chrono::seconds>(2, std::chrono::seconds(3)));
  const HeardOfBatch in_vain = send({{{later}, {later}, {later}, {later}, {later}, {later}}});
  REQUIRE(in_vain.failure);
  CHECK(in_vain.failure->code() == "rate_limited");
  CHECK(in_vain.requests.size() == 5);
  std::string too_late = later;
  too_late.replace(too_late.find("3\r\n"), 1, "3600");
  CHECK(send({{{too_late}}}).slept.empty());
  CHECK(send({{{problem(503, R"({"code":"provider_unavailable"})")}}}).slept.empty());
}

TEST_CASE("rows are asked about one after the other, and a row's mistakes end nothing") {
  std::string csv = "email,firstName\na@x,A\nb@x,B\nc@x,C\n";
  const auto rows = rows_of(csv);
  Served served({{{problem(422, R"({"code":"invalid_draft","errors":[
      {"pointer":"/passwordProfile/password","provider":"partner_center","reason":"required","detail":"It is."},
      {"pointer":"/email","reason":"invalid_syntax","detail":"No."}]})")},
                  {problem(409, R"({"code":"user_exists"})")},
                  {ok("{\"plan\":[]}")}}});
  ApiClient client = client_of(served.url());
  PatientPost usher(client, {});
  int asked = 0;
  std::vector<const UserRow*> wanted;
  for (const UserRow& row : rows)
    wanted.push_back(&row);
  const RowsCheck check = check_rows(usher, {"t", "c", "p"}, wanted, [&asked] { ++asked; });
  CHECK(asked == 3);
  CHECK_FALSE(check.failure);
  CHECK(check.existing == 1);
  REQUIRE(check.mistakes.size() == 2);
  CHECK(to_string(check.mistakes[0], "f") == "f:2: password: partner_center: required: It is.\n");
  CHECK(to_string(check.mistakes[1], "f") == "f:2: email: invalid_syntax: No.\n");
  REQUIRE(served.requests().size() == 3);
  CHECK(served.connections() == 1);
  CHECK(served.requests()[0].starts_with(
      "POST /v1/tenants/t/customers/c/users?provider=p&validateOnly=true HTTP"));
  CHECK(served.requests()[2].ends_with("\r\n\r\n{\"email\":\"c@x\",\"firstName\":\"C\"}"));
}

TEST_CASE("what is wrong with the command or the gateway ends the check: no row can help it") {
  for (const std::string& answer :
       {problem(400, R"({"code":"invalid_parameter","errors":[{"parameter":"provider"}]})"),
        problem(401, R"({"code":"unauthenticated"})"), problem(404, R"({"code":"customer_not_found"})"),
        problem(502, R"({"code":"provider_error"})"),
        std::string("HTTP/1.1 422 x\r\nContent-Length: 0\r\n\r\n")}) {
    CAPTURE(answer);
    std::string csv = "email\na@x\nb@x\n";
    const auto rows = rows_of(csv);
    Served served({{{answer}}});
    ApiClient client = client_of(served.url());
    PatientPost usher(client, {});
    const std::vector<const UserRow*> wanted = {&rows[0], &rows[1]};
    const RowsCheck check = check_rows(usher, {"t", "c", {}}, wanted, [] {});
    CHECK(check.failure.has_value());
    CHECK(check.mistakes.empty());
    CHECK(served.requests().size() == 1);
  }
}

}  // namespace gateway::cli
