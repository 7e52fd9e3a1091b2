// Heads that must be refused, one reason each. Good ones are in request_head_test.cpp.
#include "gateway/server/request_head.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace gateway::server {

namespace {

using namespace std::string_literals;
using schema::ProblemCode;

std::string after_line(std::string_view line) {
  return std::string(line) + "\r\nHost: usher.example\r\n\r\n";
}

std::string with_last_fields(std::string_view fields) {
  return "POST /v1 HTTP/1.1\r\nHost: usher.example\r\n" + std::string(fields) + "\r\n\r\n";
}

std::string with_host(std::string_view value) {
  return "GET /v1 HTTP/1.1\r\nHost: " + std::string(value) + "\r\n\r\n";
}

std::string as_it_is(std::string_view head) { return std::string(head); }

void check_refused(const std::vector<std::string>& rows, std::string (*make)(std::string_view),
                   ProblemCode code = ProblemCode::invalid_request, bool tls = false) {
  for (const std::string& row : rows) {
    const std::string head = make(row);
    CAPTURE(head);
    const auto judged = judge_request_head(head, HeadLimits{}, tls);
    REQUIRE(judged.has_error());
    const HeadFault fault = judged.error();
    CAPTURE(fault.detail);
    CHECK(schema::kind_of(fault.code).name == schema::kind_of(code).name);
    CHECK(fault.close);
    CHECK(!fault.detail.empty());
    CHECK(fault.detail.find("SECRET") == std::string::npos);
  }
}

}  // namespace

TEST_CASE("refuses a request line that is not exactly method, target and version") {
  check_refused({"",
                 "GET",
                 "GET /",
                 "GET /SECRET",
                 "GET HTTP/1.1",
                 "GET  / HTTP/1.1",
                 "GET /  HTTP/1.1",
                 "GET / HTTP/1.1 ",
                 " GET / HTTP/1.1",
                 "\tGET / HTTP/1.1",
                 "GET\t/ HTTP/1.1",
                 "GET /\tHTTP/1.1",
                 "GET / HTTP/1.1\t",
                 "GET /a b HTTP/1.1",
                 "GET /SECRET x y HTTP/1.1",
                 "/ HTTP/1.1",
                 "G(T / HTTP/1.1",
                 "GET: / HTTP/1.1",
                 "\"GET\" / HTTP/1.1",
                 "G\x80T / HTTP/1.1",
                 "G\x01T / HTTP/1.1",
                 "G\0T / HTTP/1.1"s},
                after_line);
}

TEST_CASE("refuses what is no HTTP version, and the versions that it does not speak with 505") {
  check_refused({"GET / HTTP/1", "GET / HTTP/1.", "GET / HTTP/.1", "GET / HTTP/11", "GET / HTTP/1.1.1",
                 "GET / HTTP/1.10", "GET / HTTP/01.1", "GET / HTTP/1,1", "GET / HTTP/a.b", "GET / HTTP 1.1",
                 "GET / http/1.1", "GET / Http/1.1", "GET / HTTPS/1.1", "GET / HTCPCP/1.0", "GET / ICY",
                 "GET / HTTP/1.1\x80"},
                after_line);
  check_refused({"GET / HTTP/0.9", "GET / HTTP/1.2", "GET / HTTP/2.0", "GET / HTTP/3.0", "PRI * HTTP/2.0"},
                after_line, ProblemCode::http_version_not_supported);
}

TEST_CASE("refuses a target that is no path, no asterisk of OPTIONS and no URL of this scheme") {
  check_refused({"GET v1/tenants HTTP/1.1",
                 "GET ?SECRET HTTP/1.1",
                 "GET * HTTP/1.1",
                 "POST * HTTP/1.1",
                 "options * HTTP/1.1",
                 "OPTIONS ** HTTP/1.1",
                 "OPTIONS *?a HTTP/1.1",
                 "CONNECT usher.example:443 HTTP/1.1",
                 "CONNECT / HTTP/1.1",
                 "GET usher.example:443 HTTP/1.1",
                 "GET /a#SECRET HTTP/1.1",
                 "GET /a?b#SECRET HTTP/1.1",
                 "GET # HTTP/1.1",
                 "GET http://usher.example/#SECRET HTTP/1.1",
                 "GET /\x7f HTTP/1.1",
                 "GET /\x01 HTTP/1.1",
                 "GET /a\0b HTTP/1.1"s,
                 "GET /caf\xc3\xa9 HTTP/1.1",
                 "GET /\xff HTTP/1.1",
                 "GET /?a=\xe9 HTTP/1.1",
                 "GET /a\\b HTTP/1.1",
                 "GET /\"a\" HTTP/1.1",
                 "GET /<a> HTTP/1.1",
                 "GET /{a} HTTP/1.1",
                 "GET /a|b HTTP/1.1",
                 "GET /?a=\"b\" HTTP/1.1",
                 "GET /?a=<b> HTTP/1.1",
                 "GET https://usher.example/ HTTP/1.1",
                 "GET ftp://usher.example/ HTTP/1.1",
                 "GET file:///etc/passwd HTTP/1.1",
                 "GET http:/usher.example/ HTTP/1.1",
                 "GET http:usher.example HTTP/1.1",
                 "GET http:// HTTP/1.1",
                 "GET http:///path HTTP/1.1",
                 "GET http://?a HTTP/1.1",
                 "GET http://:80/ HTTP/1.1",
                 "GET http://user@usher.example/ HTTP/1.1",
                 "GET http://user:SECRET@usher.example/ HTTP/1.1",
                 "GET http://usher.example:8o/ HTTP/1.1",
                 "GET http://usher.example:65536/ HTTP/1.1",
                 "GET http://usher.example:80:80/ HTTP/1.1",
                 "GET http://us%68er.example/ HTTP/1.1",
                 "GET http://[::1/ HTTP/1.1",
                 "GET http://[::1]x/ HTTP/1.1",
                 "GET http://[::g]/ HTTP/1.1",
                 "GET http://[127.0.0.1]/ HTTP/1.1",
                 "GET http://a..b/ HTTP/1.1",
                 "GET http://a\\b/ HTTP/1.1"},
                after_line);
  check_refused({"GET http://usher.example/ HTTP/1.1", "GET ws://usher.example/ HTTP/1.1"}, after_line,
                ProblemCode::invalid_request, true);
}

TEST_CASE("refuses a Host that is missing, given twice or malformed") {
  check_refused({"",        " ",
                 "a b",     "a,b",
                 "a, b",    "a/b",
                 "user@a",  "http://a",
                 "a:b",     "a:80:80",
                 "a:+80",   "a: 80",
                 "a:65536", "a:000080",
                 ":80",     ".a",
                 "a..b",    "a%00",
                 "a%2eb",   "::1",
                 "[::1",    "::1]",
                 "[]",      "[::1]80",
                 "[::1]:x", "[fe80::1%25eth0]",
                 "[v1.a]",  "\"a\"",
                 "a\x80",   std::string(254, 'a')},
                with_host);
  check_refused(
      {"GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nX-Host: a\r\n\r\n", "GET http://a/ HTTP/1.1\r\n\r\n",
       "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n",
       "GET / HTTP/1.1\r\nHost: a\r\nHost:\r\n\r\n", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
       "GET / HTTP/1.0\r\nHost: a b\r\n\r\n", "GET http://a/ HTTP/1.1\r\nHost: b c\r\n\r\n"},
      as_it_is);
}

TEST_CASE("refuses a field line that another hop could read differently") {
  check_refused({" X: folded",
                 "\tX: folded",
                 "X: a\r\n folded",
                 "X: a\r\n\tfolded",
                 "X: a\r\n ",
                 "X : a",
                 "X\t: a",
                 "Content-Length : 5",
                 ": a",
                 ":",
                 " : a",
                 "X",
                 "SECRET without a colon",
                 "X Y: a",
                 "X(Y): a",
                 "X@Y: a",
                 "\"X\": a",
                 "X\x80: a",
                 "X\x01: a",
                 "X\0: a"s,
                 "\xef\xbb\xbfX: a",
                 "X: a\0b"s,
                 "X: a\x01",
                 "X: a\x1b[2J",
                 "X: a\x7f",
                 "X: caf\xc3\xa9",
                 "X: \xff",
                 "X: a\rY: b",
                 "X: a\nY: b",
                 "X: a\r\r\nY: b",
                 "X: a\n\r\nY: b"},
                with_last_fields);
}

TEST_CASE("refuses a body whose end could be read in two ways") {
  check_refused({"Content-Length: 5\r\nContent-Length: 5",
                 "Content-Length: 5\r\ncontent-length: 6",
                 "Content-Length: 5, 5",
                 "Content-Length: 5,",
                 "Content-Length:",
                 "Content-Length: +5",
                 "Content-Length: -5",
                 "Content-Length: 5 5",
                 "Content-Length: 5.0",
                 "Content-Length: 5e1",
                 "Content-Length: 0x5",
                 "Content-Length: five",
                 "Content-Length: \"5\"",
                 "Content-Length: 5;",
                 "Transfer-Encoding: chunked\r\nContent-Length: 5",
                 "Content-Length: 0\r\nTransfer-Encoding: chunked",
                 "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                 "Transfer-Encoding: chunked, chunked",
                 "Transfer-Encoding: gzip, chunked",
                 "Transfer-Encoding: chunked, gzip",
                 "Transfer-Encoding: gzip",
                 "Transfer-Encoding: gzip\r\nContent-Length: 5",
                 "Transfer-Encoding: identity",
                 "Transfer-Encoding:",
                 "Transfer-Encoding: ,chunked",
                 "Transfer-Encoding: chunked,",
                 "Transfer-Encoding: chunked;a=b",
                 "Transfer-Encoding: xchunked",
                 "Transfer-Encoding: chunked chunked",
                 "Transfer-Encoding: \"chunked\"",
                 "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"},
                with_last_fields);
  check_refused({"Content-Length: 18446744073709551616", "Content-Length: 99999999999999999999999999"},
                with_last_fields, ProblemCode::body_too_large);
  check_refused({"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"}, as_it_is);
}

TEST_CASE("refuses a single-valued field that is given twice, and an expectation that it cannot meet") {
  check_refused(
      {"Content-Type: application/json\r\nContent-Type: application/json",
       "Authorization: Bearer SECRET\r\nAuthorization: Bearer SECRET",
       "Authorization: Bearer SECRET\r\nAUTHORIZATION:", "Idempotency-Key: SECRET\r\nIdempotency-Key: other",
       "X-Correlation-Id: SECRET\r\nX-Correlation-ID: other", "traceparent: SECRET\r\ntraceparent: other",
       "Connection: close, SECRET value", "Connection: \"close\""},
      with_last_fields);
  check_refused({"Expect: SECRET", "Expect: 100-continue, SECRET", "Expect: 100-continue\r\nExpect: SECRET",
                 "Expect: 200-ok", "Expect: 100-continue=1"},
                with_last_fields, ProblemCode::expectation_failed);
}

TEST_CASE("refuses bytes that are not one whole head") {
  check_refused(
      {"", "\r\n", "\r\n\r\n", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
       "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1",
       "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a", "GET / HTTP/1.1\r\nHost: a\r\n",
       "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\rHost: a\r\r", "GET / HTTP/1.1\r\nHost: a\n\r\n",
       "GET / HTTP/1.1\r\nHost: a\r\n\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\nX",
       "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00"s, "SSH-2.0-OpenSSH_9.2\r\n",
       "\0"s},
      as_it_is);
}

}  // namespace gateway::server
