#include "adapters/partner_center/domain_list.hpp"

#include "adapters/json_page.hpp"
#include "adapters/partner_center/fault.hpp"
#include "adapters/partner_center/page_link.hpp"
#include "schema/ascii.hpp"

#include <algorithm>

namespace adapters::partner_center {

HttpRequest encode_domain_list(const config::Url& base, const schema::Guid& customer) {
  const std::string resource = std::string(all_customers) + "/" + customer.to_string() + "/customDomains";
  return HttpRequest(Method::get, path_of(base, resource));
}

Result<std::vector<std::string>> decode_domain_list(HttpReply reply, WallTime wall_now) {
  if (reply.status != 200) return fault_of(reply, Operation::other, wall_now);
  Page bytes;
  bytes.body = std::move(reply.body);
  JsonReader reader(bytes);
  std::vector<std::string> domains;
  if (reader.peek() != '[') reader.fail();
  reader.read_array([&] { domains.push_back(schema::ascii_lowered(reader.read_identity().view())); });
  if (!reader.finished())
    return bad_reply(reply, "The provider's list of domains is not the documented JSON.");
  return domains;
}

}  // namespace adapters::partner_center
