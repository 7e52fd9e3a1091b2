// Requests that are unusual and right: they must be served.
#include "tests/integration/hostile.hpp"

#include <doctest/doctest.h>

namespace tests::integration {

using support::HttpConnection;

namespace {

// A draft that nobody can accept, so that a body which arrived whole is told by its 422.
constexpr std::string_view odd_draft = R"({"unknown":1})";

unsigned status_answering(const std::string& bytes) {
  HttpConnection connection(arena().gateway.port());
  connection.send(bytes);
  return connection.read_reply().status;
}

}  // namespace

TEST_CASE("serves every good form of a request") {
  const std::string port = std::to_string(arena().gateway.port());
  for (const std::string& bytes : std::vector<std::string>{
           get("/livez"),
           "\r\n" + get("/livez"),
           get("/livez?"),
           "GET /livez HTTP/1.0\r\nHost: localhost\r\n\r\n",
           "GET /livez HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n",
           "GET /livez HTTP/1.1\r\nhOsT:localhost \t\r\n\r\n",
           "GET /livez HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n",
           "GET /livez HTTP/1.1\r\nHost: [::1]:" + port + "\r\n\r\n",
           "GET http://localhost:" + port + "/livez HTTP/1.1\r\nHost: localhost\r\n\r\n",
           "GET HTTP://LOCALHOST/livez HTTP/1.1\r\nHost: other.example\r\n\r\n",
           get("/livez", "Content-Length: 0\r\n"),
           get("/%6civez"),
           get(users_target, "Accept: text/html, application/*;q=0.5\r\n"),
           get("/v1/tenants/contoso/customers/AAAAAAAA-0000-4000-8000-000000000012/users"),
       }) {
    CAPTURE(bytes);
    CHECK(status_answering(bytes) == 200);
  }
}

TEST_CASE("answers HEAD as it would answer GET, without the body") {
  HttpConnection connection(arena().gateway.port());
  connection.send(get("/openapi.json"));
  const auto whole = connection.read_reply();
  connection.send("HEAD /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto head = connection.read_reply(true);
  CHECK(head.status == 200);
  CHECK(head.header("content-length") == std::to_string(whole.body.size()));
  connection.send(get("/livez"));
  CHECK(connection.read_reply().status == 200);
}

TEST_CASE("tells the methods of a path") {
  const auto reply = support::request(arena().gateway.port(), "OPTIONS", users_target);
  CHECK(reply.status == 204);
  CHECK(reply.header("allow") == "GET, HEAD, OPTIONS, POST");
  CHECK(support::request(arena().gateway.port(), "OPTIONS", "*").status == 204);
  CHECK(support::request(arena().gateway.port(), "PUT", "/livez").header("allow") == "GET, HEAD, OPTIONS");
}

TEST_CASE("takes a chunked body however it is cut") {
  for (const std::string_view body :
       {"D\r\n{\"unknown\":1}\r\n0\r\n\r\n", "d\r\n{\"unknown\":1}\r\n0\r\n\r\n",
        "000d\r\n{\"unknown\":1}\r\n000\r\n\r\n", "1\r\n{\r\nC\r\n\"unknown\":1}\r\n0\r\n\r\n"}) {
    CAPTURE(body);
    HttpConnection connection(arena().gateway.port());
    for (const char byte : chunked(body))
      connection.send({&byte, 1});
    const auto reply = connection.read_reply();
    CHECK(reply.status == 422);
    CHECK(reply.json().at("errors").at(0).at("pointer") == "/unknown");
    // What comes behind the last chunk is the next request.
    connection.send(get("/livez"));
    CHECK(connection.read_reply().status == 200);
  }
}

TEST_CASE("asks for an announced body only once it wants it") {
  HttpConnection connection(arena().gateway.port());
  std::string bytes = post(odd_draft, "Expect: 100-continue\r\n");
  connection.send(bytes.substr(0, bytes.size() - odd_draft.size()));
  CHECK(connection.read_reply(true).status == 100);
  connection.send(odd_draft);
  CHECK(connection.read_reply().status == 422);

  // Who did not wait is not told to go on.
  connection.send(bytes);
  CHECK(connection.read_reply().status == 422);
}

TEST_CASE("answers 20 pipelined requests in their order") {
  HttpConnection connection(arena().gateway.port());
  std::string bytes;
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) {
    ids.push_back("0d5c4b3a-2918-4706-8f5e-4d3c2b1a09" + std::to_string(10 + i));
    const auto id = "X-Correlation-Id: " + ids.back() + "\r\n";
    bytes += i % 3 == 0 ? get(users_target, id) : i % 3 == 1 ? post(odd_draft, id) : get("/nowhere", id);
  }
  connection.send(bytes);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    CAPTURE(i);
    const auto reply = connection.read_reply();
    CHECK(reply.status == (i % 3 == 0 ? 200 : i % 3 == 1 ? 422 : 404));
    CHECK(reply.header("x-correlation-id") == ids[i]);
  }
}

TEST_CASE("keeps or ends the connection as the caller wishes") {
  struct Row {
    const char* line_and_fields;
    bool stays;
  };
  for (const Row& row : {Row{"HTTP/1.1\r\nHost: localhost\r\n", true},
                         Row{"HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", false},
                         Row{"HTTP/1.1\r\nHost: localhost\r\nConnection: foo, CLOSE\r\n", false},
                         Row{"HTTP/1.0\r\nHost: localhost\r\n", false},
                         Row{"HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n", true}}) {
    CAPTURE(row.line_and_fields);
    HttpConnection connection(arena().gateway.port());
    connection.send("GET /livez " + std::string(row.line_and_fields) + "\r\n");
    CHECK(connection.read_reply().status == 200);
    connection.send(get("/livez"));
    CHECK(connection.read_reply().status == (row.stays ? 200 : 0));
  }
}

}  // namespace tests::integration
