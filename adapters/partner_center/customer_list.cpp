#include "adapters/partner_center/customer_list.hpp"

#include "adapters/partner_center/collection.hpp"
#include "adapters/partner_center/fault.hpp"

#include <algorithm>
#include <array>

namespace adapters::partner_center {
namespace {

constexpr std::string_view customers_path = "customers[].";

// Beside those that are read: a customer's members in a list, and those that only its own page has.
constexpr std::array<std::string_view, 7> known_members = {
    "attributes",    "commerceId",          "billingProfile", "allowDelegatedAccess",
    "customDomains", "associatedPartnerId", "links"};

constexpr std::array<std::string_view, 6> relationships = {"none",        "reseller",          "advisor",
                                                           "syndication", "microsoft_support", "unknown"};

void read_relationship(JsonReader& reader, Drift& drift) {
  const schema::Text text = reader.read_text();
  const auto is_said = [&](std::string_view name) { return equals_ignoring_case(name, text.view()); };
  if (text.is_null() || std::ranges::any_of(relationships, is_said)) return;
  drift.note_value(customers_path, "relationshipToPartner");
}

void read_company(JsonReader& reader, ListedCustomer& customer) {
  if (reader.peek() != '{') return reader.skip();
  reader.read_object([&](std::string_view name) {
    if (name == "companyName") return void(customer.name = reader.read_text().view());
    if (name == "domain") return void(customer.domain = reader.read_text().view());
    reader.skip();
  });
}

// | Partner Center             | a listed customer                                              |
// | id                         | its binding, and the Microsoft tenant that it is               |
// | companyProfile.companyName | name                                                           |
// | companyProfile.domain      | domain                                                         |
// | relationshipToPartner      | not used: a customer without any is still one that can be asked |
void read_customer(JsonReader& reader, Drift& drift, ListedCustomer& customer) {
  bool has_id = false;
  reader.read_object([&](std::string_view name) {
    if (name == "id") {
      const auto id = schema::Guid::parse(reader.read_identity().view());
      has_id = id.has_value();
      if (!id) return;
      customer.binding = {*id, {}};
      customer.tenant_ids = {*id};
    } else if (name == "companyProfile") {
      read_company(reader, customer);
    } else if (name == "relationshipToPartner") {
      read_relationship(reader, drift);
    } else {
      if (std::ranges::find(known_members, name) == known_members.end()) {
        drift.note_member(customers_path, name);
      }
      reader.skip();
    }
  });
  if (!has_id) reader.fail();
}

}  // namespace

std::optional<HttpRequest> encode_customer_list(const config::Url& base, std::string_view next) {
  if (!next.empty()) return encode_later_page(base, all_customers, next);
  // The most that the service gives.
  return HttpRequest(Method::get, path_of(base, all_customers) + "?size=500");
}

Result<CustomerPage> decode_customer_list(HttpReply reply, const config::Url& base, bool first_page,
                                          WallTime wall_now) {
  if (reply.status != 200) {
    return fault_of(reply, first_page ? Operation::other : Operation::list_later_page, wall_now);
  }
  Page bytes;
  bytes.body = std::move(reply.body);
  JsonReader reader(bytes);
  CustomerPage page;
  const Collection collection = read_collection(reader, page.drift, [&] {
    reader.read_array([&] { read_customer(reader, page.drift, page.customers.emplace_back()); });
  });
  if (!reader.finished() || !collection.has_items) {
    return bad_reply(reply, "The provider's list of customers is not the documented JSON.");
  }
  auto next = next_of(collection, reply, base, all_customers);
  if (next.has_error()) return next.error();
  page.next = std::move(*next);
  return page;
}

}  // namespace adapters::partner_center
