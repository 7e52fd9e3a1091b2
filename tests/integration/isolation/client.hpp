// The clients of the town, each with what it is known by: an API key, a token of the town's issuer, or a
// certificate of its authority. What a client asks for, and how an answer is judged, is left to others.
#pragma once

#include "tests/support/authority.hpp"
#include "tests/support/gateway_process.hpp"
#include "tests/support/http_connection.hpp"
#include "tests/support/signing_key.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tests::integration::isolation {

inline constexpr std::string_view every_permission[] = {"users.read", "users.create", "customers.read",
                                                        "operations.read"};

struct Rights {
  std::vector<std::string> tenants;
  std::vector<std::string> allow;
};

struct Client {
  std::string name;
  std::string yaml;                  // its entry among `clients`
  Rights rights;                     // those that it has in the end
  std::string bearer;                // its key or its token; empty: it shows its certificate
  support::IssuedCertificate paper;  // empty where it has none

  bool sees(std::string_view tenant) const;
  bool may(std::string_view permission) const;
};

Client known_by_key(const std::string& name, const Rights& rights);

// Who vouches for the clients that have no key.
class Registry {
 public:
  Registry();
  // `configured` is what the file gives the client, `named` what its token names: it has what is in both.
  Client known_by_token(const std::string& name, const Rights& configured, const Rights& named) const;
  Client known_by_certificate(const std::string& name, const Rights& rights) const;

  // `listen` and `issuers` of the file: a listener in clear, and one that asks for certificates.
  std::string yaml() const;
  // One request at the listener that the client is known at; under TLS on a connection that is kept, for
  // thousands of handshakes would take minutes. By one thread.
  support::HttpReply ask(const support::GatewayProcess& gateway, const Client& by, std::string_view method,
                         std::string_view target, support::Headers headers,
                         std::optional<std::string_view> body) const;

 private:
  std::unique_ptr<support::HttpConnection> connect(const support::GatewayProcess& gateway,
                                                   const Client& by) const;

  mutable std::unique_ptr<support::HttpConnection> kept_;
  mutable std::string kept_place_;  // whose it is, and where; empty: nobody's
  support::SigningKey issuers_key_;
  support::Authority servers_;
  support::Authority callers_;
  support::IssuedCertificate issued_ = servers_.issue();
  support::TemporaryFile jwks_;
  support::TemporaryFile servers_ca_;
  support::TemporaryFile callers_ca_;
  support::TemporaryFile certificate_;
  support::TemporaryFile key_;
};

}  // namespace tests::integration::isolation
