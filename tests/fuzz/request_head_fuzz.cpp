// Any bytes: a head with views inside them, or a 4xx (505 for a version), never a crash.
#include "gateway/server/request_head.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace server = gateway::server;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto end = server::find_head_end(bytes, 0);
  if (end == std::string_view::npos) return 0;
  if (end > size) abort();
  const auto head = server::judge_request_head(bytes.substr(0, end), {}, false);
  if (head) {
    if (head->method.empty() || head->target.empty()) abort();
    return 0;
  }
  const unsigned status = schema::kind_of(head.error().code).status;
  if (status != 505 && status / 100 != 4) abort();
  return 0;
}
