// Any body: a page whose users print as valid JSON, or an error; as customers and groups likewise a page or
// an error.
#include "adapters/cloud_cockpit/codec.hpp"
#include "adapters/cloud_cockpit/directory_list.hpp"
#include "tests/fuzz/page_check.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace cockpit = adapters::cloud_cockpit;
  const auto reply = [&] {
    adapters::HttpReply made;
    made.status = 200;
    made.body = adapters::WireBytes::copy_of({reinterpret_cast<const char*>(data), size});
    return made;
  };
  const auto page = cockpit::decode_list(reply(), schema::Guid(), {});
  if (page) tests::fuzz::check_users_print(**page);
  (void)cockpit::decode_customer_list(reply(), {}, 1, {});
  (void)cockpit::decode_group_list(reply(), 1, {});
  return 0;
}
