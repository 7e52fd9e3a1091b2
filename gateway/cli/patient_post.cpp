#include "gateway/cli/patient_post.hpp"

#include <algorithm>
#include <thread>

namespace gateway::cli {
namespace {

constexpr int most_tries = 5;
// Who asks for more is rather asked again by a person, later.
constexpr std::chrono::seconds longest_wait(60);

bool asks_to_come_later(const ApiReply& reply) {
  return (reply.status == 429 || reply.status == 503) && reply.retry_after &&
         *reply.retry_after <= longest_wait;
}

}  // namespace

boost::system::result<ApiReply, ApiFault> PatientPost::post(const ApiPost& post,
                                                            const ApiClient::OnPiece& on_piece) {
  for (int tries = 1;; ++tries) {
    auto reply = client_.post(post, on_piece);
    if (!reply || tries == most_tries || !asks_to_come_later(*reply)) return reply;
    sleep_(std::max(*reply->retry_after, std::chrono::seconds(1)));
  }
}

void sleep_watchfully(std::chrono::seconds time, const std::function<void()>& on_wait) {
  constexpr std::chrono::milliseconds step(100);
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(step);
    on_wait();
  }
}

}  // namespace gateway::cli
