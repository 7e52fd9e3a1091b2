#include "gateway/transport/resolver.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <netdb.h>

namespace gateway::transport {
namespace asio = boost::asio;
namespace {

// RFC 6761, 6.3: a name that is always the loopback, also where no hosts file says so.
bool is_localhost(std::string_view host) { return host == "localhost" || host.ends_with(".localhost"); }

adapters::ProviderError failed_to_resolve(const std::string& why) {
  adapters::ProviderError error;
  error.kind = adapters::ErrorKind::failed;
  error.detail = "The provider's host name could not be resolved: " + why + ".";
  error.retryable = true;
  return error;
}

}  // namespace

LookUp look_up(const std::string& host, std::uint16_t port) {
  if (is_localhost(host)) {
    return {{{asio::ip::address_v4::loopback(), port}, {asio::ip::address_v6::loopback(), port}}, {}};
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  LookUp answer;
  if (const int code = getaddrinfo(host.c_str(), nullptr, &hints, &found); code != 0) {
    answer.failure = gai_strerror(code);
    return answer;
  }
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    asio::ip::tcp::endpoint endpoint;
    if (one->ai_addrlen > endpoint.capacity()) continue;
    endpoint.resize(one->ai_addrlen);
    std::copy_n(reinterpret_cast<const char*>(one->ai_addr), one->ai_addrlen,
                reinterpret_cast<char*>(endpoint.data()));
    endpoint.port(port);
    answer.endpoints.push_back(endpoint);
  }
  freeaddrinfo(found);
  if (answer.endpoints.empty()) answer.failure = "no address";
  return answer;
}

adapters::Async<Endpoints> Resolver::resolve(std::string host, std::uint16_t port,
                                             adapters::TimePoint deadline) {
  boost::system::error_code not_an_address;
  const auto address = asio::ip::make_address(host, not_an_address);
  if (!not_an_address) co_return Endpoints{{address, port}};

  const std::string key = host + ':' + std::to_string(port);
  Entry& entry = entries_[key];  // std::map: stays where it is
  if (!entry.running && entry.fresh_until <= std::chrono::steady_clock::now()) start(host, port, entry);
  if (entry.running) {
    auto waiting = std::make_shared<asio::steady_timer>(home_, deadline);
    entry.waiting.push_back(waiting);
    [[maybe_unused]] auto [woken] = co_await waiting->async_wait(asio::as_tuple(asio::use_awaitable));
    if (entry.running) {
      std::erase(entry.waiting, waiting);
      adapters::ProviderError error;
      error.kind = adapters::ErrorKind::timed_out;
      error.detail = "The provider's host name could not be resolved in time.";
      co_return error;
    }
  }
  if (!entry.failure.empty()) co_return failed_to_resolve(entry.failure);
  co_return entry.endpoints;
}

void Resolver::start(const std::string& host, std::uint16_t port, Entry& entry) {
  entry.running = true;
  asio::post(threads_, [self = shared_from_this(), host, port,
                        work = asio::prefer(home_, asio::execution::outstanding_work.tracked)] {
    LookUp answer = look_up(host, port);
    asio::post(work, [self, key = host + ':' + std::to_string(port), answer = std::move(answer)]() mutable {
      self->finish(key, std::move(answer.endpoints), std::move(answer.failure));
    });
  });
}

void Resolver::finish(const std::string& key, Endpoints endpoints, std::string failure) {
  Entry& entry = entries_[key];
  const auto kept = failure.empty() ? std::chrono::seconds(30) : std::chrono::seconds(1);
  entry.fresh_until = std::chrono::steady_clock::now() + kept;
  entry.endpoints = std::move(endpoints);
  entry.failure = std::move(failure);
  entry.running = false;
  for (const auto& waiting : std::exchange(entry.waiting, {}))
    waiting->cancel();
}

}  // namespace gateway::transport
