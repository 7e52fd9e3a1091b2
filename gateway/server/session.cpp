#include "gateway/server/session.hpp"

#include "gateway/server/answer_head.hpp"
#include "gateway/steps/judge_head.hpp"
#include "schema/secret_text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <poll.h>

namespace gateway::server {
namespace asio = boost::asio;
using schema::Problem;
using schema::ProblemCode;
namespace {

constexpr std::size_t read_size = 4096;
constexpr std::chrono::seconds handshake_timeout{3};
// After an answer that ends the connection: how long, and how much, is still read so that the answer is not
// lost to a reset.
constexpr std::chrono::seconds linger_time{1};
constexpr std::size_t linger_bytes = 256 * 1024;

adapters::TimePoint in(adapters::Duration duration) { return std::chrono::steady_clock::now() + duration; }

bool has_input(int socket) {
  pollfd look{socket, POLLIN, 0};
  return poll(&look, 1, 0) > 0;
}

}  // namespace

Session::Session(transport::Stream stream, transport::Watch& watch, std::shared_ptr<const Pipeline> pipeline,
                 Doorway doorway, Census& census, Place place)
    : Guest(watch),
      stream_(std::move(stream)),
      pipeline_(std::move(pipeline)),
      doorway_(std::move(doorway)),
      census_(census),
      place_(std::move(place)) {
  pipeline_->metrics().connection_opened();
}

Session::~Session() { pipeline_->metrics().connection_closed(); }

void Session::start(std::shared_ptr<Session> self) {
  auto executor = self->stream_.socket().get_executor();
  auto slot = self->cancel_.slot();
  auto ended = [self](std::exception_ptr) {
    // Cancelled, or out of memory: the connection ends either way, and with it whatever the caller was owed.
    self->stream_.close();
  };
  asio::co_spawn(executor, run(self), asio::bind_cancellation_slot(slot, std::move(ended)));
}

asio::awaitable<void> Session::run(std::shared_ptr<Session> self) {
  if (self->stream_.is_tls()) {
    const bool shaken = co_await self->shake_hands();
    if (!shaken) co_return;
  }
  for (bool more = true; more;)
    more = co_await self->serve_one();
  self->set_deadline(in(handshake_timeout));
  co_await self->stream_.say_goodbye();
  co_await self->linger();
}

asio::awaitable<bool> Session::shake_hands() {
  set_deadline(in(handshake_timeout));
  const auto error = co_await stream_.handshake(asio::ssl::stream_base::server);
  place_.handshake.reset();
  if (!error) certificate_.take(stream_.tls().native_handle(), doorway_.tls);
  co_return !error;
}

void Session::on_expired() {
  // Ends the read or write that waits; the socket stays, so that a 408 can still be written.
  boost::system::error_code ignored;
  stream_.socket().cancel(ignored);
}

void Session::on_tick() {
  if (idle_) {
    // A request that has arrived is still served, and so is one that is about to: who has just been let in
    // has said nothing yet.
    const bool may_go = has_served_ || std::chrono::steady_clock::now() >= welcome_until_;
    if (census_.draining && may_go && !has_input(stream_.socket().native_handle())) on_expired();
  } else if (transport::is_hung_up(stream_.socket().native_handle())) {
    want_ticks(false);
    cancel_.emit(asio::cancellation_type::terminal);
  }
}

asio::awaitable<bool> Session::read_more(adapters::TimePoint deadline) {
  const std::size_t old = in_.size();
  if (in_.capacity() < old + read_size) {
    // Keys and passwords may be in it: what it grows out of is wiped.
    std::string bigger;
    bigger.reserve(2 * old + read_size);
    bigger.append(in_);
    schema::wipe(in_);
    in_ = std::move(bigger);
  }
  in_.resize(old + read_size);
  set_deadline(deadline);
  const transport::Transferred got = co_await stream_.read_some(asio::buffer(in_.data() + old, read_size));
  set_deadline(transport::Watch::never);
  in_.resize(old + got.bytes);
  co_return got.bytes > 0 && !expired();
}

asio::awaitable<Session::HeadEnd> Session::read_head(std::size_t& head_size, Pipeline::Report& report) {
  const config::Limits limits = pipeline_->limits();
  const HeadLimits head_limits{limits.head_bytes, limits.head_fields, limits.target_bytes};
  std::size_t seen = 0;
  auto deadline = in(in_.empty() ? limits.idle_timeout : limits.head_timeout);
  bool waiting_for_first = in_.empty();
  for (;;) {
    head_size = find_head_end(in_, seen);
    if (head_size != std::string::npos && head_size <= limits.head_bytes) co_return HeadEnd::complete;
    if (in_.size() > limits.head_bytes) {
      co_await refuse(judge_endless_head(in_, head_limits), report);
      co_return HeadEnd::refused;
    }
    seen = in_.size();
    idle_ = waiting_for_first;
    want_ticks(idle_);
    const bool got = co_await read_more(deadline);
    want_ticks(false);
    if (!got && in_.empty()) co_return HeadEnd::gone;
    if (!got && !expired()) co_return HeadEnd::gone;
    if (!got) {
      HeadFault late{ProblemCode::request_timeout, "The head of the request did not come in time."};
      co_await refuse(std::move(late), report);
      co_return HeadEnd::refused;
    }
    if (waiting_for_first) {
      // The whole head has this long from its first byte on; bytes that trickle in do not renew it.
      waiting_for_first = false;
      report.received = std::chrono::steady_clock::now();
      deadline = in(limits.head_timeout);
    }
  }
}

asio::awaitable<void> Session::refuse(HeadFault fault, Pipeline::Report& report) {
  forget_expiry();
  pipeline_->metrics().rejected(fault.code);
  const Answer answer = pipeline_->refuse(Problem(fault.code, std::move(fault.detail)), report);
  co_await write(answer, report, false);
}

asio::awaitable<bool> Session::serve_one() {
  Pipeline::Report report;
  report.received = std::chrono::steady_clock::now();
  const config::Limits limits = pipeline_->limits();
  std::size_t head_size = 0;
  const HeadEnd end = co_await read_head(head_size, report);
  if (end != HeadEnd::complete) co_return false;
  has_served_ = true;

  // The head's views stay good: in_ is not touched until the body is read, and then only behind them.
  const schema::SecretText head_bytes(in_.substr(0, head_size));  // it may hold a key
  auto head = judge_request_head(
      head_bytes.reveal(), {limits.head_bytes, limits.head_fields, limits.target_bytes}, stream_.is_tls());
  if (!head) {
    co_await refuse(head.error(), report);
    co_return false;
  }
  // (A chunked body is read by a parser that begins with the head.)
  if (head->framing != BodyFraming::chunked) std::fill_n(in_.begin(), head_size, '\0');
  Answer answer;
  const Pipeline::Arrival arrival{doorway_.listener, certificate_};
  auto admitted = pipeline_->admit(*head, arrival, report, answer);
  if (report.keys_wanted) {
    idle_ = false;
    want_ticks(true);
    co_await pipeline_->await_keys(report);
    want_ticks(false);
    admitted = pipeline_->admit(*head, arrival, report, answer);
  }
  const bool has_body = head->framing != BodyFraming::none;
  if (!admitted) {
    // A body that nobody will read ends the connection: where the next request begins is past it.
    in_.erase(0, head_size);
    const bool keep = head->keep_alive && !has_body;
    const bool written = co_await write(answer, report, keep);
    co_return written&& keep;
  }
  std::string body;
  if (has_body) {
    const bool whole = co_await read_body(*head, head_size, body, report, answer);
    if (!whole) {
      if (answer.status != 0) co_await write(answer, report, false);
      co_return false;
    }
  } else {
    in_.erase(0, head_size);
  }
  if (in_.empty() && in_.capacity() > read_size) in_.shrink_to_fit();
  idle_ = false;
  want_ticks(true);
  answer = co_await pipeline_->handle(std::move(admitted), std::move(body));
  bool keep = head->keep_alive && !census_.draining;
  bool written = false;
  if (answer.stream) {
    const bool is_chunked = head->minor_version >= 1;
    keep = keep && is_chunked;
    // A caller who goes away ends the reading behind it too.
    written = co_await write_stream(answer, report, is_chunked, keep);
    want_ticks(false);
  } else {
    want_ticks(false);
    written = co_await write(answer, report, keep);
  }
  co_return written&& keep;
}

asio::awaitable<bool> Session::read_body(const RequestHead& head, std::size_t head_size, std::string& body,
                                         Pipeline::Report& report, Answer& refusal) {
  const config::Limits limits = pipeline_->limits();
  if (head.expects_continue && in_.size() == head_size) {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    set_deadline(in(limits.write_timeout));
    const transport::Buffers interim = {asio::buffer(go_on)};
    const auto sent = co_await stream_.write(interim);
    set_deadline(transport::Watch::never);
    refusal.status = 0;
    if (sent.error) co_return false;
  }
  Problem problem(ProblemCode::request_timeout, "The body of the request did not come in time.");
  const auto deadline = in(limits.body_timeout);
  bool whole = true;
  if (head.framing == BodyFraming::chunked) {
    whole = co_await read_chunked(head_size, body, steps::body_limit(limits, report.route), problem);
  } else {
    in_.erase(0, head_size);
    const auto length = static_cast<std::size_t>(head.content_length);
    while (whole && in_.size() < length)
      whole = co_await read_more(deadline);
    if (whole) {
      body = in_.substr(0, length);
      std::fill_n(in_.begin(), static_cast<std::ptrdiff_t>(length), '\0');  // it may hold a password
      in_.erase(0, length);
      // So may the bytes from which it was moved to the front.
      if (in_.empty()) schema::wipe(in_);
    }
  }
  if (whole) co_return true;
  const bool gone = problem.code == ProblemCode::request_timeout && !expired();
  forget_expiry();
  refusal = Answer();
  refusal.status = 0;
  if (!gone) refusal = pipeline_->refuse(std::move(problem), report);
  co_return false;
}

asio::awaitable<bool> Session::write_all(transport::Buffers rest) {
  const auto stall = pipeline_->limits().write_timeout;
  bool good = true;
  while (good && asio::buffer_size(rest) > 0) {
    set_deadline(in(stall));
    // In front what is left of the first buffer that has any: TLS takes no more than one at a time.
    while (rest[0].size() == 0)
      rest = {rest[1], rest[2], asio::const_buffer()};
    const transport::Transferred sent = co_await stream_.write_some(rest);
    std::size_t left = sent.bytes;
    for (auto& buffer : rest) {
      const std::size_t gone = std::min(left, buffer.size());
      buffer += gone;
      left -= gone;
    }
    good = !sent.error;
  }
  set_deadline(transport::Watch::never);
  co_return good;
}

asio::awaitable<bool> Session::write(const Answer& answer, const Pipeline::Report& report, bool keep_alive) {
  const bool sends_payload = report.method != "HEAD";
  const std::string head = encode_answer_head(answer, {BodyLength::known, answer.payload_size()}, keep_alive);
  transport::Buffers buffers = {asio::buffer(head)};
  if (sends_payload) {
    buffers[1] = asio::buffer(answer.shared_part());
    buffers[2] = asio::buffer(answer.body);
  }
  const bool good = co_await write_all(buffers);
  pipeline_->record(report, answer, head.size() + (sends_payload ? answer.payload_size() : 0));
  co_return good;
}

// Each piece of a streamed body as a chunk, or as it is to a caller of HTTP/1.0.
class Session::Chunks final : public BodySink {
 public:
  Chunks(Session& session, bool framed) : session_(session), framed_(framed) {}

  asio::awaitable<bool> write(std::string_view bytes) override {
    // An empty chunk would be the last.
    if (bytes.empty()) co_return true;
    char size[24];
    const int length = framed_ ? std::snprintf(size, sizeof size, "%zx\r\n", bytes.size()) : 0;
    const std::string_view end = framed_ ? "\r\n" : "";
    written_ += bytes.size();
    const transport::Buffers chunk = {asio::buffer(size, static_cast<std::size_t>(length)),
                                      asio::buffer(bytes), asio::buffer(end)};
    co_return co_await session_.write_all(chunk);
  }
  std::size_t written() const { return written_; }

 private:
  Session& session_;
  bool framed_;
  std::size_t written_ = 0;
};

asio::awaitable<bool> Session::write_stream(const Answer& answer, const Pipeline::Report& report,
                                            bool is_chunked, bool keep_alive) {
  const BodyLength length = is_chunked ? BodyLength::chunked : BodyLength::until_close;
  const std::string head = encode_answer_head(answer, {length, 0}, keep_alive);
  Chunks chunks(*this, is_chunked);
  // Told also where the caller went away and the stream was given up.
  struct Told {
    const Session& session;
    const Pipeline::Report& report;
    const Answer& answer;
    const Chunks& chunks;
    std::size_t head;
    ~Told() { session.pipeline_->record(report, answer, head + chunks.written()); }
  };
  const Told told{*this, report, answer, chunks, head.size()};
  transport::Buffers buffers = {asio::buffer(head)};
  bool good = co_await write_all(buffers);
  if (good && report.method != "HEAD") {
    // A body that broke off has no last chunk: so the caller sees that it was cut.
    good = co_await answer.stream(chunks);
    buffers = {asio::buffer(std::string_view(is_chunked ? "0\r\n\r\n" : ""))};
    if (good) good = co_await write_all(buffers);
  }
  co_return good;
}

asio::awaitable<void> Session::linger() {
  // Closing with unread input would reset the connection and may destroy the answer on its way.
  stream_.shut_down_write();
  const auto deadline = in(linger_time);
  std::size_t read = in_.size();
  in_.clear();
  while (read < linger_bytes) {
    set_deadline(deadline);
    std::array<char, read_size> waste;
    auto [error, bytes] =
        co_await stream_.socket().async_read_some(asio::buffer(waste), asio::as_tuple(asio::use_awaitable));
    if (error || expired()) break;
    read += bytes;
  }
  set_deadline(transport::Watch::never);
  stream_.close();
}

}  // namespace gateway::server
