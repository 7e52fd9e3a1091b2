// Signs in where no request does: soon after the start, so that a credential that does not work is known
// before the first caller meets it, and from then on at least once a day, because a refresh token that is not
// used lapses. Every kind that signs in is signed in, not refresh tokens alone: a secret or a certificate
// that has expired is worth knowing of in an idle night too, and one request a day is no load. A given token
// cannot be tried without asking its provider something, so it is left alone. Belongs to one io_context;
// steady time.
#pragma once

#include "gateway/policy/bearer_token.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace gateway::policy {

class KeepAlive : public std::enable_shared_from_this<KeepAlive> {
 public:
  struct Times {
    std::chrono::milliseconds first;  // after the start, up to twice as long
    std::chrono::milliseconds again;  // since the last sign-in, at the most
  };

  // `credential` may be null; else it is asked to look ahead each time.
  KeepAlive(boost::asio::any_io_executor home, std::shared_ptr<BearerToken> bearer,
            std::shared_ptr<observe::CredentialWatch> credential,
            std::shared_ptr<const adapters::Clock> clock, std::function<double()> random, Times times);

  // From any thread. It ends with the object.
  void start();

 private:
  void wait(adapters::Duration time);
  void look();

  boost::asio::any_io_executor home_;
  std::shared_ptr<BearerToken> bearer_;
  std::shared_ptr<observe::CredentialWatch> credential_;
  std::shared_ptr<const adapters::Clock> clock_;
  std::function<double()> random_;
  Times times_;
  boost::asio::steady_timer timer_;
};

}  // namespace gateway::policy
