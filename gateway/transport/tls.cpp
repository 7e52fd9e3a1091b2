#include "gateway/transport/tls.hpp"

#include <boost/asio/ip/address.hpp>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace gateway::transport {
namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
namespace {

// AEAD suites with forward secrecy only; TLS 1.3 has no others.
constexpr const char* suites_1_2 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

std::shared_ptr<ssl::context> make_context(ssl::context::method method) {
  auto context = std::make_shared<ssl::context>(method);
  SSL_CTX* native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(native, suites_1_2);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  // Idle connections hand their record buffers back: 34 KiB each otherwise.
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  return context;
}

}  // namespace

boost::system::result<std::shared_ptr<ssl::context>, TlsMistake> make_client_context(
    const std::optional<std::string>& ca_file) {
  auto context = make_context(ssl::context::tls_client);
  boost::system::error_code error;
  if (ca_file) {
    context->load_verify_file(*ca_file, error);
    if (error) return TlsMistake{"The CA file cannot be used: " + error.message() + "."};
  } else {
    context->set_default_verify_paths(error);
    if (error) return TlsMistake{"The system's CA certificates cannot be loaded: " + error.message() + "."};
  }
  context->set_verify_mode(ssl::verify_peer, error);
  return context;
}

boost::system::result<std::shared_ptr<ssl::context>, TlsMistake> make_server_context(
    const std::string& certificate, const std::string& key) {
  auto context = make_context(ssl::context::tls_server);
  SSL_CTX_set_options(context->native_handle(), SSL_OP_CIPHER_SERVER_PREFERENCE);
  boost::system::error_code error;
  context->use_certificate_chain_file(certificate, error);
  if (error) return TlsMistake{"The certificate cannot be used: " + error.message() + "."};
  context->use_private_key_file(key, ssl::context::pem, error);
  if (error) return TlsMistake{"The private key cannot be used: " + error.message() + "."};
  if (SSL_CTX_check_private_key(context->native_handle()) != 1) {
    return TlsMistake{"The private key is not the certificate's."};
  }
  return context;
}

bool expect_peer(Stream& stream, const std::string& host) {
  SSL* native = stream.tls().native_handle();
  X509_VERIFY_PARAM* expected = SSL_get0_param(native);
  X509_VERIFY_PARAM_set_hostflags(expected,
                                  X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  boost::system::error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  if (!not_an_address) return X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1;
  return X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size()) == 1 &&
         SSL_set_tlsext_host_name(native, host.c_str()) == 1;
}

std::string describe_handshake_failure(Stream& stream, const boost::system::error_code& error,
                                       const std::string& peer) {
  const long verdict = SSL_get_verify_result(stream.tls().native_handle());
  if (verdict != X509_V_OK) {
    return "The certificate of " + peer + " was not accepted: " + X509_verify_cert_error_string(verdict) +
           ".";
  }
  return "The TLS handshake with " + peer + " failed: " + error.message() + ".";
}

}  // namespace gateway::transport
