#include "tests/integration/isolation/cells.hpp"

#include "tests/integration/leaks.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace tests::integration::isolation {
namespace {
namespace json = boost::json;

// Parameters that hold no id, with a value that is good everywhere.
const std::map<std::string, std::string, std::less<>>& plain_parameters() {
  static const std::map<std::string, std::string, std::less<>> all = {
      {"provider", ""},   {"limit", "3"},  {"sort", "-id"},         {"filter", "id%20pr"},
      {"state", "any"},   {"search", "a"}, {"fields", "sources"},   {"include", "raw"},
      {"require", "all"}, {"verbose", ""}, {"validateOnly", "true"}};
  return all;
}

std::vector<Id> customer_ids(const Tenant& own, const Tenant& stranger) {
  const auto id = [&own](std::string kind, const std::string& value) {
    return Id{std::move(kind), value, own.is_bound_to(value)};
  };
  return {id("the alias", own.alias),
          id("Partner Center's GUID", own.partner_id),
          id("CloudCockpit's GUID", own.cockpit_id),
          id("another tenant's alias", stranger.alias),
          id("another tenant's GUID at Partner Center", stranger.partner_id),
          id("another tenant's GUID at CloudCockpit", stranger.cockpit_id),
          id("a GUID that nobody knows", "0b5e55ed-0000-4000-8000-00000000dead"),
          id("malformed", "0b5e55ed-zzzz")};
}

std::vector<Id> user_ids(const Tenant& own, const Tenant& stranger) {
  return {{"the user", own.user_id, true},
          {"another tenant's user", stranger.user_id},
          {"a user that nobody knows", "partner_center:0b5e55ed-0000-4000-8000-00000000dead"},
          {"malformed", "nobody"}};
}

std::vector<Id> ids_for(std::string_view name, const Tenant& own, const Tenant& stranger,
                        const Handles& handles) {
  if (name == "tenant") return {{"the tenant", own.name, true}};
  if (name == "customer") return customer_ids(own, stranger);
  if (name == "userId") return user_ids(own, stranger);
  if (name == "operationId") return handles.operations;
  if (name == "code") return {{"a code", "forbidden", true}, {"no code", "nothing"}};
  throw std::logic_error("the matrix does not know the path parameter " + std::string(name));
}

Request filled(const Request& request, const std::string& name, const Id& id) {
  Request made = request;
  const std::string place = "{" + name + "}";
  const auto at = made.target.find(place);
  made.target.replace(at, place.size(), percent_encoded(id.value));
  if (name != "tenant") made.what += ", " + name + ": " + id.kind;
  made.is_good = made.is_good && id.is_own;
  return made;
}

Request with_query(Request request, const std::string& name, const Id& id) {
  request.target += (request.target.find('?') == std::string::npos ? "?" : "&") + name + "=" + id.value;
  request.what += ", " + name + "=" + id.kind;
  request.is_good = request.is_good && id.is_own;
  return request;
}

void add_body(Request& request, const Town& all, const Tenant& tenant) {
  if (request.operation == "createUser") {
    request.body = json::serialize(all.draft(tenant, "cell"));
    request.target += "?validateOnly=true&provider=";
    request.target += !tenant.has_cockpit  ? "partner_center"
                      : tenant.has_partner ? "partner_center,cloud_cockpit"
                                           : "cloud_cockpit";
  } else if (request.operation == "createUsers") {
    request.body = R"({"items":[{"idempotencyKey":"cell","user":{}}]})";
    request.target += std::string("?provider=") + (tenant.has_partner ? "partner_center" : "cloud_cockpit");
  } else if (request.operation != "reload") {  // takes none
    throw std::logic_error("the matrix has no body for " + request.operation);
  }
}

void add_queries(const json::value& document, const support::Operation& operation, const Request& good,
                 const Tenant& own, const Tenant& stranger, const Handles& handles,
                 std::vector<Request>& all) {
  for (const json::object* const parameter : support::parameters(document, operation, "query")) {
    const std::string name(parameter->at("name").as_string().c_str());
    std::vector<Id> ids;
    if (name == "customer") {
      ids = customer_ids(own, stranger);
    } else if (name == "after") {
      ids = {{"another tenant's alias", stranger.alias}, {"the alias", own.alias}};
    } else if (name == "cursor") {
      ids = good.operation == "listCustomers" ? handles.more_cursors : handles.cursors;
    } else if (const auto plain = plain_parameters().find(name); plain == plain_parameters().end()) {
      throw std::logic_error("the matrix does not know the parameter " + name + " of " + good.operation);
    } else if (name == "provider") {
      // (A user by an id of a provider that is not asked is not there.)
      const bool by_id = good.operation == "getUser";
      const auto is_good = [&](const char* provider, bool has) {
        return has && (!by_id || own.user_id.starts_with(provider));
      };
      ids = {{"Partner Center", "partner_center", is_good("partner_center", own.has_partner)},
             {"CloudCockpit", "cloud_cockpit", is_good("cloud_cockpit", own.has_cockpit)},
             {"nobody", "somebody"}};
    } else if (good.body || name == "verbose") {
      continue;
    } else {
      ids = {{"a value", plain->second, true}};
    }
    if (good.body) continue;  // its query is what makes it harmless
    for (const Id& id : ids)
      all.push_back(with_query(good, name, id));
  }
}

Request opened(const support::Operation& operation) {
  Request request;
  request.method = operation.method;
  request.target = operation.path;
  request.operation = operation.body->at("operationId").as_string().c_str();
  request.what = request.operation;
  request.is_good = true;
  const json::array& security = operation.body->at("security").as_array();
  request.is_open = security.empty();
  for (const json::value& way : security) {
    for (const auto& scheme : way.as_object()) {
      for (const json::value& scope : scheme.value().as_array())
        request.permission = scope.as_string().c_str();
    }
  }
  if (request.operation == "streamUsers" || request.operation == "createUsers")
    request.headers.emplace_back("Accept", "application/x-ndjson");
  return request;
}

}  // namespace

std::vector<Request> requests_for(const json::value& document, const Tenant& tenant, const Tenant& stranger,
                                  const Handles& handles) {
  std::vector<Request> all;
  for (const support::Operation& operation : support::operations(document)) {
    std::vector<Request> made = {opened(operation)};
    for (const json::object* const parameter : support::parameters(document, operation, "path")) {
      const std::string name(parameter->at("name").as_string().c_str());
      std::vector<Request> next;
      for (const Request& request : made) {
        for (const Id& id : ids_for(name, tenant, stranger, handles))
          next.push_back(filled(request, name, id));
      }
      made = std::move(next);
    }
    if (operation.method == "POST") {
      for (Request& request : made)
        add_body(request, town(), tenant);
    }
    const auto good = std::ranges::find(made, true, &Request::is_good);
    const Request first = good == made.end() ? made.front() : *good;
    add_queries(document, operation, first, tenant, stranger, handles, made);
    all.insert(all.end(), made.begin(), made.end());
  }
  return all;
}

Request moved_to(const Request& request, std::string_view from, std::string_view to) {
  Request moved = request;
  const std::string begin = "/v1/tenants/" + std::string(from);
  if (moved.target.starts_with(begin))
    moved.target = "/v1/tenants/" + std::string(to) + moved.target.substr(begin.size());
  return moved;
}

support::HttpReply send(const Request& request, const Client& by) {
  std::optional<std::string_view> body;
  if (request.body) body = *request.body;
  return town().ask(by, request.method, request.target, request.headers, body);
}

support::HttpReply send_unknown(const Request& request, const support::Headers& credentials) {
  support::Headers headers = credentials;
  headers.insert(headers.end(), request.headers.begin(), request.headers.end());
  std::optional<std::string_view> body;
  if (request.body) body = *request.body;
  return support::request(town().gateway().port(), request.method, request.target, headers, body);
}

std::string comparable(const support::HttpReply& reply) {
  std::string text = std::to_string(reply.status) + '\n';
  for (const auto& [name, value] : reply.headers) {
    if (name != "date" && name != "x-correlation-id") text += name + ": " + value + '\n';
  }
  boost::system::error_code not_json;
  json::value body = json::parse(reply.body, not_json);
  if (not_json || !body.is_object()) return text + reply.body;
  body.as_object().erase("correlationId");
  return text + json::serialize(body);
}

std::string whole(const support::HttpReply& reply) {
  std::string text;
  for (const auto& [name, value] : reply.headers)
    text += name + ": " + value + '\n';
  return text + reply.body;
}

}  // namespace tests::integration::isolation
