// How a person's command finds Usher and who it is there: from options, environment and files to what an
// ApiClient needs.
#pragma once

#include "config/checked.hpp"
#include "gateway/cli/api_address.hpp"
#include "gateway/cli/api_key.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <optional>
#include <string>

namespace gateway::cli {

struct ConnectionWish {
  std::string url;  // empty: USHER_URL, else http://127.0.0.1:8080
  KeySource key;
  std::optional<std::string> ca_file;
};

struct Connection {
  ApiAddress address;
  std::shared_ptr<boost::asio::ssl::context> tls;  // null where the address is none of TLS
  schema::SecretText key;
  std::string key_source;  // told to whom Usher does not know: "the key is from
                           // the file …"
};

// Nothing is connected yet. The refusal says which option is wrong.
config::Checked<Connection> settle_connection(const ConnectionWish& wish,
                                              const config::Environment& environment);

}  // namespace gateway::cli
