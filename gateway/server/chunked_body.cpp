// Session's reading of a chunked body: Beast does the framing; what it would let pass is refused here.
#include "gateway/server/session.hpp"
#include "schema/secret_text.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace gateway::server {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using schema::Problem;
using schema::ProblemCode;

asio::awaitable<bool> Session::read_chunked(std::size_t head_size, std::string& body, std::uint64_t limit,
                                            Problem& problem) {
  const config::Limits limits = pipeline_->limits();
  const auto deadline = std::chrono::steady_clock::now() + limits.body_timeout;
  http::request_parser<http::string_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.head_bytes));
  parser.body_limit(limit);
  parser.eager(true);
  // An extension may grow without end and is nobody's here.
  auto no_extensions = [](std::uint64_t, boost::beast::string_view extensions,
                          boost::system::error_code& error) {
    if (!extensions.empty()) error = http::error::bad_chunk_extension;
  };
  parser.on_chunk_header(no_extensions);

  const auto put = [&](std::string_view bytes, boost::system::error_code& error) {
    const std::size_t used = parser.put(asio::buffer(bytes), error);
    if (error == http::error::need_more) error = {};
    return used;
  };
  boost::system::error_code error;
  put(std::string_view(in_).substr(0, head_size), error);
  in_.erase(0, head_size);
  const auto fields = std::distance(parser.get().begin(), parser.get().end());
  while (!error && !parser.is_done()) {
    const std::size_t used = put(in_, error);
    in_.erase(0, used);
    if (error || parser.is_done()) break;
    if (used > 0 && !in_.empty()) continue;
    if (in_.size() > limits.head_bytes) error = http::error::bad_chunk;
    if (error) break;
    const bool got = co_await read_more(deadline);
    if (!got) co_return false;  // `problem` says that it did not come in time
  }
  const bool trailers = std::distance(parser.get().begin(), parser.get().end()) != fields;
  if (error == http::error::body_limit) {
    problem = Problem(ProblemCode::body_too_large,
                      "The body may have at most " + std::to_string(limit) + " bytes.");
    co_return false;
  }
  if (error || trailers) {
    problem = Problem(ProblemCode::invalid_request,
                      trailers ? "Trailer fields are not taken." : "The chunks of the body are malformed.");
    co_return false;
  }
  body = std::move(parser.get().body());
  // What was read may hold a password, and erasing only moved what came behind it.
  std::string rest = in_;
  in_.resize(in_.capacity());
  schema::wipe(in_);
  in_ = std::move(rest);
  co_return true;
}

}  // namespace gateway::server
