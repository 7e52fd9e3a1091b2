// Any body: a page whose users print as valid JSON, or an error.
#include "adapters/cloud_cockpit/codec.hpp"
#include "tests/fuzz/page_check.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  adapters::HttpReply reply;
  reply.status = 200;
  reply.body = adapters::WireBytes::copy_of({reinterpret_cast<const char*>(data), size});
  const schema::Guid customer{};
  const auto page = adapters::cloud_cockpit::decode_list(std::move(reply), customer, {});
  if (page) tests::fuzz::check_users_print(**page);
  return 0;
}
