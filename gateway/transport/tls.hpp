// TLS contexts of both sides. OpenSSL's defaults verify nothing and accept a certificate by its common name;
// here a peer is verified against its SAN only, TLS is 1.2 or 1.3, and no CBC suite is offered.
#pragma once

#include "config/key_pair.hpp"
#include "gateway/transport/stream.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/system/result.hpp>

#include <optional>
#include <string>

namespace gateway::transport {

struct TlsMistake {
  std::string detail;
};

// For connections to a provider. `ca_file`: PEM; none: the system's certificates. `own`: shown where the
// provider asks for a certificate.
boost::system::result<std::shared_ptr<boost::asio::ssl::context>, TlsMistake> make_client_context(
    const std::optional<std::string>& ca_file, const std::optional<config::KeyPair>& own = std::nullopt);

// For a listener: certificate chain (leaf first) and private key, both PEM. `client_ca`: PEM; then a caller
// must have a certificate of one of these authorities, and no other will do.
boost::system::result<std::shared_ptr<boost::asio::ssl::context>, TlsMistake> make_server_context(
    const std::string& certificate, const std::string& key,
    const std::optional<std::string>& client_ca = std::nullopt);

// Sets SNI and the name (or address) that the peer's SAN must carry. Before the handshake.
bool expect_peer(Stream& stream, const std::string& host);

// What went wrong in a client handshake with `peer`, in words that hold no secret.
std::string describe_handshake_failure(Stream& stream, const boost::system::error_code& error,
                                       const std::string& peer = "the provider");

}  // namespace gateway::transport
