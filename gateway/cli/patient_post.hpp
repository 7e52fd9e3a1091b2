// Posts, and where Usher asks to come later (429, or 503 with Retry-After) waits and posts again: for many
// requests one after the other, which a rate would otherwise end in the middle.
#pragma once

#include "gateway/cli/api_client.hpp"

#include <chrono>
#include <functional>
#include <utility>

namespace gateway::cli {

class PatientPost {
 public:
  using Sleep = std::function<void(std::chrono::seconds)>;

  // `sleep` returns when the time is over. Both outlive this.
  PatientPost(ApiClient& client, Sleep sleep) : client_(client), sleep_(std::move(sleep)) {}

  // What the last try came to. As with ApiClient: only for what may be sent twice.
  boost::system::result<ApiReply, ApiFault> post(const ApiPost& post, const ApiClient::OnPiece& on_piece);

 private:
  ApiClient& client_;
  Sleep sleep_;
};

// Sleeps in small steps and calls `on_wait` in between.
void sleep_watchfully(std::chrono::seconds time, const std::function<void()>& on_wait);

}  // namespace gateway::cli
