// Any body: a page whose users print as valid JSON, or an error; as customers likewise a page or an error.
#include "adapters/partner_center/codec.hpp"
#include "adapters/partner_center/customer_list.hpp"
#include "tests/fuzz/page_check.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace partner_center = adapters::partner_center;
  const auto reply = [&] {
    adapters::HttpReply made;
    made.status = 200;
    made.body = adapters::WireBytes::copy_of({reinterpret_cast<const char*>(data), size});
    return made;
  };
  const schema::Guid customer{};
  const config::Url base{"https", "api.partnercenter.microsoft.com", 443, ""};
  const auto page = partner_center::decode_list(reply(), {base, customer, true, {}});
  if (page) tests::fuzz::check_users_print(**page);
  (void)partner_center::decode_customer_list(reply(), base, true, {});
  return 0;
}
