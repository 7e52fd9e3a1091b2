// An HttpClient with a script and a log: gives the answers in the order in which they were put in, and keeps
// every request. A request that nobody scripted is a bug of the test.
#pragma once

#include "adapters/http_client.hpp"

#include <deque>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tests::support {

class FakeHttpClient final : public ::adapters::HttpClient {
 public:
  struct Sent {
    ::adapters::CallContext context;
    ::adapters::HttpRequest request;

    // Empty where there is none.
    std::string_view header(std::string_view name) const {
      for (const auto& [present, value] : request.headers()) {
        if (present == name) return value;
      }
      return {};
    }
  };

  void answer(::adapters::HttpReply reply) { script_.emplace_back(std::move(reply)); }
  void answer(unsigned status, std::string_view body) {
    ::adapters::HttpReply reply;
    reply.status = status;
    reply.body = ::adapters::WireBytes::copy_of(body);
    answer(std::move(reply));
  }
  void fail(::adapters::ProviderError error) { script_.emplace_back(std::move(error)); }

  const std::vector<Sent>& log() const { return log_; }

  ::adapters::Async<::adapters::HttpReply> send(::adapters::CallContext context,
                                                ::adapters::HttpRequest request) override {
    log_.push_back({std::move(context), std::move(request)});
    if (script_.empty()) throw std::logic_error("no answer scripted for " + log_.back().request.target());
    auto next = std::move(script_.front());
    script_.pop_front();
    co_return next;
  }

 private:
  std::deque<::adapters::Result<::adapters::HttpReply>> script_;
  std::vector<Sent> log_;
};

}  // namespace tests::support
