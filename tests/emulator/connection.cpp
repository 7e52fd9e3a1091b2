// Beast lives here alone: a connection's requests are read, answered, and the faults carried out on them.
#include "tests/emulator/connection.hpp"

#include "tests/emulator/wire_answer.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>

namespace tests::emulator {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket>;

asio::awaitable<void> wait_for(Millis time) {
  if (time <= 0) co_return;
  asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(time));
  error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

namespace {

constexpr std::size_t largest_body = 64 * 1024 * 1024;

tcp::socket& socket_of(tcp::socket& stream) { return stream; }
tcp::socket& socket_of(TlsStream& stream) { return stream.next_layer(); }

void reset_connection(tcp::socket& socket) {
  error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

Request to_request(const http::request<http::string_body>& message) {
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) {
    request.headers.emplace_back(lower({field.name_string().data(), field.name_string().size()}),
                                 std::string(field.value()));
  }
  request.body = message.body();
  return request;
}

// Failure is a value here: `||` would wait for the timer after an exception.
template <typename Stream>
asio::awaitable<void> read_until_closed(Stream& stream) {
  std::array<char, 4096> scratch{};
  error_code failed;
  while (!failed) {
    co_await stream.async_read_some(asio::buffer(scratch), asio::redirect_error(asio::use_awaitable, failed));
  }
}

// Says that nothing follows, and takes what still comes: closing with unread input would reset the
// connection.
template <typename Stream>
asio::awaitable<void> close_politely(Stream& stream) {
  using namespace asio::experimental::awaitable_operators;
  error_code ignored;
  socket_of(stream).shutdown(tcp::socket::shutdown_send, ignored);
  co_await (read_until_closed(stream) || wait_for(1000));
  socket_of(stream).close(ignored);
}

template <typename Stream>
asio::awaitable<bool> write(Stream& stream, WireAnswer wire) {
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(wire.head), asio::buffer(*wire.body)};
  error_code failed;
  co_await asio::async_write(stream, buffers, asio::redirect_error(asio::use_awaitable, failed));
  co_return !failed;
}

Answer garbage_page() {
  return make_answer(200,
                     "<!DOCTYPE html><html><head><title>Service</title></head><body><h1>We'll be right back"
                     "</h1></body></html>",
                     "text/html; charset=utf-8");
}

// What a request comes to: the answer, and what a fault does to it.
struct Outcome {
  Call call;
  Answer answer;
  FaultAction action;
  std::uint64_t ledger_number = 0;
  Flights::Flight flight = {};  // of a create
};

// Outlives the connection that asked for it.
asio::awaitable<void> execute_late(ConnectionHost& host, Provider& provider, Request request, Outcome outcome,
                                   Millis delay) {
  co_await wait_for(delay);
  const Answer answer = provider.answer(request, outcome.call);
  host.world.ledger.settle(outcome.ledger_number, outcome.call, 0, answer);
}

// One connection's requests, one after the other. It lives in the frame of serve_connection().
class Conversation {
 public:
  Conversation(ConnectionHost& host, const Desk& desk)
      : host_(host), desk_(desk), connection_(++host.connections) {}

  template <typename Stream>
  asio::awaitable<void> serve(Stream& stream);

 private:
  template <typename Stream>
  asio::awaitable<bool> read_request(Stream& stream, boost::beast::flat_buffer& buffer, Request& request,
                                     bool& keeps);
  // These two say whether the connection goes on.
  template <typename Stream>
  asio::awaitable<bool> handle(Stream& stream, Request request, bool keeps);
  template <typename Stream>
  asio::awaitable<bool> carry_out(Stream& stream, Outcome outcome, Framing framing);
  void answer_by_fault(const Request& request, Outcome& outcome);
  Millis latency() const;

  ConnectionHost& host_;
  const Desk& desk_;
  const std::uint64_t connection_;
};

template <typename Stream>
asio::awaitable<void> Conversation::serve(Stream& stream) {
  boost::beast::flat_buffer buffer;
  for (bool open = true; open;) {
    Request request;
    bool keeps = true;
    if (!co_await read_request(stream, buffer, request, keeps)) co_return;
    open = co_await handle(stream, std::move(request), keeps);
  }
}

template <typename Stream>
asio::awaitable<bool> Conversation::read_request(Stream& stream, boost::beast::flat_buffer& buffer,
                                                 Request& request, bool& keeps) {
  http::request_parser<http::string_body> parser;
  parser.body_limit(largest_body);
  parser.header_limit(128 * 1024);
  error_code failed;
  co_await http::async_read_header(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, failed));
  if (!failed && equals_ignoring_case(std::string(parser.get()[http::field::expect]), "100-continue")) {
    WireAnswer go_on{"HTTP/1.1 100 Continue\r\n\r\n", std::make_shared<const std::string>()};
    if (!co_await write(stream, std::move(go_on))) co_return false;
  }
  if (!failed) {
    co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, failed));
  }
  if (!failed) {
    request = to_request(parser.get());
    keeps = parser.get().keep_alive();
    co_return true;
  }
  // What Beast itself refuses is a malformed message; everything else is a connection that ended.
  if (failed != http::error::end_of_stream &&
      failed.category() == error_code(http::error::bad_method).category()) {
    Framing framing;
    framing.close = true;
    WireAnswer wire = encode_answer(make_answer(400, "", ""), framing, host_.world.clock.now());
    if (co_await write(stream, std::move(wire))) co_await close_politely(stream);
  }
  co_return false;
}

template <typename Stream>
asio::awaitable<bool> Conversation::handle(Stream& stream, Request request, bool keeps) {
  Framing framing;
  framing.close = !keeps;
  framing.head_only = request.method == "HEAD";
  if (desk_.provider == nullptr) {
    WireAnswer wire = encode_answer(host_.control.answer(request), framing, host_.world.clock.now());
    const bool written = co_await write(stream, std::move(wire));
    if (written && !keeps) co_await close_politely(stream);
    co_return written&& keeps;
  }
  framing.chunked = host_.world.switches.on("chunked") && desk_.name != "token_service";
  framing.length_of_204 = desk_.name == "partner_center";

  Outcome outcome;
  outcome.call = desk_.provider->classify(request);
  TakenFault taken = host_.world.faults.take(outcome.call, request.method);
  outcome.action = std::move(taken.action);
  const auto age = std::chrono::steady_clock::now() - host_.started;
  outcome.ledger_number = host_.world.ledger.open(
      std::chrono::duration_cast<std::chrono::milliseconds>(age).count(), outcome.call, request, connection_,
      taken.ids, host_.world.switches.is("ledger", "full"));
  if (outcome.call.operation == "create") {
    host_.world.ledger.note_beside(outcome.ledger_number, host_.flights.under_way());
    outcome.flight = host_.flights.begin(outcome.ledger_number, socket_of(stream).native_handle());
  }
  co_await wait_for(outcome.action.delay);
  if (outcome.action.kind == FaultKind::reset_before || outcome.action.kind == FaultKind::execute_late) {
    host_.world.ledger.settle(outcome.ledger_number, outcome.call, 0, Answer{});
    outcome.flight.land();
    if (outcome.action.kind == FaultKind::execute_late) {
      const auto late = static_cast<Millis>(outcome.action.count);
      const auto executor = co_await asio::this_coro::executor;
      asio::co_spawn(executor,
                     execute_late(host_, *desk_.provider, std::move(request), std::move(outcome), late),
                     asio::detached);
    }
    reset_connection(socket_of(stream));
    co_return false;
  }
  answer_by_fault(request, outcome);
  co_await wait_for(outcome.action.delay_answer + latency());
  co_return co_await carry_out(stream, std::move(outcome), framing);
}

void Conversation::answer_by_fault(const Request& request, Outcome& outcome) {
  const FaultAction& action = outcome.action;
  const bool replaces = action.kind == FaultKind::status || action.kind == FaultKind::garbage ||
                        action.kind == FaultKind::raw || action.kind == FaultKind::expire_token;
  Provider& provider = *desk_.provider;
  Answer real;
  if (!replaces || action.execute) real = provider.answer(request, outcome.call);
  if (!replaces) {
    outcome.answer = std::move(real);
  } else if (action.kind == FaultKind::status) {
    outcome.answer = provider.refusal(action.status, request);
    if (action.body) outcome.answer.body = std::make_shared<const std::string>(*action.body);
  } else if (action.kind == FaultKind::expire_token) {
    outcome.answer = provider.expired(request);
  } else {
    outcome.answer = garbage_page();
  }
  for (const auto& [name, value] : action.headers) {
    const std::string& wanted = name;
    std::erase_if(outcome.answer.headers,
                  [&](const auto& one) { return equals_ignoring_case(one.first, wanted); });
    outcome.answer.headers.emplace_back(name, value);
  }
  if (replaces) {
    outcome.answer.executed = real.executed;
    outcome.answer.replayed = real.replayed;
    outcome.answer.person = real.person;
  }
}

template <typename Stream>
asio::awaitable<bool> Conversation::carry_out(Stream& stream, Outcome outcome, Framing framing) {
  const FaultAction& action = outcome.action;
  const auto settle = [&](int status) {
    outcome.flight.land();
    host_.world.ledger.settle(outcome.ledger_number, outcome.call, status, outcome.answer);
  };
  if (action.kind == FaultKind::reset_after) {
    settle(0);
    reset_connection(socket_of(stream));
    co_return false;
  }
  WireAnswer wire = encode_answer(outcome.answer, framing, host_.world.clock.now());
  if (action.kind == FaultKind::raw) wire = WireAnswer{action.bytes, std::make_shared<const std::string>()};
  const bool cuts = action.kind == FaultKind::truncate || action.kind == FaultKind::stall;
  if (cuts || action.kind == FaultKind::surplus) {
    const std::string body = cuts ? wire.body->substr(0, action.count) : *wire.body + action.bytes;
    wire.body = std::make_shared<const std::string>(body);
  }
  // Settled before it is written: whoever reads the answer may ask the ledger at once.
  settle(outcome.answer.status);
  if (!co_await write(stream, std::move(wire))) co_return false;
  if (action.kind == FaultKind::stall) {
    co_await read_until_closed(stream);
    co_return false;
  }
  const bool closes = framing.close || action.kind == FaultKind::truncate || action.kind == FaultKind::raw ||
                      action.kind == FaultKind::close_after;
  if (closes) co_await close_politely(stream);
  co_return !closes;
}

Millis Conversation::latency() const {
  return host_.world.switches.number(desk_.name == "partner_center"  ? "pc_latency_ms"
                                     : desk_.name == "cloud_cockpit" ? "cc_latency_ms"
                                                                     : "token_latency_ms");
}

}  // namespace

asio::awaitable<void> serve_connection(ConnectionHost& host, const Desk& desk, tcp::socket socket,
                                       asio::ssl::context* tls) {
  if (desk.provider != nullptr) host.world.ledger.connection_opened(desk.name);
  Conversation conversation(host, desk);
  if (tls == nullptr) {
    co_await conversation.serve(socket);
    co_return;
  }
  TlsStream stream(std::move(socket), *tls);
  error_code failed;
  co_await stream.async_handshake(asio::ssl::stream_base::server,
                                  asio::redirect_error(asio::use_awaitable, failed));
  if (!failed) co_await conversation.serve(stream);
}

}  // namespace tests::emulator
