#include "gateway/transport/response_reader.hpp"

#include "schema/ascii.hpp"
#include "schema/secret_text.hpp"

#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <cctype>

namespace gateway::transport {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using adapters::ErrorKind;
using adapters::ProviderError;
namespace {

constexpr int interim_limit = 8;

ProviderError fault(ErrorKind kind, std::string detail) {
  ProviderError error;
  error.kind = kind;
  error.detail = std::move(detail);
  return error;
}

ProviderError cut_short() {
  ProviderError error =
      fault(ErrorKind::failed, "The provider closed the connection before its answer was complete.");
  error.retryable = true;
  return error;
}

enum class Framing { none, length, chunked, until_close };

struct Head {
  adapters::HttpReply reply;
  Framing framing = Framing::none;
  std::size_t length = 0;
  bool keep_alive = false;
  std::string fault;  // not empty: the answer cannot be trusted
};

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 18 && std::ranges::all_of(text, schema::is_digit);
}

// Fields in the provider's order, and the framing by RFC 9112, 6.3, without its leniencies.
Head understand(const http::response<http::buffer_body>& message) {
  Head head;
  head.reply.status = message.result_int();
  head.keep_alive = message.keep_alive();
  std::string coding;
  std::string length;
  for (const auto& field : message) {
    std::string name = schema::ascii_lowered({field.name_string().data(), field.name_string().size()});
    std::string value(field.value().data(), field.value().size());
    if (name == "transfer-encoding")
      coding += coding.empty() ? schema::ascii_lowered(value) : "," + schema::ascii_lowered(value);
    if (name == "content-length") {
      if (!length.empty() && length != value) head.fault = "two different lengths";
      length = value;
    }
    if (name == "content-encoding" && schema::ascii_lowered(value) != "identity")
      head.fault = "a content coding nobody asked for";
    head.reply.headers.emplace_back(std::move(name), std::move(value));
  }
  const unsigned status = head.reply.status;
  if (status < 100 || status > 599) {
    head.fault = "a status that is none";
  } else if (!coding.empty() && (coding != "chunked" || !length.empty() || message.version() < 11)) {
    head.fault = "a framing that is not HTTP/1.1's";
  } else if (status == 204 || status == 304 || status < 200) {
    head.framing = Framing::none;
  } else if (!coding.empty()) {
    head.framing = Framing::chunked;
  } else if (!length.empty()) {
    if (!is_digits(length)) head.fault = "a malformed length";
    head.framing = Framing::length;
    head.length = head.fault.empty() ? std::stoull(length) : 0;
  } else {
    head.framing = Framing::until_close;
    head.keep_alive = false;
  }
  return head;
}

// What has been read and not yet understood. A body that came with its head passes through it, and that may
// be a token, or the password of the user that a provider just made.
struct Inbox {
  Inbox() = default;
  ~Inbox() { schema::wipe(bytes); }
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  std::string bytes;

  asio::awaitable<bool> more(Stream& stream, const ReadRules& rules, bool* any_byte, std::size_t at_most) {
    const std::size_t old = bytes.size();
    bytes.resize(old + at_most);
    rules.before_read(!*any_byte);
    const Transferred got = co_await stream.read_some(asio::buffer(bytes.data() + old, at_most));
    bytes.resize(old + got.bytes);
    if (got.bytes > 0) *any_byte = true;
    co_return !got.error || got.bytes > 0;
  }
};

adapters::Async<Head> read_head(Stream& stream, const ReadRules& rules, bool* any_byte, Inbox& inbox,
                                http::response_parser<http::buffer_body>& parser) {
  constexpr std::size_t step = 4096;
  std::size_t searched = 0;
  for (;;) {
    const std::size_t end = inbox.bytes.find("\r\n\r\n", searched);
    if (end != std::string::npos) break;
    searched = inbox.bytes.size() < 3 ? 0 : inbox.bytes.size() - 3;
    if (inbox.bytes.size() >= rules.head_bytes) {
      co_return fault(ErrorKind::bad_response, "The provider's answer has too large a head.");
    }
    const bool alive = co_await inbox.more(stream, rules, any_byte, step);
    if (!alive) co_return cut_short();
  }
  boost::system::error_code error;
  const std::size_t used = parser.put(asio::buffer(inbox.bytes), error);
  if ((error && error != http::error::need_more && error != http::error::need_buffer) ||
      !parser.is_header_done()) {
    co_return fault(ErrorKind::bad_response, "The provider's answer is not HTTP/1.1.");
  }
  Head head = understand(parser.get());
  // Beast would put a phrase of its own where the provider sent none.
  constexpr std::size_t status_line = sizeof "HTTP/1.1 200 " - 1;
  const std::size_t line_end = inbox.bytes.find("\r\n");
  if (line_end > status_line) head.reply.reason = inbox.bytes.substr(status_line, line_end - status_line);
  inbox.bytes.erase(0, used);
  if (!head.fault.empty()) {
    co_return fault(ErrorKind::bad_response, "The provider's answer has " + head.fault + ".");
  }
  co_return head;
}

adapters::Async<adapters::WireBytes> read_sized(Stream& stream, const ReadRules& rules, bool* any_byte,
                                                Inbox& inbox, std::size_t length) {
  adapters::WireBytes body(length);
  const std::size_t early = std::min(length, inbox.bytes.size());
  std::copy_n(inbox.bytes.data(), early, body.data());
  inbox.bytes.erase(0, early);
  for (std::size_t have = early; have < length;) {
    rules.before_read(false);
    const Transferred got = co_await stream.read_some(asio::buffer(body.data() + have, length - have));
    if (got.error && got.bytes == 0) co_return cut_short();
    *any_byte = true;
    have += got.bytes;
  }
  body.set_size(length);
  co_return body;
}

ProviderError too_large() {
  return fault(ErrorKind::bad_response, "The provider's answer is larger than is allowed.");
}

adapters::Async<adapters::WireBytes> read_chunked(Stream& stream, const ReadRules& rules, bool* any_byte,
                                                  Inbox& inbox,
                                                  http::response_parser<http::buffer_body>& parser) {
  adapters::WireBytes body(std::min<std::size_t>(rules.body_bytes, 64 * 1024));
  bool closed = false;
  for (;;) {
    if (body.size() + 16 * 1024 > body.capacity()) body.grow_to(body.capacity() + 64 * 1024);
    auto& sink = parser.get().body();
    sink.data = body.data() + body.size();
    sink.size = body.capacity() - body.size();
    const std::size_t room = sink.size;
    boost::system::error_code error;
    const std::size_t used = parser.put(asio::buffer(inbox.bytes), error);
    inbox.bytes.erase(0, used);
    body.set_size(body.size() + (room - sink.size));
    if (body.size() > rules.body_bytes) co_return too_large();
    if (parser.is_done()) break;
    if (error == http::error::need_buffer || (!error && used > 0)) continue;
    if (error && error != http::error::need_more) {
      co_return fault(ErrorKind::bad_response, "The provider's answer is not framed as HTTP/1.1 asks.");
    }
    if (closed) co_return cut_short();
    // A chunk header is a line; one that does not end within this much never will.
    if (inbox.bytes.size() > rules.head_bytes) co_return too_large();
    const bool alive = co_await inbox.more(stream, rules, any_byte, 16 * 1024);
    if (!alive) {
      boost::system::error_code at_end;
      parser.put_eof(at_end);
      if (at_end) co_return cut_short();
      if (parser.is_done()) break;
      closed = true;
    }
  }
  co_return body;
}

adapters::Async<adapters::WireBytes> read_until_close(Stream& stream, const ReadRules& rules, bool* any_byte,
                                                      Inbox& inbox) {
  adapters::WireBytes body = adapters::WireBytes::copy_of(inbox.bytes);
  inbox.bytes.clear();
  for (;;) {
    if (body.size() > rules.body_bytes) co_return too_large();
    body.grow_to(body.size() + 16 * 1024);
    rules.before_read(false);
    const Transferred got =
        co_await stream.read_some(asio::buffer(body.data() + body.size(), body.capacity() - body.size()));
    body.set_size(body.size() + got.bytes);
    *any_byte = *any_byte || got.bytes > 0;
    if (got.error == asio::error::eof) co_return body;
    // Under TLS an end without close_notify may be somebody else's doing: a truncation.
    if (got.error) co_return cut_short();
  }
}

}  // namespace

adapters::Async<ReadReply> read_response(Stream& stream, const ReadRules& rules, bool* any_byte) {
  Inbox inbox;
  bool interim_seen = false;
  for (int interim = 0; interim <= interim_limit; ++interim) {
    http::response_parser<http::buffer_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(rules.head_bytes));
    parser.body_limit(boost::none);
    parser.eager(false);
    auto read = co_await read_head(stream, rules, any_byte, inbox, parser);
    if (!read) co_return read.error();
    Head& head = *read;
    if (head.reply.status == 101) {
      co_return fault(ErrorKind::bad_response, "The provider switched protocols unasked.");
    }
    if (head.reply.status < 200) {
      interim_seen = true;
      continue;
    }
    ReadReply done;
    adapters::Result<adapters::WireBytes> body = adapters::WireBytes();
    if (head.framing == Framing::length && head.length > rules.body_bytes) co_return too_large();
    if (head.framing == Framing::length) {
      body = co_await read_sized(stream, rules, any_byte, inbox, head.length);
    } else if (head.framing == Framing::chunked) {
      body = co_await read_chunked(stream, rules, any_byte, inbox, parser);
    } else if (head.framing == Framing::until_close) {
      body = co_await read_until_close(stream, rules, any_byte, inbox);
    }
    if (!body) co_return body.error();
    done.reply = std::move(head.reply);
    done.reply.body = std::move(*body);
    done.reusable = head.keep_alive && inbox.bytes.empty() && !interim_seen;
    co_return done;
  }
  co_return fault(ErrorKind::bad_response, "The provider sent interim answers without end.");
}

}  // namespace gateway::transport
