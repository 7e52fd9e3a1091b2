#include "gateway/callers/peer.hpp"

#include "config/credential.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <memory>
#include <string_view>

namespace gateway::callers {
namespace {

std::string_view text_of(const ASN1_STRING* string) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
          static_cast<std::size_t>(ASN1_STRING_length(string))};
}

std::string address_of(std::string_view bytes) {
  const int family = bytes.size() == 4 ? AF_INET : AF_INET6;
  char text[INET6_ADDRSTRLEN];
  if (bytes.size() != 4 && bytes.size() != 16) return {};
  return inet_ntop(family, bytes.data(), text, sizeof text);
}

// As it would be written in the configuration; empty: of a kind that is not looked at.
std::string written(const GENERAL_NAME& name) {
  switch (name.type) {
    case GEN_DNS:
      return "dns:" + std::string(text_of(name.d.dNSName));
    case GEN_URI:
      return "uri:" + std::string(text_of(name.d.uniformResourceIdentifier));
    case GEN_EMAIL:
      return "email:" + std::string(text_of(name.d.rfc822Name));
    case GEN_IPADD:
      return "ip:" + address_of(text_of(name.d.iPAddress));
    default:
      return {};
  }
}

Peer read_peer(X509* certificate) {
  Peer peer;
  std::tm ends{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &ends) != 1) return peer;
  peer.ends = timegm(&ends);
  peer.is_known = true;
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    // A name with a NUL in it, a wildcard or other letters than ASCII is nobody's: the parser refuses it.
    auto name = config::parse_subject_name(written(*sk_GENERAL_NAME_value(names.get(), i)));
    if (name) peer.names.push_back(std::move(*name));
  }
  return peer;
}

bool is_trusted(X509* certificate, ssl_st* connection, ssl_ctx_st* trust) {
  const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> check(X509_STORE_CTX_new(),
                                                                              X509_STORE_CTX_free);
  if (!check || X509_STORE_CTX_init(check.get(), SSL_CTX_get_cert_store(trust), certificate,
                                    SSL_get_peer_cert_chain(connection)) != 1) {
    return false;
  }
  // As in a handshake: for a client, with the listener's flags.
  X509_STORE_CTX_set_default(check.get(), "ssl_client");
  X509_VERIFY_PARAM_set1(X509_STORE_CTX_get0_param(check.get()), SSL_CTX_get0_param(trust));
  return X509_verify_cert(check.get()) == 1;
}

}  // namespace

void PeerCertificate::take(ssl_st* connection, std::shared_ptr<boost::asio::ssl::context> verified_with) {
  connection_ = connection;
  verified_with_ = std::move(verified_with);
  X509* certificate = SSL_get0_peer_certificate(connection);
  const bool is_good = certificate != nullptr && SSL_get_verify_result(connection) == X509_V_OK;
  peer_ = is_good ? read_peer(certificate) : Peer{};
}

const Peer& PeerCertificate::judged_with(const std::shared_ptr<boost::asio::ssl::context>& now) {
  if (now == verified_with_) return peer_;
  verified_with_ = now;
  X509* certificate = connection_ == nullptr ? nullptr : SSL_get0_peer_certificate(connection_);
  const bool is_good =
      now && certificate != nullptr && is_trusted(certificate, connection_, now->native_handle());
  peer_ = is_good ? read_peer(certificate) : Peer{};
  return peer_;
}

}  // namespace gateway::callers
