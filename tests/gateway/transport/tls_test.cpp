#include "gateway/transport/tls.hpp"

#include "gateway/transport/client.hpp"
#include "tests/gateway/transport/scripted_server.hpp"
#include "tests/support/authority.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace gateway::transport {

namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using Tcp = asio::ip::tcp;
using tests::gateway_loop::call_within;
using tests::gateway_loop::get;
using tests::gateway_loop::Loop;
using tests::gateway_loop::ok;
using tests::gateway_loop::post;
using tests::gateway_loop::upstream_at;
using tests::support::Authority;
using tests::support::CertificateWish;
using tests::support::IssuedCertificate;

// A file that goes with the test.
class TextFile {
 public:
  explicit TextFile(const std::string& text) {
    std::string name = (std::filesystem::temp_directory_path() / "usher_tls_XXXXXX").string();
    const int file = mkstemp(name.data());
    REQUIRE(file >= 0);
    close(file);
    path_ = name;
    std::ofstream(path_) << text;
  }
  ~TextFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

const Authority& authority() {
  static const Authority ours;
  return ours;
}

// A provider with this certificate: answers what it is scripted to, all connections alike.
struct Server {
  struct State {
    State(asio::io_context& context, const IssuedCertificate& text, std::vector<std::string> given)
        : acceptor(context, Tcp::endpoint(asio::ip::address_v4::loopback(), 0)), answers(std::move(given)) {
      tls.use_certificate_chain(asio::buffer(text.certificate));
      tls.use_private_key(asio::buffer(text.key), ssl::context::pem);
    }
    Tcp::acceptor acceptor;
    ssl::context tls{ssl::context::tls_server};
    std::vector<std::string> answers;
    std::size_t connections = 0;
    std::size_t ended = 0;
    std::size_t resumed = 0;
    std::string received;
  };

  Server(Loop& loop, const IssuedCertificate& text, std::vector<std::string> answers = {})
      : state(std::make_shared<State>(loop.context(), text, std::move(answers))) {
    asio::co_spawn(loop.context(), serve(state), asio::detached);
  }

  static asio::awaitable<void> serve(std::shared_ptr<State> state) {
    for (;;) {
      auto socket = co_await state->acceptor.async_accept(asio::use_awaitable);
      ++state->connections;
      auto executor = co_await asio::this_coro::executor;
      asio::co_spawn(executor, talk(state, std::move(socket)), asio::detached);
    }
  }

  static asio::awaitable<void> talk(std::shared_ptr<State> state, Tcp::socket socket) {
    ssl::stream<Tcp::socket> stream(std::move(socket), state->tls);
    auto [failure] =
        co_await stream.async_handshake(ssl::stream_base::server, asio::as_tuple(asio::use_awaitable));
    if (!failure && SSL_session_reused(stream.native_handle()) == 1) ++state->resumed;
    for (std::size_t i = 0; !failure; ++i) {
      std::string piece(4096, '\0');
      auto [error, got] =
          co_await stream.async_read_some(asio::buffer(piece), asio::as_tuple(asio::use_awaitable));
      failure = error;
      state->received.append(piece, 0, got);
      if (failure || i >= state->answers.size()) continue;
      auto [write_error, sent] = co_await asio::async_write(stream, asio::buffer(state->answers[i]),
                                                            asio::as_tuple(asio::use_awaitable));
      failure = write_error;
      if (state->answers[i].find("goodbye") == std::string::npos) continue;
      // Says goodbye and closes, without a wait for the client's own.
      SSL_set_shutdown(stream.native_handle(), SSL_RECEIVED_SHUTDOWN);
      [[maybe_unused]] auto [ignored] = co_await stream.async_shutdown(asio::as_tuple(asio::use_awaitable));
      break;
    }
    ++state->ended;
  }

  std::uint16_t port() const { return state->acceptor.local_endpoint().port(); }
  std::shared_ptr<State> state;
};

struct TlsScene {
  TlsScene(const IssuedCertificate& text, std::string host, std::vector<std::string> answers = {ok("hello")})
      : ca(authority().certificate()), server(loop, text, std::move(answers)) {
    auto made = make_client_context(ca.path());
    REQUIRE(made.has_value());
    context = *made;
    auto upstream = upstream_at(loop, server.port(), std::move(host));
    upstream.url.scheme = "https";
    upstream.tls = context;
    upstream.limits.first_byte_timeout = std::chrono::seconds(5);
    pool = std::make_shared<ConnectionPool>(upstream, loop.watch(), loop.executor());
    client.emplace(pool);
  }
  adapters::Result<adapters::HttpReply> send(adapters::HttpRequest request) {
    return loop.run(client->send(call_within(std::chrono::seconds(5)), std::move(request)));
  }

  TextFile ca;
  std::shared_ptr<ssl::context> context;
  Loop loop;
  Server server;
  std::shared_ptr<ConnectionPool> pool;
  std::optional<Client> client;
};

// `names` as in OpenSSL's configuration: "DNS:localhost,IP:127.0.0.1".
CertificateWish named(const std::string& names, std::string common_name = "test") {
  CertificateWish wish;
  wish.names.clear();
  std::istringstream list(names);
  for (std::string name; std::getline(list, name, ',');)
    wish.names.push_back(name);
  wish.common_name = std::move(common_name);
  return wish;
}

}  // namespace

TEST_CASE("speaks to a provider whose certificate carries its name or its address") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"DNS:localhost", "localhost"},
      {"DNS:other.example,DNS:localhost", "localhost"},
      {"IP:127.0.0.1", "127.0.0.1"},
  };
  for (const auto& [names, host] : rows) {
    CAPTURE(names);
    TlsScene world(authority().issue(named(names)), host);
    const auto reply = world.send(get());
    REQUIRE(reply.has_value());
    CHECK(reply->body.view() == "hello");
  }
}

TEST_CASE("refuses a certificate that is not the provider's, before a byte of the request is sent") {
  CertificateWish self_signed = named("DNS:localhost");
  self_signed.self_signed = true;
  CertificateWish expired = named("DNS:localhost");
  expired.begins = -7200;
  expired.ends = -3600;
  CertificateWish early = named("DNS:localhost");
  early.begins = 3600;
  early.ends = 7200;
  const Authority stranger;
  struct Row {
    std::string what;
    IssuedCertificate text;
    std::string host;
  };
  const std::vector<Row> rows = {
      {"another host's", authority().issue(named("DNS:other.example")), "localhost"},
      {"the name only as common name", authority().issue(named("", "localhost")), "localhost"},
      {"the name as common name beside another", authority().issue(named("DNS:other.example", "localhost")),
       "localhost"},
      {"a wildcard for the top", authority().issue(named("DNS:*")), "localhost"},
      {"a part of the name", authority().issue(named("DNS:local*")), "localhost"},
      {"the address as a name", authority().issue(named("DNS:127.0.0.1")), "127.0.0.1"},
      {"another address", authority().issue(named("IP:127.0.0.2")), "127.0.0.1"},
      {"an address for a name", authority().issue(named("IP:127.0.0.1")), "localhost"},
      {"expired", authority().issue(expired), "localhost"},
      {"not yet valid", authority().issue(early), "localhost"},
      {"self-signed", authority().issue(self_signed), "localhost"},
      {"another CA of the same name", stranger.issue(named("DNS:localhost")), "localhost"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    TlsScene world(row.text, row.host);
    auto secret = get();
    secret.set_header("Authorization", "Bearer secret");
    const auto reply = world.send(secret);
    REQUIRE(reply.has_error());
    CHECK(reply.error().kind == adapters::ErrorKind::failed);
    CHECK_FALSE(reply.error().sent);
    CHECK_FALSE(reply.error().retryable);
    world.loop.run_until([&] { return world.server.state->ended == world.server.state->connections; });
    CHECK(world.server.state->received.empty());
  }
}

TEST_CASE("a peer that speaks no TLS is told as such and sent nothing") {
  Loop loop;
  tests::gateway_loop::ScriptedServer server(loop, {{{ok("hello")}}});
  const TextFile ca(authority().certificate());
  auto upstream = upstream_at(loop, server.port());
  upstream.tls = *make_client_context(ca.path());
  upstream.limits.tls_timeout = std::chrono::milliseconds(100);
  Client client(std::make_shared<ConnectionPool>(upstream, loop.watch(), loop.executor()));
  const auto reply = loop.run(client.send(call_within(std::chrono::seconds(5)), get()));
  REQUIRE(reply.has_error());
  CHECK(reply.error().kind == adapters::ErrorKind::timed_out);
  CHECK_FALSE(reply.error().sent);
}

TEST_CASE("keeps a TLS connection for the next request") {
  TlsScene world(authority().issue(named("DNS:localhost")), "localhost", {ok("one"), ok("two")});
  CHECK(world.send(get()).has_value());
  CHECK(world.send(post()).has_value());
  CHECK(world.server.state->connections == 1);
}

TEST_CASE("a TLS connection with something unread is never used again") {
  // The long body ends in the middle of a record: what is left of it stays in the TLS layer.
  for (const std::string& body : {std::string("one"), std::string(6000, 'x')}) {
    TlsScene world(authority().issue(named("DNS:localhost")), "localhost", {ok(body) + ok("evil")});
    CHECK(world.send(get()).has_value());
    const auto reply = world.send(get());
    REQUIRE(reply.has_value());
    CHECK(reply->body.view() == body);
    CHECK(world.server.state->connections == 2);
  }
}

TEST_CASE("sees that a TLS connection was closed while it lay idle, so that a POST goes out on a good one") {
  TlsScene world(authority().issue(named("DNS:localhost")), "localhost", {ok("goodbye")});
  CHECK(world.send(get()).has_value());
  world.loop.run_until([&] { return world.server.state->ended == 1; });
  const auto reply = world.send(post());
  CHECK(reply.has_value());
  CHECK(world.server.state->connections == 2);
}

TEST_CASE(
    "refuses a provider that speaks only an outdated TLS or only suites that are not offered, and says so") {
  struct Row {
    const char* what;
    int newest;
    const char* suites;
  };
  for (const Row& row :
       {Row{"TLS 1.0", TLS1_VERSION, "ALL:@SECLEVEL=0"}, Row{"TLS 1.1", TLS1_1_VERSION, "ALL:@SECLEVEL=0"},
        Row{"CBC", TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA:@SECLEVEL=0"},
        Row{"no forward secrecy", TLS1_2_VERSION, "AES128-GCM-SHA256:@SECLEVEL=0"}}) {
    CAPTURE(row.what);
    TlsScene world(authority().issue(named("DNS:localhost")), "localhost");
    SSL_CTX* const native = world.server.state->tls.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(native, row.newest);
    REQUIRE(SSL_CTX_set_cipher_list(native, row.suites) == 1);
    const auto reply = world.send(get());
    REQUIRE_FALSE(reply.has_value());
    CHECK(reply.error().kind == adapters::ErrorKind::failed);
    CHECK(reply.error().detail.starts_with("The TLS handshake with the provider failed: "));
    CHECK_FALSE(reply.error().sent);
    CHECK(world.server.state->received.empty());
  }
}

// An answer after which the connection is over.
const std::string last_answer =
    "HTTP/1.1 200 OK\r\nConnection: close\r\nX-Mood: goodbye\r\nContent-Length: 5\r\n\r\nhello";

TEST_CASE("a connection that comes after another one to the same provider resumes its session") {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    CAPTURE(version);
    TlsScene world(authority().issue(named("DNS:localhost")), "localhost", {last_answer});
    SSL_CTX_set_max_proto_version(world.server.state->tls.native_handle(), version);
    for (std::size_t n = 0; n < 4; ++n) {
      REQUIRE(world.send(get()).has_value());
      CHECK(world.server.state->connections == n + 1);
      CHECK(world.server.state->resumed == n);
    }
  }
}

TEST_CASE("a session of one name is never offered under another, which is checked as ever") {
  TlsScene world(authority().issue(named("DNS:localhost")), "localhost", {last_answer});
  REQUIRE(world.send(get()).has_value());
  const std::string before = world.server.state->received;
  // The same context and the same peer, by a name that its certificate has not got.
  auto upstream = upstream_at(world.loop, world.server.port(), "127.0.0.1");
  upstream.url.scheme = "https";
  upstream.tls = world.context;
  Client other(std::make_shared<ConnectionPool>(upstream, world.loop.watch(), world.loop.executor()));
  const auto refused = world.loop.run(other.send(call_within(std::chrono::seconds(5)), get()));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().detail.find("certificate") != std::string::npos);
  CHECK(world.server.state->received == before);
  CHECK(world.server.state->resumed == 0);
  // The first name's session is still there.
  REQUIRE(world.send(get()).has_value());
  CHECK(world.server.state->resumed == 1);
}

TEST_CASE("says which file cannot be used") {
  const TextFile nonsense("nonsense");
  CHECK(make_client_context(nonsense.path()).has_error());
  CHECK(make_client_context("/nowhere/ca.pem").has_error());
  CHECK(make_client_context(std::nullopt).has_value());

  const IssuedCertificate one = authority().issue(named("DNS:localhost"));
  const IssuedCertificate two = authority().issue(named("DNS:localhost"));
  const TextFile certificate(one.certificate), key(one.key), other_key(two.key);
  CHECK(make_server_context(certificate.path(), key.path()).has_value());
  CHECK(make_server_context(certificate.path(), other_key.path()).has_error());
  CHECK(make_server_context(nonsense.path(), key.path()).has_error());
  CHECK(make_server_context(certificate.path(), nonsense.path()).has_error());
}

}  // namespace gateway::transport
