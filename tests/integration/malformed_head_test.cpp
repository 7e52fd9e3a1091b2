// Heads that break the rules of HTTP, or that two readers could understand in two ways.
#include "tests/integration/hostile.hpp"

#include <doctest/doctest.h>

namespace tests::integration {
namespace {

using namespace std::string_literals;

std::vector<Hostile> with_fields(std::initializer_list<std::pair<const char*, std::string>> fields,
                                 const char* code = "invalid_request") {
  std::vector<Hostile> all;
  for (const auto& [what, text] : fields)
    all.push_back({what, get(users_target, text), code});
  return all;
}

std::vector<Hostile> with_request_line(std::initializer_list<std::pair<const char*, std::string>> lines,
                                       const char* code = "invalid_request") {
  std::vector<Hostile> all;
  for (const auto& [what, line] : lines)
    all.push_back({what, line + "\r\nHost: localhost\r\nX-A: can4ry\r\n\r\n", code});
  return all;
}

}  // namespace

TEST_CASE("refuses lines that do not end in CRLF, and fields that go on in the next line") {
  check_ends_the_connection({
      {"LF only", "GET /livez HTTP/1.1\nHost: localhost\nX-A: can4ry\n\n", "invalid_request"},
      {"LF behind the request line", "GET /livez HTTP/1.1\nHost: localhost\r\n\r\n", "invalid_request"},
      {"CR behind the request line", "GET /livez HTTP/1.1\rHost: localhost\r\n\r\n", "invalid_request"},
      {"LF at the end", "GET /livez HTTP/1.1\r\nHost: localhost\r\n\n", "invalid_request"},
      {"two empty lines in front", "\r\n\r\nGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n",
       "invalid_request"},
      {"LF in front", "\nGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n", "invalid_request"},
  });
  check_ends_the_connection(with_fields({
      {"LF behind a field", "X-A: can4ry\nX-B: b\r\n"},
      {"CR behind a field", "X-A: can4ry\rX-B: b\r\n"},
      {"CR CR LF", "X-A: can4ry\r\r\n"},
      {"folded with a space", "X-A: a\r\n can4ry\r\n"},
      {"folded with a tab", "X-A: a\r\n\tcan4ry\r\n"},
      {"folded Transfer-Encoding", "Transfer-Encoding:\r\n chunked\r\n"},
  }));
}

TEST_CASE("refuses field lines that are none") {
  check_ends_the_connection(with_fields({
      {"space before the colon", "X-A : can4ry\r\n"},
      {"tab before the colon", "X-A\t: can4ry\r\n"},
      {"no colon", "can4ry\r\n"},
      {"no name", ": can4ry\r\n"},
      {"a name with brackets", "X(A): can4ry\r\n"},
      {"a name with a space", "X A: can4ry\r\n"},
      {"an 8-bit name", "X-\xc3\xa4: can4ry\r\n"},
      {"an 8-bit value", "X-A: can4ry\xff\r\n"},
      {"a value in UTF-8", "X-A: can4ry \xc3\xa4\r\n"},
      {"NUL in a value", "X-A: can4ry\0b\r\n"s},
      {"ESC in a value", "X-A: can4ry\x1b[31m\r\n"},
      {"DEL in a value", "X-A: can4ry\x7f\r\n"},
      {"a vertical tab in a value",
       "Transfer-Encoding: \x0b"
       "chunked\r\n"},
  }));
  std::string first = get(users_target);
  first.insert(first.find("Host"), " ");
  check_ends_the_connection({{"white space before the first field", first, "invalid_request"}});
}

TEST_CASE("refuses a request that does not name its host once") {
  const std::string line = "GET " + std::string(users_target) + " HTTP/1.1\r\n";
  std::vector<Hostile> all = {{"none", line + "X-A: can4ry\r\n\r\n", "invalid_request"}};
  for (const std::string host :
       {"", "can4ry host", "can4ry@localhost", "localhost:99999", "localhost:can4ry", "localhost, can4ry",
        "[::can4ry]", "[::1", "localhost/can4ry", "..can4ry", "http://can4ry", "local\thost"}) {
    all.push_back({"Host: " + host, line + "Host: " + host + "\r\n\r\n", "invalid_request"});
  }
  for (const char* second : {"Host: localhost", "host: can4ry", "HOST:"})
    all.push_back({second, get(users_target, second + "\r\n"s), "invalid_request"});
  check_ends_the_connection(all);
}

TEST_CASE("refuses request targets of a form that is not theirs") {
  check_ends_the_connection(with_request_line({
      {"authority-form", "GET can4ry:80 HTTP/1.1"},
      {"CONNECT", "CONNECT can4ry:443 HTTP/1.1"},
      {"asterisk", "GET * HTTP/1.1"},
      {"no authority", "GET http:///can4ry HTTP/1.1"},
      {"nothing behind the scheme", "GET http:// HTTP/1.1"},
      {"user information", "GET http://can4ry@localhost/livez HTTP/1.1"},
      {"a port that is none", "GET http://localhost:can4ry/livez HTTP/1.1"},
      {"the other scheme", "GET https://localhost/livez HTTP/1.1"},
      {"another scheme", "GET ftp://localhost/livez HTTP/1.1"},
      {"no slash", "GET livez HTTP/1.1"},
      {"a fragment", "GET /livez#can4ry HTTP/1.1"},
      {"8-bit", "GET /livez\xc3\xa4 HTTP/1.1"},
      {"NUL", "GET /livez\0 HTTP/1.1"s},
      {"a quote", "GET /livez\"can4ry HTTP/1.1"},
      {"a backslash", "GET /v1\\can4ry HTTP/1.1"},
      {"an angle", "GET /livez<can4ry> HTTP/1.1"},
      {"a brace", "GET /livez{can4ry} HTTP/1.1"},
      {"a space", "GET /livez can4ry HTTP/1.1"},
      {"none", "GET  HTTP/1.1"},
  }));
}

TEST_CASE("refuses request lines that are none, and versions that it does not speak") {
  check_ends_the_connection(with_request_line({
      {"no version", "GET /livez"},
      {"lower case", "GET /livez http/1.1"},
      {"three numbers", "GET /livez HTTP/1.1.1"},
      {"one number", "GET /livez HTTP/1"},
      {"not HTTP", "GET /livez CAN4RY/1.1"},
      {"space behind", "GET /livez HTTP/1.1 "},
      {"space in front", " GET /livez HTTP/1.1"},
      {"tabs", "GET\t/livez\tHTTP/1.1"},
      {"a method with a bracket", "GE(T /livez HTTP/1.1"},
      {"an 8-bit method", "G\xc3\x84T /livez HTTP/1.1"},
  }));
  check_ends_the_connection(with_request_line({{"0.9", "GET /livez HTTP/0.9"},
                                               {"1.2", "GET /livez HTTP/1.2"},
                                               {"2.0", "GET /livez HTTP/2.0"},
                                               {"9.9", "GET /livez HTTP/9.9"},
                                               {"the preface of HTTP/2", "PRI * HTTP/2.0"}},
                                              "http_version_not_supported"));
  check_ends_the_connection({
      {"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, "invalid_request"},
      {"NUL", "\0"s, "invalid_request"},
      {"SSH", "SSH-2.0-can4ry\r\n\r\n", "invalid_request"},
  });
}

TEST_CASE("refuses a length of the body that is not one number") {
  check_ends_the_connection(with_fields({
      {"twice the same", "Content-Length: 5\r\nContent-Length: 5\r\n"},
      {"two", "Content-Length: 5\r\nContent-Length: 6\r\n"},
      {"a list", "Content-Length: 5, 5\r\n"},
      {"a plus", "Content-Length: +5\r\n"},
      {"a minus", "Content-Length: -5\r\n"},
      {"hexadecimal", "Content-Length: 0x5\r\n"},
      {"a decimal", "Content-Length: 5.0\r\n"},
      {"two numbers", "Content-Length: 5 5\r\n"},
      {"empty", "Content-Length:\r\n"},
      {"text", "Content-Length: can4ry\r\n"},
  }));
  check_ends_the_connection(
      with_fields({{"past 64 bits", "Content-Length: 99999999999999999999999\r\n"}}, "body_too_large"));
}

TEST_CASE("refuses every transfer coding but one chunked, and that together with a length") {
  check_ends_the_connection(with_fields({
      {"gzip", "Transfer-Encoding: gzip\r\n"},
      {"identity", "Transfer-Encoding: identity\r\n"},
      {"gzip and chunked", "Transfer-Encoding: gzip, chunked\r\n"},
      {"chunked twice", "Transfer-Encoding: chunked, chunked\r\n"},
      {"two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"},
      {"two lines, one empty", "Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n"},
      {"a parameter", "Transfer-Encoding: chunked;q=1\r\n"},
      {"quoted", "Transfer-Encoding: \"chunked\"\r\n"},
      {"a like word", "Transfer-Encoding: xchunked\r\n"},
      {"a comma", "Transfer-Encoding: chunked,\r\n"},
      {"empty", "Transfer-Encoding:\r\n"},
      {"a space before the colon", "Transfer-Encoding : chunked\r\n"},
      {"with a length in front", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"},
      {"with a length behind", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"},
  }));
  check_ends_the_connection(
      {{"in HTTP/1.0",
        "POST /livez HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "invalid_request"}});
}

TEST_CASE("refuses header fields that stand twice where they may stand once, and strange expectations") {
  const std::string id = "0d5c4b3a-2918-4706-8f5e-4d3c2b1a0918";
  check_ends_the_connection(with_fields({
      {"Authorization", "Authorization: Bearer can4ry\r\nAuthorization: Bearer can4ry\r\n"},
      {"Content-Type", "Content-Type: application/json\r\nContent-Type: application/json\r\n"},
      {"X-Correlation-Id", "X-Correlation-Id: " + id + "\r\nX-Correlation-Id: " + id + "\r\n"},
      {"traceparent", "traceparent: can4ry\r\ntraceparent: can4ry\r\n"},
      {"Idempotency-Key", "Idempotency-Key: can4ry\r\nidempotency-key: can4ry\r\n"},
      {"Connection", "Connection: cl(o)se can4ry\r\n"},
  }));
  check_ends_the_connection(with_fields({{"an unknown expectation", "Expect: can4ry\r\n"},
                                         {"and a known one", "Expect: 100-continue, can4ry\r\n"}},
                                        "expectation_failed"));
}

}  // namespace tests::integration
