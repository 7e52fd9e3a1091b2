// Asks Usher's own API, blocking, over a connection that it keeps: for a person's commands. Bodies come in
// pieces as the wire brings them, so a stream is printed while it runs.
#pragma once

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

struct ApiReply {
  unsigned status = 0;
  std::string content_type;  // in lower case, without parameters
  std::string correlation_id;
  std::string body;  // only where the status is not 200: at most 1 MiB of it
};

// There is no answer, or no whole one: a sentence for a person.
struct ApiFault {
  std::string detail;
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

 private:
  using Parser = boost::beast::http::response_parser<boost::beast::http::buffer_body>;
  using Error = boost::system::error_code;

  Error send(const std::string& target, std::string_view accept);
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
