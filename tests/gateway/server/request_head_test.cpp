#include "gateway/server/request_head.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace gateway::server {

namespace {

using schema::ProblemCode;

RequestHead judge(const std::string& bytes, bool tls = false) {
  CAPTURE(bytes);
  const auto judged = judge_request_head(bytes, HeadLimits{}, tls);
  if (judged.has_error()) FAIL(judged.error().detail);
  return *judged;
}

std::string with_fields(std::string_view fields, std::string_view version = "1.1") {
  return "POST /v1 HTTP/" + std::string(version) + "\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

std::string many_fields(std::size_t count) {
  std::string fields;
  for (std::size_t i = 0; i < count; ++i)
    fields += "X: y\r\n";
  return fields;
}

}  // namespace

TEST_CASE("takes every well-formed request line, and keeps its parts as sent") {
  struct Row {
    std::string line;
    std::string method, path, query, authority;
    bool has_query = false;
  };
  const std::vector<Row> rows = {
      {"GET / HTTP/1.1", "GET", "/", "", "host.example"},
      {"GET /v1/tenants/a-b_c HTTP/1.1", "GET", "/v1/tenants/a-b_c", "", "host.example"},
      {"HEAD /a?b=c&d HTTP/1.1", "HEAD", "/a", "b=c&d", "host.example", true},
      {"GET /a? HTTP/1.1", "GET", "/a", "", "host.example", true},
      {"GET /a?b?c=/d HTTP/1.1", "GET", "/a", "b?c=/d", "host.example", true},
      {"GET //a/../b%2f%00 HTTP/1.1", "GET", "//a/../b%2f%00", "", "host.example"},
      {"GET /a%zz HTTP/1.1", "GET", "/a%zz", "", "host.example"},
      {"GET /users/partner_center:1;x=(y)!$&'*+,@~ HTTP/1.1", "GET", "/users/partner_center:1;x=(y)!$&'*+,@~",
       "", "host.example"},
      {"GET /a?b=[c]{d}|e^f`g\\h HTTP/1.1", "GET", "/a", "b=[c]{d}|e^f`g\\h", "host.example", true},
      {"OPTIONS * HTTP/1.1", "OPTIONS", "*", "", "host.example"},
      {"OPTIONS /a HTTP/1.1", "OPTIONS", "/a", "", "host.example"},
      {"BREW /pot HTTP/1.1", "BREW", "/pot", "", "host.example"},
      {"get /a HTTP/1.1", "get", "/a", "", "host.example"},
      {"M-SEARCH!#$%&'*+-.^_`|~9 / HTTP/1.1", "M-SEARCH!#$%&'*+-.^_`|~9", "/", "", "host.example"},
      {"GET http://other.example/a?b HTTP/1.1", "GET", "/a", "b", "other.example", true},
      {"GET HTTP://Other.Example:81/ HTTP/1.1", "GET", "/", "", "Other.Example:81"},
      {"GET http://other.example HTTP/1.1", "GET", "/", "", "other.example"},
      {"GET http://other.example?a=b HTTP/1.1", "GET", "/", "a=b", "other.example", true},
      {"GET http://[::1]:80/a HTTP/1.1", "GET", "/a", "", "[::1]:80"},
      {"OPTIONS http://other.example HTTP/1.1", "OPTIONS", "*", "", "other.example"},
      {"OPTIONS http://other.example/ HTTP/1.1", "OPTIONS", "/", "", "other.example"},
      {"GET / HTTP/1.0", "GET", "/", "", "host.example"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    const std::string bytes = row.line + "\r\nHost: host.example\r\n\r\n";
    const auto head = judge(bytes);
    CHECK(head.method == row.method);
    CHECK(head.path == row.path);
    CHECK(head.query == row.query);
    CHECK(head.has_query == row.has_query);
    CHECK(head.authority == row.authority);
    CHECK(head.minor_version == (row.line.ends_with("0") ? 0 : 1));
    CHECK(head.framing == BodyFraming::none);
  }
}

TEST_CASE("takes a URL of the listener's own scheme only") {
  const std::string bytes = "GET https://other.example/a HTTP/1.1\r\nHost: host.example\r\n\r\n";
  CHECK(judge(bytes, true).authority == "other.example");
  CHECK(judge_request_head(bytes, HeadLimits{}, false).has_error());
}

TEST_CASE("takes every well-formed Host") {
  for (const std::string host :
       {"a", "LOCALHOST", "localhost.", "usher.example:8443", "a-b_c.d", "127.0.0.1:80", "[::1]",
        "[::1]:8080", "[::ffff:127.0.0.1]", "[2001:db8::1]:0", "a:", "xn--bcher-kva.example", "a:65535"}) {
    const std::string bytes = "GET / HTTP/1.1\r\nHost:" + host + " \t\r\n\r\n";
    CHECK(judge(bytes).authority == host);
  }
}

TEST_CASE("does without a Host in HTTP/1.0") { CHECK(judge("GET / HTTP/1.0\r\n\r\n").authority.empty()); }

TEST_CASE("knows how the body is framed") {
  struct Row {
    std::string fields;
    BodyFraming framing;
    std::uint64_t length;
  };
  const std::vector<Row> rows = {
      {"", BodyFraming::none, 0},
      {"Content-Length: 0\r\n", BodyFraming::length, 0},
      {"content-length:42\r\n", BodyFraming::length, 42},
      {"Content-Length: \t 00000000000000000000000042 \r\n", BodyFraming::length, 42},
      {"Content-Length: 18446744073709551615\r\n", BodyFraming::length, UINT64_MAX},
      {"Transfer-Encoding: chunked\r\n", BodyFraming::chunked, 0},
      {"transfer-encoding:\tCHUNKED\t\r\n", BodyFraming::chunked, 0},
  };
  for (const Row& row : rows) {
    const std::string bytes = with_fields(row.fields);
    const auto head = judge(bytes);
    CHECK(head.framing == row.framing);
    CHECK(head.content_length == row.length);
  }
}

TEST_CASE("keeps a connection as each version of HTTP has it") {
  struct Row {
    std::string version, fields;
    bool keep_alive;
  };
  const std::vector<Row> rows = {
      {"1.1", "", true},
      {"1.1", "Connection: keep-alive\r\n", true},
      {"1.1", "Connection: close\r\n", false},
      {"1.1", "Connection: Upgrade , CLOSE\r\n", false},
      {"1.1", "Connection: keep-alive\r\nConnection: close\r\n", false},
      {"1.1", "Connection: , ,\r\nUpgrade: h2c\r\n", true},
      {"1.1", "Connection: closed\r\n", true},
      {"1.0", "", false},
      {"1.0", "Connection: Keep-Alive\r\n", true},
      {"1.0", "Connection: keep-alive, close\r\n", false},
  };
  for (const Row& row : rows) {
    const std::string bytes = with_fields(row.fields, row.version);
    CAPTURE(bytes);
    CHECK(judge(bytes).keep_alive == row.keep_alive);
  }
}

TEST_CASE("knows who waits for an interim answer: HTTP/1.1 with a body") {
  CHECK(judge(with_fields("Expect: 100-Continue\r\nContent-Length: 1\r\n")).expects_continue);
  CHECK(judge(with_fields("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n")).expects_continue);
  CHECK(!judge(with_fields("Expect: 100-continue\r\n")).expects_continue);
  CHECK(!judge(with_fields("Expect: 100-continue\r\nContent-Length: 0\r\n")).expects_continue);
  CHECK(!judge(with_fields("Content-Length: 1\r\n")).expects_continue);
  CHECK(!judge(with_fields("Expect: 100-continue\r\nContent-Length: 1\r\n", "1.0")).expects_continue);
  CHECK(!judge(with_fields("Expect: something\r\n", "1.0")).expects_continue);
}

TEST_CASE("hands on the fields that the gateway reads, and joins those that may be given in parts") {
  const std::string bytes = with_fields(
      "content-type: application/json \r\nContent-Encoding: gzip\r\nAUTHORIZATION: Bearer k\r\n"
      "X-Correlation-ID: c\r\nTraceParent: t\r\nIdempotency-Key:\t\"i\"\r\nAccept: text/html\r\n"
      "accept: application/json;q=0.5\r\ntracestate: a=1\r\nTracestate: b=2\r\nIf-None-Match: \"x\"\r\n"
      "If-None-Match: W/\"y\"\r\nX-Other: ignored\r\nX-Other: again\r\n");
  const auto head = judge(bytes);
  CHECK(head.content_type == "application/json");
  CHECK(head.content_encoding == "gzip");
  CHECK(head.authorization == "Bearer k");
  CHECK(head.correlation_id == "c");
  CHECK(head.traceparent == "t");
  CHECK(head.idempotency_key == "\"i\"");
  CHECK(head.accept == "text/html, application/json;q=0.5");
  CHECK(head.tracestate == "a=1, b=2");
  CHECK(head.if_none_match == "\"x\", W/\"y\"");

  const std::string bare = with_fields("");
  const auto without = judge(bare);
  CHECK(!without.content_type.has_value());
  CHECK(!without.content_encoding.has_value());
  CHECK(!without.authorization.has_value());
  CHECK(!without.accept.has_value());
  CHECK(!without.idempotency_key.has_value());
  CHECK(judge(with_fields("Accept:\r\n")).accept == "");
}

TEST_CASE("overlooks exactly one empty line in front of a request") {
  const std::string bytes = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
  CHECK(judge(bytes).path == "/");
  CHECK(judge_request_head("\r\n" + bytes, HeadLimits{}, false).has_error());
}

TEST_CASE("answers 414 to a long target, 431 to many fields or a large head, and takes what just fits") {
  const auto code_of = [](const std::string& bytes, HeadLimits limits = {}) {
    const auto judged = judge_request_head(bytes, limits, false);
    return judged.has_error() ? schema::kind_of(judged.error().code).status : 200;
  };
  const auto with_target = [](std::size_t size) {
    return "GET /" + std::string(size - 1, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
  };
  CHECK(code_of(with_target(8000)) == 200);
  CHECK(code_of(with_target(8001)) == 414);
  CHECK(code_of(with_target(20000)) == 414);
  CHECK(code_of(with_fields(many_fields(63))) == 200);
  CHECK(code_of(with_fields(many_fields(64))) == 431);
  const std::string plain = with_fields("");
  CHECK(code_of(plain, {.bytes = plain.size()}) == 200);
  CHECK(code_of(plain, {.bytes = plain.size() - 1}) == 431);
  CHECK(code_of(with_fields("X: " + std::string(17000, 'a') + "\r\n")) == 431);
}

TEST_CASE("tells a target without end from a head without end") {
  const HeadLimits limits;
  CHECK(judge_endless_head("GET /" + std::string(16379, 'a'), limits).code == ProblemCode::uri_too_long);
  CHECK(judge_endless_head("\r\nGET /" + std::string(16379, 'a'), limits).code == ProblemCode::uri_too_long);
  CHECK(judge_endless_head("GET / HTTP/1.1\r\nX: " + std::string(16379, 'a'), limits).code ==
        ProblemCode::headers_too_large);
  CHECK(judge_endless_head(std::string(16384, 'a'), limits).code == ProblemCode::headers_too_large);
}

TEST_CASE("names a field that is at fault, cut at 64 characters and without a byte that is not visible") {
  const auto detail_of = [](const std::string& bytes) {
    return judge_request_head(bytes, HeadLimits{}, false).error().detail;
  };
  CHECK(detail_of(with_fields("Idempotency-Key: a\r\nIdempotency-Key: b\r\n")).find("Idempotency-Key") !=
        std::string::npos);
  CHECK(detail_of(with_fields("X\x1b\xff\"Y: a\r\n")).find("X??\"Y") != std::string::npos);
  const auto cut = detail_of(with_fields(std::string(300, 'n') + "@: a\r\n"));
  CHECK(cut.find(std::string(64, 'n') + "...") != std::string::npos);
  CHECK(cut.find(std::string(65, 'n')) == std::string::npos);
}

TEST_CASE("finds the end of a head however its bytes arrive") {
  const std::string head = "\r\nPOST / HTTP/1.1\r\nHost: a\r\nX:\ty\r\n\r\n";
  const std::string bytes = head + "\x01\n body \r\n\r\n";
  CHECK(find_head_end(bytes, 0) == head.size());
  std::size_t seen = 0;
  for (std::size_t size = 0; size < head.size(); ++size) {
    CHECK(find_head_end(std::string_view(bytes).substr(0, size), seen) == std::string_view::npos);
    seen = size;
  }
  CHECK(find_head_end(bytes, seen) == head.size());
  for (std::size_t from = 0; from < head.size(); ++from)
    CHECK(find_head_end(bytes, from) == head.size());
}

TEST_CASE("ends a head at the first byte that none may hold, so that nobody waits for the rest") {
  struct Row {
    std::string bytes;
    std::size_t end;
  };
  const std::vector<Row> rows = {
      {"\n", 1},
      {"GET / HTTP/1.1\nHost", 15},
      {"GET / HTTP/1.1\rHost", 15},
      {"\x16\x03\x01", 1},
      {"GET /\x80", 6},
      {"GET /\x7f", 6},
      {"A\r\r\n", 2},
      {"A\r\nB\n", 5},
      {"\r\n\r\n", 4},
      {"\r\n\r\nGET", 4},
      {std::string("A\0B", 3), 2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    CHECK(find_head_end(row.bytes, 0) == row.end);
    CHECK(judge_request_head(row.bytes.substr(0, row.end), HeadLimits{}, false).has_error());
  }
  CHECK(find_head_end("GET / HTTP/1.1\r", 0) == std::string_view::npos);
  CHECK(find_head_end("\r", 0) == std::string_view::npos);
  CHECK(find_head_end("", 0) == std::string_view::npos);
}

}  // namespace gateway::server
