// Asks Usher's own API, blocking, over a connection that it keeps: for a person's commands. Bodies come in
// pieces as the wire brings them, so a stream is printed while it runs.
#pragma once

#include "gateway/cli/api_answer.hpp"
#include "gateway/cli/wire.hpp"
#include "schema/secret_text.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/system/result.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::cli {

// A JSON body to send.
struct ApiPost {
  std::string target;
  std::string accept;
  std::string_view body;
  std::string_view idempotency_key = {};  // empty: none is sent
};

class ApiClient {
 public:
  // False: no more is wanted; the connection is closed then.
  using OnPiece = std::function<bool(std::string_view piece)>;

  // An empty key: none is sent. `on_wait` is called now and then while a wait lasts.
  ApiClient(ApiAddress address, std::shared_ptr<boost::asio::ssl::context> tls, schema::SecretText key,
            Patience patience, std::function<void()> on_wait);

  // `target`: origin-form, percent-encoded. `on_piece` gets the body of a 200, and of nothing else.
  boost::system::result<ApiReply, ApiFault> get(const std::string& target, std::string_view accept,
                                                const OnPiece& on_piece);
  // The same with a body. It is sent anew where a kept connection turns out to be closed: so only for what
  // may be sent twice, with a key or because it writes nothing.
  boost::system::result<ApiReply, ApiFault> post(const ApiPost& post, const OnPiece& on_piece);

 private:
  using Parser = boost::beast::http::response_parser<boost::beast::http::buffer_body>;
  using Error = boost::system::error_code;

  std::string head(std::string_view method, const std::string& target, std::string_view accept) const;
  boost::system::result<ApiReply, ApiFault> ask(std::string_view head, std::string_view body,
                                                const OnPiece& on_piece);
  Error read_head(std::optional<Parser>& parser);
  Error read_body(Parser& parser, const OnPiece& on_piece);
  ApiFault fault_of(const Error& error) const;

  ApiAddress address_;
  schema::SecretText key_;
  Patience patience_;
  Wire wire_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace gateway::cli
