#include "gateway/cli/api_client.hpp"

#include "gateway/transport/tls.hpp"
#include "tests/gateway/cli/served.hpp"
#include "tests/support/authority.hpp"
#include "tests/support/gateway_process.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <doctest/doctest.h>
#include <openssl/ssl.h>

#include <string>
#include <thread>
#include <unistd.h>

namespace gateway::cli {
namespace {

namespace asio = boost::asio;
using tests::cli::chunked;
using tests::cli::client_of;
using tests::cli::contains;
using tests::cli::problem;
using tests::cli::Served;
using tests::cli::short_patience;
using tests::cli::Then;
using tests::gateway_loop::ok;
using tests::support::Authority;
using tests::support::TemporaryFile;

struct Heard {
  boost::system::result<ApiReply, ApiFault> reply;
  std::string body;
};

Heard ask(ApiClient& client, const std::string& target = "/v1/x") {
  std::string body;
  auto reply = client.get(target, "application/json", [&body](std::string_view piece) {
    body += piece;
    return true;
  });
  return {std::move(reply), std::move(body)};
}

// Answers one request over `stream`, in its own thread; what failed is seen by the client.
template <class Stream>
void answer_once(Stream& stream, const std::string& answer) {
  std::string request;
  boost::system::error_code ignored;
  asio::read_until(stream, asio::dynamic_buffer(request), "\r\n\r\n", ignored);
  if (!ignored) asio::write(stream, asio::buffer(answer), ignored);
}

// A TLS server for one connection.
class TlsServed {
 public:
  TlsServed(const tests::support::IssuedCertificate& issued, std::string answer, bool says_goodbye = true)
      : certificate_(".pem", issued.certificate), key_(".pem", issued.key) {
    const auto tls = transport::make_server_context(certificate_.path(), key_.path());
    REQUIRE(tls.has_value());
    thread_ = std::thread([this, tls = *tls, answer = std::move(answer), says_goodbye] {
      asio::ssl::stream<asio::ip::tcp::socket> stream(context_, *tls);
      acceptor_.accept(stream.next_layer());
      boost::system::error_code failure;
      stream.handshake(asio::ssl::stream_base::server, failure);
      if (failure) return;
      answer_once(stream, answer);
      SSL_set_shutdown(stream.native_handle(), SSL_RECEIVED_SHUTDOWN);
      if (says_goodbye) stream.shutdown(failure);
    });
  }
  ~TlsServed() { thread_.join(); }
  TlsServed(const TlsServed&) = delete;
  TlsServed& operator=(const TlsServed&) = delete;
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  TemporaryFile certificate_;
  TemporaryFile key_;
  asio::io_context context_;
  asio::ip::tcp::acceptor acceptor_{context_, {asio::ip::address_v4::loopback(), 0}};
  std::thread thread_;
};

Heard ask_over_tls(const TlsServed& server, const std::string& ca, const std::string& host = "localhost") {
  const TemporaryFile file(".pem", ca);
  const auto tls = transport::make_client_context(file.path());
  REQUIRE(tls.has_value());
  ApiClient client(*parse_api_address("https://" + host + ':' + std::to_string(server.port())), *tls,
                   schema::SecretText(std::string("key")), Patience(), {});
  return ask(client);
}

}  // namespace

TEST_CASE("asks with the key, and keeps the connection for the next question") {
  Served served({{{ok("one", "Content-Type: Application/JSON; charset=utf-8\r\nX-Correlation-Id: id-1\r\n")},
                  {ok("two")}}});
  ApiClient client = client_of(served.url(), "secret");
  const Heard first = ask(client, "/v1/x?limit=1");
  REQUIRE(first.reply.has_value());
  CHECK(first.reply->status == 200);
  CHECK(first.reply->content_type == "application/json");
  CHECK(first.reply->correlation_id == "id-1");
  CHECK(first.body == "one");
  CHECK(ask(client).body == "two");
  REQUIRE(served.requests().size() == 2);
  CHECK(served.connections() == 1);
  const std::string& request = served.requests()[0];
  CHECK(request.starts_with("GET /v1/x?limit=1 HTTP/1.1\r\nHost: 127.0.0.1:"));
  CHECK(contains(request, "\r\nAccept: application/json\r\n"));
  CHECK(contains(request, "\r\nAuthorization: Bearer secret\r\n"));
}

TEST_CASE("without a key none is sent, and a path in the URL stands before the target") {
  Served served({{{ok("")}}});
  ApiClient client = client_of(served.url() + "/proxied");
  CHECK(ask(client, "/v1/x").reply.has_value());
  CHECK(served.requests()[0].starts_with("GET /proxied/v1/x HTTP/1.1\r\n"));
  CHECK_FALSE(contains(served.requests()[0], "Authorization"));
}

TEST_CASE("gives a chunked body piece by piece while it comes") {
  // The rest never comes: what has come is given before the silence is a fault.
  Served served({{{chunked({"{\"a\":1}\n"}, "application/x-ndjson", "")}}});
  ApiClient client = client_of(served.url(), {}, short_patience());
  const Heard heard = ask(client);
  CHECK(heard.body == "{\"a\":1}\n");
  REQUIRE(heard.reply.has_error());
  CHECK(contains(heard.reply.error().detail, "sent nothing for"));
}

TEST_CASE("a body is the same however it is framed") {
  const std::string text = std::string(200'000, 'x') + "end";
  for (const std::string& answer :
       {ok(text), chunked({text.substr(0, 7), text.substr(7)}, "text/plain"),
        "HTTP/1.1 200 OK\r\n\r\n" + text, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok(text)}) {
    CAPTURE(answer.substr(0, 80));
    Served served({{{answer, Then::close}}});
    ApiClient client = client_of(served.url());
    const Heard heard = ask(client);
    REQUIRE(heard.reply.has_value());
    CHECK(heard.body == text);
  }
}

TEST_CASE("an answer that breaks off is told as such, never given as a whole one") {
  for (const std::string& answer :
       {std::string("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"),
        chunked({"a", "b"}, "application/x-ndjson", ""), std::string("HTTP/1.1 200 O")}) {
    CAPTURE(answer);
    Served served({{{answer, Then::close}}});
    ApiClient client = client_of(served.url());
    const Heard heard = ask(client);
    REQUIRE(heard.reply.has_error());
    CHECK(contains(heard.reply.error().detail, "in the middle of its answer"));
  }
}

TEST_CASE("what speaks no HTTP, or says nothing, is told as such") {
  Served served({{{"220 mail.example.com ESMTP\r\n\r\n", Then::close}}, {{"", Then::close}}, {}});
  ApiClient client = client_of(served.url(), {}, short_patience());
  CHECK(contains(ask(client).reply.error().detail, "does not answer as HTTP/1.1 asks"));
  CHECK(contains(ask(client).reply.error().detail, "without an answer"));
  CHECK(contains(ask(client).reply.error().detail, "sent nothing for"));
}

TEST_CASE("asks once more where a kept connection was closed meanwhile, and only there") {
  Served served({{{ok("one"), Then::close}}, {{ok("two")}}});
  ApiClient client = client_of(served.url());
  CHECK(ask(client).body == "one");
  CHECK(ask(client).body == "two");
  CHECK(served.connections() == 2);
  CHECK(served.requests().size() == 2);
}

TEST_CASE("posts a body with its key, and gives the answer's body where it is no 200") {
  const std::string created = "HTTP/1.1 201 Created\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
  Served served({{{created}, {problem(429, "{}"), Then::close}}});
  ApiClient client = client_of(served.url() + "/proxied", "secret");
  const auto first = client.post({"/v1/x", "application/json", "{\"b\":2}", "key-1"}, {});
  REQUIRE(first.has_value());
  CHECK(first->status == 201);
  CHECK(first->body == "{\"a\":1}");
  CHECK(client.post({"/v1/x", "application/json", "{}"}, {})->status == 429);
  REQUIRE(served.requests().size() == 2);
  const std::string& request = served.requests()[0];
  CHECK(request.starts_with("POST /proxied/v1/x HTTP/1.1\r\n"));
  CHECK(contains(request, "\r\nAuthorization: Bearer secret\r\n"));
  CHECK(contains(request, "\r\nIdempotency-Key: key-1\r\n"));
  CHECK(request.ends_with("\r\nContent-Length: 7\r\n\r\n{\"b\":2}"));
  CHECK_FALSE(contains(served.requests()[1], "Idempotency-Key"));
}

TEST_CASE("an answer says when to come again, where it does so in seconds") {
  const auto retry_after = [](const std::string& value) {
    Served served({{{ok("", "Retry-After: " + value + "\r\n")}}});
    ApiClient client = client_of(served.url());
    return ask(client).reply->retry_after;
  };
  CHECK(retry_after("17") == std::chrono::seconds(17));
  for (const char* none : {"Wed, 21 Oct 2026 07:28:00 GMT", "-1", "soon", "99999999999999999999"})
    CHECK_FALSE(retry_after(none));
}

TEST_CASE("who refuses a long body unread, and goes, is heard") {
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
  std::thread thread([&] {
    asio::ip::tcp::socket socket(context);
    acceptor.accept(socket);
    answer_once(socket, problem(413, "{\"code\":\"body_too_large\"}"));
  });
  const std::string body(32 << 20, 'x');
  ApiClient client = client_of("http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()));
  const auto reply = client.post({"/v1/x", "application/json", body}, {});
  thread.join();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 413);
}

TEST_CASE("an error's body is kept and not given as data") {
  Served served({{{problem(401, "{\"code\":\"unauthenticated\"}")}, {ok("good")}}});
  ApiClient client = client_of(served.url());
  const Heard heard = ask(client);
  REQUIRE(heard.reply.has_value());
  CHECK(heard.reply->status == 401);
  CHECK(heard.reply->content_type == "application/problem+json");
  CHECK(heard.reply->correlation_id == "id-1");
  CHECK(heard.reply->body == "{\"code\":\"unauthenticated\"}");
  CHECK(heard.body.empty());
  CHECK(ask(client).body == "good");
}

TEST_CASE("of an endless error a part is kept") {
  Served served({{{"HTTP/1.1 500 Oh\r\n\r\n" + std::string(3 << 20, 'x'), Then::close}}});
  ApiClient client = client_of(served.url());
  const Heard heard = ask(client);
  REQUIRE(heard.reply.has_value());
  CHECK(heard.reply->body.size() == 1 << 20);
}

TEST_CASE("stops reading when no more is wanted, and asks anew on another connection") {
  Served served({{{chunked({"one", "two"}, "application/x-ndjson", "")}}, {{ok("again")}}});
  ApiClient client = client_of(served.url());
  const auto reply = client.get("/v1/x", "application/x-ndjson", [](std::string_view) { return false; });
  CHECK(reply.has_value());
  CHECK(ask(client).body == "again");
  CHECK(served.connections() == 2);
}

TEST_CASE("who does not listen cannot be reached") {
  std::string url;
  {
    const Served served({});
    url = served.url();
  }
  ApiClient nobody = client_of(url);
  CHECK(contains(ask(nobody).reply.error().detail, url + " cannot be reached: Connection refused."));
  ApiClient nowhere = client_of("unix:/nowhere/usher.sock");
  CHECK(contains(ask(nowhere).reply.error().detail, "cannot be reached: No such file or directory."));
  ApiClient nameless(*parse_api_address("https://usher.invalid"), *transport::make_client_context({}),
                     schema::SecretText(), Patience(), {});
  CHECK(contains(ask(nameless).reply.error().detail, "its name cannot be resolved"));
}

TEST_CASE("speaks over a Unix socket") {
  const std::string path = "/tmp/usher-test-" + std::to_string(getpid()) + ".sock";
  asio::io_context context;
  asio::local::stream_protocol::acceptor acceptor(context, path);
  std::thread thread([&] {
    asio::local::stream_protocol::socket socket(context);
    acceptor.accept(socket);
    answer_once(socket, ok("by path"));
  });
  ApiClient client = client_of("unix:" + path);
  CHECK(ask(client).body == "by path");
  thread.join();
  unlink(path.c_str());
}

TEST_CASE("speaks TLS with whom its CA vouches for") {
  const Authority authority;
  const TlsServed served(authority.issue(), ok("under TLS"));
  CHECK(ask_over_tls(served, authority.certificate()).body == "under TLS");
}

TEST_CASE("sends nothing to whom nobody vouches for, or who is another") {
  const Authority authority;
  tests::support::CertificateWish other;
  other.names = {"DNS:other.example"};
  for (const auto& [issued, ca] : {std::pair{authority.issue(other), authority.certificate()},
                                   {Authority().issue(), authority.certificate()}}) {
    const TlsServed served(issued, ok("secret"));
    const Heard heard = ask_over_tls(served, ca);
    REQUIRE(heard.reply.has_error());
    CHECK(contains(heard.reply.error().detail, "The certificate of localhost:"));
  }
}

TEST_CASE("under TLS a body without a length needs a goodbye, or it was cut") {
  const Authority authority;
  const std::string answer = "HTTP/1.1 200 OK\r\n\r\nto the end";
  const TlsServed polite(authority.issue(), answer, true);
  CHECK(ask_over_tls(polite, authority.certificate()).reply.has_value());
  const TlsServed cut(authority.issue(), answer, false);
  CHECK(ask_over_tls(cut, authority.certificate()).reply.has_error());
}

}  // namespace gateway::cli
