// Who is at the other end of a connection, by the certificate that TLS has verified: the session has it,
// authenticate asks it for each request.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

struct ssl_st;

namespace gateway::callers {

struct Peer {
  bool is_known = false;  // it has shown a certificate, and that is good
  // Its subject alternative names, as config::parse_subject_name spells them. Never the common name.
  std::vector<std::string> names;
  std::time_t ends = 0;  // the certificate is good until then; a connection may live longer

  bool is_good_at(std::chrono::system_clock::time_point now) const {
    return is_known && std::chrono::system_clock::to_time_t(now) <= ends;
  }
};

// The certificate of one connection. The handshake has verified it with what the listener trusted then; a
// connection outlives that, so after a reload it is verified again with what the listener trusts by now.
class PeerCertificate {
 public:
  // After a good handshake, on the connection's own thread like all that follows. `connection` outlives this.
  void take(ssl_st* connection, std::shared_ptr<boost::asio::ssl::context> verified_with);
  // Nobody where the peer gave no certificate, none that is good for `now`, or where that is null: a listener
  // in clear.
  const Peer& judged_with(const std::shared_ptr<boost::asio::ssl::context>& now);

 private:
  ssl_st* connection_ = nullptr;
  std::shared_ptr<boost::asio::ssl::context> verified_with_;
  Peer peer_;
};

}  // namespace gateway::callers
