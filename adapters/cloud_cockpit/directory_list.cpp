#include "adapters/cloud_cockpit/directory_list.hpp"

#include "adapters/cloud_cockpit/envelope.hpp"
#include "adapters/cloud_cockpit/fault.hpp"
#include "adapters/id_text.hpp"

#include <algorithm>
#include <array>

namespace adapters::cloud_cockpit {
namespace {

constexpr std::string_view customers_path = "customers[].";
constexpr std::string_view groups_path = "groups[].";

// Documented, beside those that are read.
constexpr std::array<std::string_view, 15> unused_members = {
    "taxId", "country", "addressLine1", "addressLine2",       "city",
    "state", "zip",     "firstName",    "middleName",         "lastName",
    "email", "phone",   "resellerId",   "internalIdentifier", "customerAssociations"};

// What else providerCustomers[] holds is not documented, and its other GUIDs (a provider's instance) are the
// same for many customers: only what is called the customer's id there is one. How deep is not documented.
void read_tenant_ids(JsonReader& reader, std::vector<schema::Guid>& ids, bool is_customer_id) {
  if (reader.peek() == '{') {
    reader.read_object([&](std::string_view name) {
      read_tenant_ids(reader, ids, equals_ignoring_case(name, "providerCustomerId"));
    });
  } else if (reader.peek() == '[') {
    reader.read_array([&] { read_tenant_ids(reader, ids, is_customer_id); });
  } else if (!is_customer_id) {
    reader.skip();
  } else {
    // Other providers than Microsoft have ids of other kinds.
    const auto id = schema::Guid::parse(reader.read_text().view());
    if (id && std::ranges::find(ids, *id) == ids.end()) ids.push_back(*id);
  }
}

// | CloudCockpit                           | a listed customer                                   |
// | id                                     | its binding, with the account's reseller            |
// | companyName                            | name                                                |
// | -                                      | domain: searched by, but not documented in a list   |
// | providerCustomers[].providerCustomerId | the Microsoft tenants that it is, where it is a GUID |
void read_customer(JsonReader& reader, Drift& drift, ListedCustomer& customer) {
  bool has_id = false;
  reader.read_object([&](std::string_view name) {
    if (name == "id") {
      const auto id = schema::Guid::parse(reader.read_identity().view());
      has_id = id.has_value();
      if (id) customer.binding.id = *id;
    } else if (name == "companyName") {
      customer.name = reader.read_text().view();
    } else if (name == "providerCustomers") {
      read_tenant_ids(reader, customer.tenant_ids, false);
    } else {
      if (std::ranges::find(unused_members, name) == unused_members.end()) {
        drift.note_member(customers_path, name);
      }
      reader.skip();
    }
  });
  if (!has_id) reader.fail();
}

// | id   | id, in lower case where it is a GUID |
// | name | name                                 |
void read_group(JsonReader& reader, Page& bytes, Drift& drift, ListedGroup& group) {
  reader.read_object([&](std::string_view name) {
    if (name == "id") return void(group.id = canonical_id(bytes, reader.read_identity()).view());
    if (name == "name") return void(group.name = reader.read_text().view());
    drift.note_member(groups_path, name);
    reader.skip();
  });
  if (group.id.empty()) reader.fail();
}

}  // namespace

HttpRequest encode_customer_list(const Portal& portal, const CallContext& context, std::string_view reseller,
                                 std::uint32_t page) {
  // Deleted customers would be in it by default.
  std::string target = "/v1/Customers?includeDeleted=false&" + page_query(page);
  if (!reseller.empty()) target.append("&resellerId=").append(reseller);
  return make_request(Method::get, target, portal, context);
}

HttpRequest encode_group_list(const Portal& portal, const CallContext& context, std::uint32_t page) {
  return make_request(Method::get, "/v1/users/groups?" + page_query(page), portal, context);
}

Result<CustomerPage> decode_customer_list(HttpReply reply, const std::string& reseller, std::uint32_t page,
                                          WallTime wall_now) {
  if (reply.status != 200) {
    return fault_of(reply, page == 1 ? Operation::other : Operation::list_later_page, wall_now);
  }
  Page bytes;
  bytes.body = std::move(reply.body);
  JsonReader reader(bytes);
  CustomerPage made;
  const Envelope envelope = read_envelope(reader, made.drift, [&] {
    reader.read_array([&] {
      ListedCustomer& customer = made.customers.emplace_back();
      customer.binding.qualifier = reseller;
      read_customer(reader, made.drift, customer);
    });
  });
  if (!reader.finished() || !envelope.has_items) {
    return bad_reply(reply, "The provider's list of customers is not the documented JSON.");
  }
  auto next = next_of(envelope, page, made.customers.size(), reply);
  if (next.has_error()) return next.error();
  made.next = std::move(*next);
  return made;
}

Result<GroupPage> decode_group_list(HttpReply reply, std::uint32_t page, WallTime wall_now) {
  if (reply.status != 200) {
    return fault_of(reply, page == 1 ? Operation::other : Operation::list_later_page, wall_now);
  }
  Page bytes;
  bytes.body = std::move(reply.body);
  JsonReader reader(bytes);
  GroupPage made;
  const Envelope envelope = read_envelope(reader, made.drift, [&] {
    reader.read_array([&] { read_group(reader, bytes, made.drift, made.groups.emplace_back()); });
  });
  if (!reader.finished() || !envelope.has_items) {
    return bad_reply(reply, "The provider's list of groups is not the documented JSON.");
  }
  auto next = next_of(envelope, page, made.groups.size(), reply);
  if (next.has_error()) return next.error();
  made.next = std::move(*next);
  return made;
}

}  // namespace adapters::cloud_cockpit
