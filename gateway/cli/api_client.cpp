#include "gateway/cli/api_client.hpp"

#include "schema/ascii.hpp"

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace gateway::cli {
namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace {

constexpr std::uint32_t head_bytes = 64 * 1024;
constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::size_t error_body_bytes = std::size_t{1} << 20;

std::string value_of(const http::fields& fields, std::string_view name) {
  const auto value = fields[boost::beast::string_view(name.data(), name.size())];
  return {value.data(), value.size()};
}

std::string media_type_of(const http::fields& fields) {
  std::string type = value_of(fields, "Content-Type");
  type.erase(std::min(type.find_first_of("; \t"), type.size()));
  return schema::ascii_lowered(type);
}

// A date in its place, which no Usher sends, is passed over.
std::optional<std::chrono::seconds> seconds_of(const std::string& text) {
  unsigned seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::chrono::seconds(seconds);
}

}  // namespace

ApiClient::ApiClient(ApiAddress address, std::shared_ptr<asio::ssl::context> tls, schema::SecretText key,
                     Patience patience, std::function<void()> on_wait)
    : address_(std::move(address)),
      key_(std::move(key)),
      patience_(patience),
      wire_(address_, std::move(tls), patience, std::move(on_wait)) {}

boost::system::result<ApiReply, ApiFault> ApiClient::get(const std::string& target, std::string_view accept,
                                                         const OnPiece& on_piece) {
  std::string text = head("GET", target, accept);
  text += "\r\n";
  auto reply = ask(text, {}, on_piece);
  schema::wipe(text);
  return reply;
}

boost::system::result<ApiReply, ApiFault> ApiClient::post(const ApiPost& post, const OnPiece& on_piece) {
  std::string text = head("POST", post.target, post.accept);
  if (!post.idempotency_key.empty())
    text.append("Idempotency-Key: ").append(post.idempotency_key).append("\r\n");
  text +=
      "Content-Type: application/json\r\nContent-Length: " + std::to_string(post.body.size()) + "\r\n\r\n";
  auto reply = ask(text, post.body, on_piece);
  schema::wipe(text);
  return reply;
}

boost::system::result<ApiReply, ApiFault> ApiClient::ask(std::string_view head, std::string_view body,
                                                         const OnPiece& on_piece) {
  std::optional<Parser> parser;
  for (;;) {
    const bool is_reused = wire_.is_open();
    if (!is_reused) {
      buffer_.clear();
      const std::string why = wire_.open();
      if (!why.empty()) return ApiFault{address_.to_string() + " cannot be reached: " + why + "."};
    }
    Error error = wire_.write(head, body);
    // Whoever refuses a body need not read it all, and has answered.
    const bool may_be_answered = error && error != asio::error::timed_out && !body.empty();
    if (!error) {
      error = read_head(parser);
    } else if (may_be_answered && !read_head(parser)) {
      error = {};
    }
    if (!error) break;
    wire_.close();
    // The usual end of a connection that lay idle; to ask again changes nothing.
    const bool is_silent = buffer_.size() == 0 && (!parser || !parser->got_some());
    if (!is_reused || !is_silent || error == asio::error::timed_out) return fault_of(error);
  }

  ApiReply reply;
  reply.status = parser->get().result_int();
  reply.content_type = media_type_of(parser->get());
  reply.correlation_id = value_of(parser->get(), "X-Correlation-Id");
  reply.retry_after = seconds_of(value_of(parser->get(), "Retry-After"));
  const OnPiece keep = [&reply](std::string_view piece) {
    reply.body += piece.substr(0, error_body_bytes - reply.body.size());
    return reply.body.size() < error_body_bytes;
  };
  if (const Error error = read_body(*parser, reply.status == 200 ? on_piece : keep)) {
    wire_.close();
    return fault_of(error);
  }
  if (!parser->is_done() || !parser->keep_alive() || buffer_.size() > 0) wire_.close();
  return reply;
}

// Without the empty line behind it.
std::string ApiClient::head(std::string_view method, const std::string& target,
                            std::string_view accept) const {
  std::string text;
  // Reserved once: a string that grows would leave copies of the key behind.
  text.reserve(target.size() + accept.size() + key_.reveal().size() + 2048);
  text.append(method).append(" ").append(address_.url.path_prefix).append(target);
  text.append(" HTTP/1.1\r\nHost: ").append(address_.url.authority());
  text.append("\r\nAccept: ").append(accept).append("\r\nUser-Agent: usher/" USHER_VERSION "\r\n");
  if (!key_.empty()) text.append("Authorization: Bearer ").append(key_.reveal()).append("\r\n");
  return text;
}

ApiClient::Error ApiClient::read_head(std::optional<Parser>& parser) {
  for (;;) {
    parser.emplace();
    parser->header_limit(head_bytes);
    parser->body_limit(boost::none);
    Error error;
    http::read_header(wire_, buffer_, *parser, error);
    const bool is_interim = !error && parser->get().result_int() < 200;
    if (!is_interim) return error;
  }
}

ApiClient::Error ApiClient::read_body(Parser& parser, const OnPiece& on_piece) {
  std::array<char, piece_bytes> piece;
  while (!parser.is_done()) {
    auto& sink = parser.get().body();
    sink.data = piece.data();
    sink.size = piece.size();
    Error error;
    http::read_some(wire_, buffer_, parser, error);
    const std::size_t size = piece.size() - sink.size;
    if (size > 0 && !on_piece({piece.data(), size})) return {};
    if (error && error != http::error::need_buffer) return error;
  }
  return {};
}

ApiFault ApiClient::fault_of(const Error& error) const {
  const std::string who = address_.to_string();
  if (error == asio::error::timed_out) {
    return {who + " sent nothing for " + std::to_string(patience_.silence.count() / 1000) + " seconds."};
  }
  if (error == http::error::end_of_stream) return {who + " closed the connection without an answer."};
  const bool is_http = error.category() == make_error_code(http::error::bad_version).category();
  if (is_http && error != http::error::partial_message) {
    return {who + " does not answer as HTTP/1.1 asks: " + error.message() + "."};
  }
  return {who + " ended the connection in the middle of its answer."};
}

}  // namespace gateway::cli
