#include "gateway/transport/tls.hpp"

#include <boost/asio/ip/address.hpp>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <ctime>
#include <deque>
#include <map>

namespace gateway::transport {
namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
namespace {

// AEAD suites with forward secrecy only; TLS 1.3 has no others.
constexpr const char* suites_1_2 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

// The sessions that the peers of one client context gave, by the name that their certificates were checked
// for: one name's session is never offered to another, so that a resumed connection is to a peer whose name
// was checked. Used on the context's one thread.
class Sessions {
 public:
  using Session = std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)>;

  // Copies: OpenSSL marks a connection's own session as spent when that ends without a goodbye.
  void keep(const std::string& name, const SSL_SESSION* session) {
    std::deque<Session>& kept = by_name_[name];
    kept.push_front(copy_of(session));
    if (kept.size() > most_kept) kept.pop_back();
  }
  // The newest. A TLS 1.3 ticket is shown once: who sees it twice could tell that two connections are one
  // client's (RFC 8446, C.4).
  void offer(const std::string& name, SSL* connection) {
    const auto found = by_name_.find(name);
    if (found == by_name_.end() || found->second.empty()) return;
    const Session newest = copy_of(found->second.front().get());
    if (!newest || !is_good(newest.get())) {
      found->second.clear();
      return;
    }
    SSL_set_session(connection, newest.get());
    if (SSL_SESSION_get_protocol_version(newest.get()) >= TLS1_3_VERSION) found->second.pop_front();
  }

 private:
  // What vouched for the peer must not outlive itself.
  static bool is_good(const SSL_SESSION* session) {
    const X509* certificate = SSL_SESSION_get0_peer(const_cast<SSL_SESSION*>(session));
    if (certificate == nullptr || X509_cmp_current_time(X509_get0_notAfter(certificate)) <= 0) return false;
    return std::time(nullptr) - SSL_SESSION_get_time(session) < longest_kept;
  }
  static constexpr std::time_t longest_kept = 3600;
  static constexpr std::size_t most_kept = 4;  // a server gives two at a time
  static Session copy_of(const SSL_SESSION* session) {
    return {session == nullptr ? nullptr : SSL_SESSION_dup(session), SSL_SESSION_free};
  }
  std::map<std::string, std::deque<Session>> by_name_;
};

void free_sessions(void*, void* sessions, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<Sessions*>(sessions);
}

void free_name(void*, void* name, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<std::string*>(name);
}

int place_of_sessions() {
  static const int place = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, free_sessions);
  return place;
}

int place_of_name() {
  static const int place = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, free_name);
  return place;
}

Sessions* sessions_of(SSL* connection) {
  return static_cast<Sessions*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), place_of_sessions()));
}

// OpenSSL's callback; 0: the session stays its own.
int keep_session(SSL* connection, SSL_SESSION* session) {
  const auto* name = static_cast<const std::string*>(SSL_get_ex_data(connection, place_of_name()));
  Sessions* const sessions = sessions_of(connection);
  if (name != nullptr && sessions != nullptr) sessions->keep(*name, session);
  return 0;
}

void remember_sessions(SSL_CTX* context) {
  SSL_CTX_set_ex_data(context, place_of_sessions(), std::make_unique<Sessions>().release());
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(context, keep_session);
}

void resume_session(SSL* connection, const std::string& name) {
  Sessions* const sessions = sessions_of(connection);
  if (sessions == nullptr) return;
  SSL_set_ex_data(connection, place_of_name(), std::make_unique<std::string>(name).release());
  sessions->offer(name, connection);
}

bool expect_name(SSL* connection, const std::string& host) {
  X509_VERIFY_PARAM* expected = SSL_get0_param(connection);
  X509_VERIFY_PARAM_set_hostflags(expected,
                                  X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  boost::system::error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  if (!not_an_address) return X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1;
  return X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size()) == 1 &&
         SSL_set_tlsext_host_name(connection, host.c_str()) == 1;
}

// Of 128 bits of strength and more; without the finite fields, whose handshakes cost a server many times as
// much.
constexpr const char* groups = "X25519:P-256:P-384:P-521";

std::shared_ptr<ssl::context> make_context(ssl::context::method method) {
  auto context = std::make_shared<ssl::context>(method);
  SSL_CTX* native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(native, suites_1_2);
  SSL_CTX_set1_groups_list(native, groups);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  // Idle connections hand their record buffers back: 34 KiB each otherwise.
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  return context;
}

std::optional<TlsMistake> use_pair(ssl::context& context, const config::KeyPair& pair) {
  boost::system::error_code error;
  context.use_certificate_chain_file(pair.certificate, error);
  if (error) return TlsMistake{"The certificate cannot be used: " + error.message() + "."};
  context.use_private_key_file(pair.key, ssl::context::pem, error);
  if (error) return TlsMistake{"The private key cannot be used: " + error.message() + "."};
  if (SSL_CTX_check_private_key(context.native_handle()) != 1)
    return TlsMistake{"The private key is not the certificate's."};
  return std::nullopt;
}

// A failed verification ends the handshake on this side, so no request of that peer is ever read; under
// TLS 1.3 the peer learns it only after its own side was done.
boost::system::error_code require_client_certificate(ssl::context& context, const std::string& client_ca) {
  boost::system::error_code error;
  context.load_verify_file(client_ca, error);
  if (!error) context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, error);
  SSL_CTX* native = context.native_handle();
  SSL_CTX_set_client_CA_list(native, SSL_load_client_CA_file(client_ca.c_str()));
  SSL_CTX_set_purpose(native, X509_PURPOSE_SSL_CLIENT);
  // The authorities of the file are the end of the chain, also where somebody has signed them.
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(native), X509_V_FLAG_PARTIAL_CHAIN);
  // A resumed session would bring its certificate along unverified, perhaps expired by now.
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(native, SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(native, 0);
  return error;
}

}  // namespace

boost::system::result<std::shared_ptr<ssl::context>, TlsMistake> make_client_context(
    const std::optional<std::string>& ca_file, const std::optional<config::KeyPair>& own) {
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
  if (own) {
    if (auto mistake = use_pair(*context, *own)) return std::move(*mistake);
  }
  remember_sessions(context->native_handle());
  return context;
}

boost::system::result<std::shared_ptr<ssl::context>, TlsMistake> make_server_context(
    const std::string& certificate, const std::string& key, const std::optional<std::string>& client_ca) {
  auto context = make_context(ssl::context::tls_server);
  SSL_CTX_set_options(context->native_handle(), SSL_OP_CIPHER_SERVER_PREFERENCE);
  // Without it OpenSSL refuses to resume the session of a client that showed a certificate.
  constexpr std::string_view of_listeners = "usher";
  SSL_CTX_set_session_id_context(context->native_handle(),
                                 reinterpret_cast<const unsigned char*>(of_listeners.data()),
                                 static_cast<unsigned>(of_listeners.size()));
  boost::system::error_code error;
  if (auto mistake = use_pair(*context, {certificate, key})) return std::move(*mistake);
  if (client_ca) error = require_client_certificate(*context, *client_ca);
  if (error) return TlsMistake{"The CA file for callers cannot be used: " + error.message() + "."};
  return context;
}

bool expect_peer(Stream& stream, const std::string& host) {
  SSL* native = stream.tls().native_handle();
  if (!expect_name(native, host)) return false;
  resume_session(native, host);
  return true;
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
