#include "gateway/transport/response_reader.hpp"

#include "tests/gateway/transport/loop.hpp"

#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace gateway::transport {

namespace {

namespace asio = boost::asio;
using tests::gateway_loop::Loop;

using Socket = asio::local::stream_protocol::socket;

struct Read {
  adapters::Result<ReadReply> reply = ReadReply();
  bool any_byte = false;
};

asio::awaitable<Read> read_all(Stream& stream, ReadRules rules) {
  Read read;
  read.reply = co_await read_response(stream, rules, &read.any_byte);
  co_return read;
}

ReadRules small_rules() {
  ReadRules rules;
  rules.head_bytes = 1024;
  rules.body_bytes = 32;
  rules.before_read = [](bool) {};
  return rules;
}

// What is read of these bytes and then the end.
Read read(const std::string& bytes) {
  Loop loop;
  Socket ours(loop.context()), theirs(loop.context());
  asio::local::connect_pair(ours, theirs);
  asio::write(theirs, asio::buffer(bytes));
  theirs.close();
  Stream stream{Stream::Socket(std::move(ours))};
  return loop.run(read_all(stream, small_rules()));
}

// In short: `200 "hi" again`, `200 "hi" over` (the connection is not used again), or the kind of the error.
std::string told(const Read& read) {
  if (!read.reply) {
    switch (read.reply.error().kind) {
      case adapters::ErrorKind::bad_response:
        return "bad";
      case adapters::ErrorKind::failed:
        return read.reply.error().retryable ? "cut" : "failed";
      default:
        return "another error";
    }
  }
  const auto& reply = read.reply->reply;
  return std::to_string(reply.status) + " \"" + std::string(reply.body.view()) + "\" " +
         (read.reply->reusable ? "again" : "over");
}

struct Row {
  std::string what, bytes, expected;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(told(read(row.bytes)) == row.expected);
  }
}

std::string head(const std::string& fields) { return "HTTP/1.1 200 OK\r\n" + fields + "\r\n"; }
const std::string chunked = "Transfer-Encoding: chunked\r\n";

}  // namespace

TEST_CASE("reads what is framed as HTTP/1.1 asks, and knows whether the connection may go on") {
  check({
      {"a length", head("Content-Length: 2\r\n") + "hi", "200 \"hi\" again"},
      {"no content", head("Content-Length: 0\r\n"), "200 \"\" again"},
      {"the largest body", head("Content-Length: 32\r\n") + std::string(32, 'x'),
       "200 \"" + std::string(32, 'x') + "\" again"},
      {"until the end", head("") + "hi", "200 \"hi\" over"},
      {"it says it closes", head("Connection: close\r\nContent-Length: 2\r\n") + "hi", "200 \"hi\" over"},
      {"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", "200 \"hi\" over"},
      {"HTTP/1.0 that stays", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi",
       "200 \"hi\" again"},
      {"a chunk", head(chunked) + "2\r\nhi\r\n0\r\n\r\n", "200 \"hi\" again"},
      {"chunks", head(chunked) + "1\r\nh\r\n1\r\ni\r\n0\r\n\r\n", "200 \"hi\" again"},
      {"no chunk", head(chunked) + "0\r\n\r\n", "200 \"\" again"},
      {"a chunk's size in hexadecimal", head(chunked) + "A\r\n0123456789\r\n0\r\n\r\n",
       "200 \"0123456789\" again"},
      {"the coding in another case", head("transfer-encoding: Chunked\r\n") + "2\r\nhi\r\n0\r\n\r\n",
       "200 \"hi\" again"},
      {"a chunk extension", head(chunked) + "2;a=b\r\nhi\r\n0\r\n\r\n", "200 \"hi\" again"},
      {"a trailer", head(chunked) + "2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n", "200 \"hi\" again"},
      {"an error", "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\nhi", "503 \"hi\" again"},
      {"204", "HTTP/1.1 204 No Content\r\n\r\n", "204 \"\" again"},
      {"a coding that is none", head("Content-Encoding: identity\r\nContent-Length: 2\r\n") + "hi",
       "200 \"hi\" again"},
      {"no phrase", "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nhi", "200 \"hi\" again"},
      {"a byte order mark, for the codec to skip", head("Content-Length: 5\r\n") + "\xEF\xBB\xBFhi",
       "200 \"\xEF\xBB\xBFhi\" again"},
  });
}

TEST_CASE("takes an answer with something behind it or before it, and never uses that connection again") {
  check({
      {"surplus behind a length", head("Content-Length: 2\r\n") + "hi!", "200 \"hi\" over"},
      {"surplus behind chunks", head(chunked) + "2\r\nhi\r\n0\r\n\r\n!", "200 \"hi\" over"},
      {"another answer", head("Content-Length: 2\r\n") + "hi" + head("Content-Length: 0\r\n"),
       "200 \"hi\" over"},
      {"204 with a body", "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nhi", "204 \"\" over"},
      {"304 with a body", "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\nhi", "304 \"\" over"},
      {"100 first", "HTTP/1.1 100 Continue\r\n\r\n" + head("Content-Length: 2\r\n") + "hi",
       "200 \"hi\" over"},
      {"103 first", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + head("Content-Length: 2\r\n") + "hi",
       "200 \"hi\" over"},
  });
}

TEST_CASE("refuses an answer whose framing could be understood in two ways") {
  const std::string body = "2\r\nhi\r\n0\r\n\r\n";
  check({
      {"two lengths", head("Content-Length: 2\r\nContent-Length: 3\r\n") + "hi!", "bad"},
      {"two lengths in one", head("Content-Length: 2, 3\r\n") + "hi!", "bad"},
      {"a length twice in one", head("Content-Length: 2, 2\r\n") + "hi", "bad"},
      {"a length with a sign", head("Content-Length: +2\r\n") + "hi", "bad"},
      {"a negative length", head("Content-Length: -2\r\n") + "hi", "bad"},
      {"a hexadecimal length", head("Content-Length: 0x2\r\n") + "hi", "bad"},
      {"no digits", head("Content-Length: \r\n") + "hi", "bad"},
      {"a length past 64 bits", head("Content-Length: 99999999999999999999\r\n") + "hi", "bad"},
      {"coding and length", head(chunked + "Content-Length: 2\r\n") + body, "bad"},
      {"length and coding", head("Content-Length: 2\r\n" + chunked) + body, "bad"},
      {"another coding", head("Transfer-Encoding: gzip\r\n") + "hi", "bad"},
      {"another coding and a length", head("Transfer-Encoding: gzip\r\nContent-Length: 2\r\n") + "hi", "bad"},
      {"two codings", head("Transfer-Encoding: gzip, chunked\r\n") + body, "bad"},
      {"chunked not last", head("Transfer-Encoding: chunked, gzip\r\n") + body, "bad"},
      {"chunked twice", head(chunked + chunked) + body, "bad"},
      {"identity", head("Transfer-Encoding: identity\r\n") + "hi", "bad"},
      {"a coding with a parameter", head("Transfer-Encoding: chunked;q=1\r\n") + body, "bad"},
      {"chunks in HTTP/1.0", "HTTP/1.0 200 OK\r\n" + chunked + "\r\n" + body, "bad"},
      {"compressed, unasked", head("Content-Encoding: gzip\r\nContent-Length: 2\r\n") + "hi", "bad"},
  });
}

TEST_CASE("refuses chunks that are malformed") {
  check({
      {"no size", head(chunked) + "\r\nhi\r\n0\r\n\r\n", "bad"},
      {"letters for a size", head(chunked) + "zz\r\nhi\r\n0\r\n\r\n", "bad"},
      {"a negative size", head(chunked) + "-2\r\nhi\r\n0\r\n\r\n", "bad"},
      {"a size past 64 bits", head(chunked) + "FFFFFFFFFFFFFFFFF\r\nhi", "bad"},
      {"more than its size", head(chunked) + "2\r\nhi!\r\n0\r\n\r\n", "bad"},
      {"an extension without end", head(chunked) + "2;" + std::string(4096, 'a'), "bad"},
      {"a trailer without end", head(chunked) + "0\r\nX: " + std::string(4096, 'a'), "bad"},
      {"a bare line feed, which is no end of a line", head(chunked) + "2\nhi\n0\n\n", "cut"},
  });
}

TEST_CASE("refuses what is no HTTP/1.1 answer") {
  check({
      {"not HTTP", "ICY 200 OK\r\n\r\n", "bad"},
      {"a page", "<html>\r\n\r\n</html>", "bad"},
      {"HTTP/2", "HTTP/2 200\r\n\r\n", "bad"},
      {"HTTP/1.2", "HTTP/1.2 200 OK\r\n\r\n", "bad"},
      {"lower case", "http/1.1 200 OK\r\n\r\n", "bad"},
      {"a line before it", "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "bad"},
      {"a status of two digits", "HTTP/1.1 20 OK\r\n\r\n", "bad"},
      {"a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", "bad"},
      {"a status of letters", "HTTP/1.1 abc OK\r\n\r\n", "bad"},
      {"a status below 100", "HTTP/1.1 099 Odd\r\n\r\n" + head("Content-Length: 0\r\n"), "bad"},
      {"a status past 599", "HTTP/1.1 600 Odd\r\nContent-Length: 0\r\n\r\n", "bad"},
      {"a space before the colon", head("Content-Length : 2\r\n") + "hi", "bad"},
      {"no colon", head("Content-Length\r\n") + "hi", "bad"},
      {"a NUL in a value", head(std::string("X: a\0b\r\n", 8)), "bad"},
      {"a space in a name", head("Content Length: 2\r\n") + "hi", "bad"},
      {"101", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "bad"},
      {"a head without end", "HTTP/1.1 200 OK\r\nX: " + std::string(4096, 'a'), "bad"},
      {"a head that is too large", head("X: " + std::string(2048, 'a') + "\r\n"), "bad"},
      {"nothing", "", "cut"},
      {"bare line feeds", "HTTP/1.1 200 OK\n\n", "cut"},
  });
}

TEST_CASE("gives interim answers without end up") {
  std::string bytes;
  for (int i = 0; i < 20; ++i)
    bytes += "HTTP/1.1 102 Processing\r\n\r\n";
  CHECK(told(read(bytes)) == "bad");
}

TEST_CASE("refuses a body that is larger than allowed, however it is framed") {
  const std::string large(33, 'x');
  check({
      {"a length, before a byte of it is read", head("Content-Length: 33\r\n"), "bad"},
      {"a huge length", head("Content-Length: 999999999999999999\r\n"), "bad"},
      {"one chunk", head(chunked) + "21\r\n" + large + "\r\n0\r\n\r\n", "bad"},
      {"a chunk that never comes", head(chunked) + "7FFFFFFFFFFFFFFF\r\n" + std::string(40'000, 'x'), "bad"},
      {"until the end", head("") + large, "bad"},
      {"until the end, and much", head("") + std::string(40'000, 'x'), "bad"},
  });
}

TEST_CASE("never takes an answer that was cut short for a whole one, wherever it was cut") {
  const std::vector<std::string> whole = {
      head("Content-Length: 2\r\n") + "hi",
      head(chunked) + "1\r\nh\r\n1\r\ni\r\n0\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\n" + head("Content-Length: 2\r\n") + "hi",
  };
  for (const std::string& bytes : whole) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      CAPTURE(bytes.substr(0, size));
      const Read cut = read(bytes.substr(0, size));
      CHECK(told(cut) == "cut");
      CHECK(cut.any_byte == (size > 0));
    }
    CHECK(told(read(bytes)).starts_with("200 \"hi\""));
  }
}

namespace {

asio::awaitable<bool> trickle(Socket& socket, std::string bytes) {
  for (const char byte : bytes) {
    asio::write(socket, asio::buffer(&byte, 1));
    // The reader takes it before the next one comes.
    for (int i = 0; i < 3; ++i)
      co_await asio::post(asio::use_awaitable);
  }
  co_return true;
}

}  // namespace

TEST_CASE("reads the same when the bytes come one by one") {
  const std::vector<std::string> whole = {
      head("Content-Length: 2\r\n") + "hi",
      head(chunked) + "1;x=y\r\nh\r\n1\r\ni\r\n0\r\nX: 1\r\n\r\n",
  };
  for (const std::string& bytes : whole) {
    Loop loop;
    Socket ours(loop.context()), theirs(loop.context());
    asio::local::connect_pair(ours, theirs);
    Stream stream{Stream::Socket(std::move(ours))};
    asio::co_spawn(loop.context(), trickle(theirs, bytes), [](std::exception_ptr, bool) {});
    CHECK(told(loop.run(read_all(stream, small_rules()))) == "200 \"hi\" again");
  }
}

TEST_CASE("keeps the fields, in lower case, and the phrase that the provider chose") {
  const Read got = read(
      "HTTP/1.1 401 MFA required (10001)\r\nRetry-After: 7\r\nX-Two: a\r\nX-Two: b\r\n"
      "Content-Length: 0\r\n\r\n");
  REQUIRE(got.reply.has_value());
  const auto& reply = got.reply->reply;
  CHECK(reply.reason == "MFA required (10001)");
  CHECK(reply.header("retry-after") == "7");
  CHECK(reply.header("x-two") == "a");
  CHECK(reply.header("x-three").empty());
  const Read silent = read("HTTP/1.1 401 \r\nContent-Length: 0\r\n\r\n");
  REQUIRE(silent.reply.has_value());
  CHECK(silent.reply->reply.reason == "");
}

TEST_CASE("a trailer is no field of the answer") {
  const Read got = read(head(chunked) + "0\r\nRetry-After: 7\r\n\r\n");
  REQUIRE(got.reply.has_value());
  CHECK(got.reply->reply.header("retry-after").empty());
}

TEST_CASE("says before each wait whether the first byte is still to come") {
  Loop loop;
  Socket ours(loop.context()), theirs(loop.context());
  asio::local::connect_pair(ours, theirs);
  Stream stream{Stream::Socket(std::move(ours))};
  asio::co_spawn(loop.context(), trickle(theirs, head("Content-Length: 2\r\n") + "hi"),
                 [](std::exception_ptr, bool) {});
  std::vector<bool> first;
  ReadRules rules = small_rules();
  rules.before_read = [&first](bool first_byte) { first.push_back(first_byte); };
  CHECK(told(loop.run(read_all(stream, rules))) == "200 \"hi\" again");
  REQUIRE(first.size() > 2);
  CHECK(first[0]);
  CHECK(std::count(first.begin(), first.end(), true) == 1);
}

}  // namespace gateway::transport
