// Any body: a page whose users print as valid JSON, or an error.
#include "adapters/partner_center/codec.hpp"
#include "tests/fuzz/page_check.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  adapters::HttpReply reply;
  reply.status = 200;
  reply.body = adapters::WireBytes::copy_of({reinterpret_cast<const char*>(data), size});
  const schema::Guid customer{};
  const config::Url base{"https", "api.partnercenter.microsoft.com", 443, ""};
  const auto page = adapters::partner_center::decode_list(std::move(reply), {base, customer, true, {}});
  if (page) tests::fuzz::check_users_print(**page);
  return 0;
}
