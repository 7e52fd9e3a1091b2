// Any body: a page whose users print as valid JSON, or an error.
#include "adapters/partner_center/codec.hpp"
#include "schema/user_json.hpp"

#include <boost/json/parse.hpp>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  adapters::HttpReply reply;
  reply.status = 200;
  reply.body = adapters::WireBytes::copy_of({reinterpret_cast<const char*>(data), size});
  const schema::Guid customer{};
  const config::Url base{"https", "api.partnercenter.microsoft.com", 443, ""};
  const auto page = adapters::partner_center::decode_list(std::move(reply), {base, customer, true, {}});
  if (!page) return 0;
  constexpr std::string_view provider = "fuzzed";
  for (const schema::User& user : (*page)->users) {
    const schema::User* account = &user;
    std::string out;
    schema::append_person(out, {{&account, 1}, {&provider, 1}});
    boost::system::error_code broken;
    boost::json::parse(out, broken);
    if (broken) abort();
  }
  return 0;
}
