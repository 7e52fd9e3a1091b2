#include "tests/emulator/access_tokens.hpp"
#include "tests/emulator/partner_center.hpp"
#include "tests/emulator/partner_wire.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace tests::emulator {

namespace json = boost::json;

struct PartnerCenter::Place {
  std::int64_t size = 0;
  std::string field;  // the filter's, in lower case; empty: no filter
  std::string value;
  PartnerOrder order = PartnerOrder::created;
  bool descending = false;
  int page = 1;
  bool continues = false;  // after the user of this key and sequence
  std::string key;
  std::uint64_t sequence = 0;
};

namespace {

std::optional<PartnerOrder> order_of(std::string_view field) {
  constexpr std::array<std::pair<std::string_view, PartnerOrder>, 5> fields{{
      {"displayname", PartnerOrder::display_name},
      {"userprincipalname", PartnerOrder::user_principal_name},
      {"firstname", PartnerOrder::first_name},
      {"lastname", PartnerOrder::last_name},
      {"id", PartnerOrder::id},
  }};
  for (const auto& [name, order] : fields) {
    if (equals_ignoring_case(name, field)) return order;
  }
  return std::nullopt;
}

struct Page {
  std::string items;
  std::size_t count = 0;
  std::size_t total = 0;
  std::string self;
  std::string next;  // empty: this is the last page
  std::string token;
};

std::string collection_json(const Page& page, const Switches& switches) {
  const bool nulls = switches.is("pc_null_members", "print");
  const bool has_token = !page.token.empty() && !switches.is("paging_style", "link");
  const bool has_link = !page.token.empty() && !switches.is("paging_style", "token");
  std::string out;
  out.reserve(page.items.size() + page.self.size() + page.next.size() + 2 * page.token.size() + 512);
  out += "{\"totalCount\":" + std::to_string(switches.is("total_count", "page") ? page.count : page.total);
  out += ",\"items\":[";
  out += page.items;
  out += ']';
  if (has_token) {
    out += ",\"continuationToken\":";
    append_json_string(out, page.token);
  } else if (nulls) {
    out += ",\"continuationToken\":null";
  }
  out += ",\"links\":{\"self\":{\"uri\":";
  append_json_string(out, page.self);
  out += ",\"method\":\"GET\",\"headers\":[]}";
  if (has_link) {
    out += ",\"next\":{\"uri\":";
    append_json_string(out, page.next);
    out += ",\"method\":\"GET\",\"headers\":[{\"key\":\"MS-ContinuationToken\",\"value\":";
    append_json_string(out, page.token);
    out += "}]}";
  } else if (nulls) {
    out += ",\"next\":null";
  }
  out += "},\"attributes\":{\"objectType\":\"Collection\"}}";
  return out;
}

// Whether the view has this user behind the place where the last page ended.
bool is_behind(const PartnerUser& user, PartnerOrder order, bool descending, const std::string& key,
               std::uint64_t sequence) {
  const int compared = sort_key(user, order).compare(key);
  if (compared != 0) return descending ? compared < 0 : compared > 0;
  return descending ? user.sequence < sequence : user.sequence > sequence;
}

std::string with_query(std::string path, std::string_view query) {
  if (!query.empty()) path += "?" + std::string(query);
  return path;
}

}  // namespace

std::optional<Answer> PartnerCenter::read_size(const Pairs& query, std::int64_t initial, Place& place) const {
  const std::int64_t largest = world_.switches.number("pc_max_page_size");
  place.size = initial;
  const auto text = value_of(query, "size");
  if (!text) return std::nullopt;
  std::int64_t size = 0;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), size);
  if (failed != std::errc() || end != text->data() + text->size() || size < 0) {
    return error(400, 3000, "The property size is invalid");
  }
  if (size > largest && world_.switches.is("pc_oversize", "error")) {
    return error(400, 3000, "The property size is greater than " + std::to_string(largest));
  }
  if (size > 0) place.size = std::min(size, largest);
  return std::nullopt;
}

std::optional<Answer> PartnerCenter::read_token(const Request& request, const std::string& owner,
                                                Place& place) const {
  const Answer refused = error(static_cast<int>(world_.switches.number("bad_continuation_token")), 800002,
                               "The continuation token is missing, invalid or expired");
  const std::string* token = request.header("ms-continuationtoken");
  const auto payload = token == nullptr ? std::nullopt : read_signed(*token);
  if (!payload) return refused;
  boost::system::error_code failed;
  const json::value parsed = json::parse(*payload, failed);
  // A refresh token bears the same signature, but not these members.
  if (failed || !parsed.is_object() || !parsed.get_object().contains("c")) return refused;
  const json::object& object = parsed.get_object();
  const auto text = [&](const char* name) { return std::string(object.at(name).as_string()); };
  if (text("c") != owner) return refused;
  const std::int64_t life = world_.switches.number("continuation_token_seconds");
  if (life > 0 && object.at("t").as_int64() + life * 1000 < world_.clock.now()) return refused;
  place.size = object.at("s").as_int64();
  place.field = text("f");
  place.value = text("v");
  place.order = static_cast<PartnerOrder>(object.at("o").as_int64());
  place.descending = object.at("d").as_bool();
  place.page = static_cast<int>(object.at("p").as_int64());
  place.key = text("k");
  place.sequence = static_cast<std::uint64_t>(object.at("n").as_int64());
  place.continues = true;
  return std::nullopt;
}

std::optional<Answer> PartnerCenter::read_place(const Request& request, const std::string& owner,
                                                Place& place) const {
  const Pairs query = decode_form(request.query());
  if (const auto seek = value_of(query, "seekOperation")) {
    if (equals_ignoring_case(*seek, "Next")) return read_token(request, owner, place);
    const bool first = equals_ignoring_case(*seek, "First") && world_.switches.is("pc_seek_first", "accept");
    if (!first) return error(400, 3000, "The property seekOperation is invalid");
  }
  const bool customers = owner == "*";
  const std::int64_t initial =
      customers ? std::numeric_limits<std::int64_t>::max() : world_.switches.number("pc_default_page_size");
  if (auto refused = read_size(query, std::min(initial, world_.switches.number("pc_max_page_size")), place)) {
    return refused;
  }
  if (const auto field = value_of(query, "SortField"); field && !field->empty()) {
    const auto order = order_of(*field);
    if (!order && world_.switches.is("pc_unknown_sort", "refuse")) {
      return error(400, 3000, "The property SortField is invalid");
    }
    place.order = order.value_or(PartnerOrder::created);
    const std::string direction = value_of(query, "SortDirection").value_or("Ascending");
    place.descending = equals_ignoring_case(direction, "Descending");
    if (!place.descending && !equals_ignoring_case(direction, "Ascending")) {
      return error(400, 3000, "The property SortDirection is invalid");
    }
  }
  const auto filter = value_of(query, "filter");
  if (!filter || filter->empty()) return std::nullopt;
  boost::system::error_code failed;
  const json::value parsed = json::parse(*filter, failed);
  if (failed || !parsed.is_object()) return error(400, 800002, "The filter is not valid JSON");
  const json::object& object = parsed.get_object();
  place.field = lower(text_member(object, "Field").value_or(""));
  place.value = text_member(object, "Value").value_or("");
  const std::string wanted = text_member(object, "Operator").value_or("");
  const bool good_field = customers ? place.field == "companyname" || place.field == "domain"
                                    : place.field == "userstate" || place.field == "userstatus";
  const bool good_value = customers || equals_ignoring_case(place.value, "Inactive") ||
                          equals_ignoring_case(place.value, "Active");
  const bool good_operator = equals_ignoring_case(wanted, customers ? "starts_with" : "equals");
  if (!good_field || !good_value || !good_operator) {
    return error(400, 3000, "The filter names a property, a value or an operator that is not supported");
  }
  return std::nullopt;
}

namespace {

std::string token_for(const json::object& place) { return sign(json::serialize(place)); }

}  // namespace

Answer PartnerCenter::list_users(const Request& request, Customer& customer) const {
  Place place;
  if (auto refused = read_place(request, lower(customer.partner_center), place)) return *refused;
  if (place.continues && world_.switches.on("page2_404")) return error(404, 1000, "Not found");
  const bool deleted = equals_ignoring_case(place.value, "Inactive");
  const auto& view = customer.partner_users.view(deleted, place.order, place.descending);
  auto at = view.begin();
  if (place.continues) {
    at = std::partition_point(view.begin(), view.end(), [&](const PartnerUser* user) {
      return !is_behind(*user, place.order, place.descending, place.key, place.sequence);
    });
  }
  Page page;
  page.total = view.size();
  page.items.reserve(static_cast<std::size_t>(std::min<std::int64_t>(place.size, view.end() - at)) * 480);
  const PartnerUser* last = nullptr;
  bool more = false;
  for (; at != view.end(); ++at) {
    if (!world_.is_visible((*at)->created_at)) continue;
    more = page.count == static_cast<std::size_t>(place.size);
    if (more) break;
    if (page.count++ > 0) page.items += ',';
    page.items += partner_user_json(**at, customer, world_.switches);
    last = *at;
  }
  const std::string path = "/customers/" + customer.partner_center + "/users";
  const bool all_prefixed = world_.switches.is("link_v1_prefix", "on");
  page.self = with_query((all_prefixed ? "/v1" : "") + path, request.query());
  if (more) {
    page.next = (world_.switches.is("link_v1_prefix", "off") ? "" : "/v1") + path +
                "?size=" + std::to_string(place.size) + "&seekOperation=Next";
    page.token = token_for({{"c", lower(customer.partner_center)},
                            {"t", world_.clock.now()},
                            {"s", place.size},
                            {"f", place.field},
                            {"v", place.value},
                            {"o", static_cast<int>(place.order)},
                            {"d", place.descending},
                            {"p", place.page + 1},
                            {"k", sort_key(*last, place.order)},
                            {"n", static_cast<std::int64_t>(last->sequence)}});
  }
  return success(200, collection_json(page, world_.switches));
}

Answer PartnerCenter::list_customers(const Request& request) const {
  Place place;
  if (auto refused = read_place(request, "*", place)) return *refused;
  if (place.continues && world_.switches.on("page2_404")) return error(404, 1000, "Not found");
  const auto fits = [&](const Customer& customer) {
    if (customer.partner_center.empty() || customer.access == PartnerAccess::unrelated) return false;
    if (place.field.empty()) return true;
    const std::string value = place.field == "domain" ? customer.domain : company_name(customer);
    return lower(value).starts_with(lower(place.value));
  };
  // The sequence of a customer is its index: customers are only ever added.
  const auto& all = world_.directory.customers();
  Page page;
  std::size_t last = 0;
  bool more = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!fits(*all[i])) continue;
    ++page.total;
    if (place.continues && i <= place.sequence) continue;
    more = more || page.count == static_cast<std::size_t>(place.size);
    if (more) continue;
    if (page.count++ > 0) page.items += ',';
    page.items += customer_item_json(*all[i]);
    last = i;
  }
  page.self = with_query("/v1/customers", request.query());
  if (more) {
    page.next = (world_.switches.is("link_v1_prefix", "off") ? std::string() : std::string("/v1")) +
                "/customers?size=" + std::to_string(place.size) + "&seekOperation=Next";
    page.token = token_for({{"c", "*"},
                            {"t", world_.clock.now()},
                            {"s", place.size},
                            {"f", place.field},
                            {"v", place.value},
                            {"o", 0},
                            {"d", false},
                            {"p", place.page + 1},
                            {"k", ""},
                            {"n", static_cast<std::int64_t>(last)}});
  }
  return success(200, collection_json(page, world_.switches));
}

Answer PartnerCenter::get_customer(const Customer& customer) const {
  return success(200, customer_json(customer));
}

Answer PartnerCenter::get_domains(const Customer& customer) const {
  json::array domains;
  for (const std::string& domain : customer.domains)
    domains.emplace_back(domain);
  return success(200, json::serialize(domains));
}

}  // namespace tests::emulator
