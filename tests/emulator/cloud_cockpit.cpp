#include "tests/emulator/cloud_cockpit.hpp"

#include "tests/emulator/access_tokens.hpp"
#include "tests/emulator/seed.hpp"

#include <boost/json.hpp>

namespace tests::emulator {
namespace {

namespace json = boost::json;

constexpr std::string_view json_type = "application/json; charset=utf-8";

std::string operation_of(const Request& request, const std::vector<std::string>& path) {
  const auto is = [&](std::size_t index, std::string_view word) {
    return equals_ignoring_case(path[index], word);
  };
  const std::size_t size = path.size();
  if (size < 2 || !is(0, "v1")) return "other";
  // Singular: portal users. Plural: customers, and Microsoft users behind them.
  if (is(1, "customer") && size == 4 && is(3, "users")) return request.method == "POST" ? "create" : "list";
  if (is(1, "customers") && size == 2) return "customers";
  if (is(1, "customers") && size == 3) return "customer";
  if (is(1, "customers") && size == 4 && is(3, "users")) return "proxied_users";
  if (is(1, "users") && size == 3 && is(2, "groups") && request.method == "GET") return "groups";
  if (is(1, "users") && size == 3) return request.method == "DELETE" ? "delete" : "update";
  return "other";
}

std::string_view method_of(const std::string& operation) {
  if (operation == "create") return "POST";
  if (operation == "update") return "PATCH";
  return operation == "delete" ? "DELETE" : "GET";
}

}  // namespace

Call CloudCockpit::classify(const Request& request) const {
  Call call;
  call.provider = "cloud_cockpit";
  call.segments = path_segments(request.path());
  call.operation = operation_of(request, call.segments);
  const bool has_customer = call.operation == "list" || call.operation == "create" ||
                            call.operation == "customer" || call.operation == "proxied_users";
  if (has_customer) call.customer = lower(call.segments[2]);
  return call;
}

Answer CloudCockpit::answer(const Request& request, const Call& call) { return route(request, call); }

Answer CloudCockpit::refusal(int status, const Request& request) {
  if (status == 204) return Answer{204, {}, {}, {}, false, false, false, {}};
  Answer answer = error(status, request, std::string(reason_of(status)));
  if (status == 429) add_retry_after(world_, 1, answer.headers);
  return answer;
}

Answer CloudCockpit::expired(const Request&) { return unauthorized(); }

Answer CloudCockpit::route(const Request& request, const Call& call) {
  if (call.operation == "other") return error(404, request, "Not found");
  if (auto refused = refuse_caller(request)) return *refused;
  const std::int64_t wait = requests_.take(world_.clock.now(), world_.switches.number("cc_rate_limit"));
  if (wait > 0) {
    Answer answer = error(429, request, "Too many requests");
    add_retry_after(world_, wait, answer.headers);
    return answer;
  }
  if (request.method != method_of(call.operation)) return error(405, request, "Method not allowed");
  if (call.operation == "customers") return list_customers(request);
  if (call.operation == "groups") return list_groups(request);
  if (call.operation == "update") return replace_user(request, call.segments[2]);
  if (call.operation == "delete") return delete_user(request, call.segments[2]);
  Customer* customer = nullptr;
  if (auto refused = find_customer(request, call.customer, customer)) return *refused;
  if (call.operation == "customer") return success(200, customer_json(*customer));
  if (call.operation == "proxied_users") return list_proxied_users(request, *customer);
  return call.operation == "list" ? list_users(request, *customer) : create_user(request, *customer);
}

std::optional<Answer> CloudCockpit::refuse_caller(const Request& request) const {
  const std::string token = bearer_of(request);
  if (token.empty()) return unauthorized();
  const auto claims = read_access_token(token);
  const json::value* expires = claims ? claims->if_contains("exp") : nullptr;
  if (expires == nullptr || !expires->is_int64() || expires->get_int64() <= world_.clock.now_seconds()) {
    return unauthorized();
  }
  // The public record does not show the form of aud; both are this API.
  const std::string audience = text_member(*claims, "aud").value_or("");
  if (audience != seed::cockpit_audience && audience != seed::cockpit_audience.substr(6))
    return unauthorized();

  const auto refuse = [&](const std::string& status, const std::string& description) {
    return status == "400"   ? error(400, request, description, {{"X-Tenant", description}})
           : status == "403" ? error(403, request, description)
                             : unauthorized();
  };
  const std::string* tenant = request.header("x-tenant");
  if (tenant == nullptr || tenant->empty()) {
    return refuse(world_.switches.text("cc_missing_x_tenant"), "The header X-Tenant is required");
  }
  if (!equals_ignoring_case(*tenant, seed::cockpit_x_tenant)) {
    return refuse(world_.switches.text("cc_unknown_x_tenant"), "The tenant is unknown");
  }
  const std::string* correlation = request.header("x-correlation-id");
  if (world_.switches.on("cc_require_correlation_id") && (correlation == nullptr || !is_guid(*correlation))) {
    return error(400, request, "The header X-Correlation-Id is required",
                 {{"X-Correlation-Id", "The header X-Correlation-Id must be a UUID"}});
  }
  return std::nullopt;
}

Answer CloudCockpit::error(int status, const Request& request, const std::string& description,
                           const Mistakes& mistakes) const {
  if (status == 401) return unauthorized();
  if (status == 403) {
    Answer empty;
    empty.status = 403;
    return empty;
  }
  json::object body;
  body["statusCode"] = status;
  body["type"] = status == 400   ? "ValidationError"
                 : status == 404 ? "NotFound"
                 : status == 409 ? "Conflict"
                                 : "Error";
  body["description"] = description;
  const std::string* correlation = request.header("x-correlation-id");
  // Without one the emulator does not invent it: null is a value that the schema allows.
  body["correlationId"] = correlation == nullptr ? json::value(nullptr) : json::value(*correlation);
  json::array errors;
  for (const auto& [property, problem] : mistakes) {
    std::string name = property;
    if (world_.switches.is("cc_property_names", "camel")) name[0] = static_cast<char>(name[0] | 32);
    errors.push_back({{"propertyName", name}, {"description", json::array{problem}}});
  }
  body["errors"] = std::move(errors);
  return make_answer(status, json::serialize(body), json_type);
}

Answer CloudCockpit::unauthorized() const {
  Answer answer;
  answer.status = 401;
  answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  return answer;
}

Answer CloudCockpit::success(int status, const std::string& json) const {
  Answer answer = make_answer(status, (world_.switches.on("cc_bom") ? "\xEF\xBB\xBF" : "") + json, json_type);
  answer.executed = true;
  return answer;
}

std::optional<Answer> CloudCockpit::find_customer(const Request& request, const std::string& id,
                                                  Customer*& customer) const {
  if (!is_guid(id))
    return error(400, request, "The customer id is not valid", {{"CustomerId", "Not a UUID"}});
  customer = world_.directory.at_cloud_cockpit(id);
  if (customer == nullptr || customer->cockpit_deleted)
    return error(404, request, "The customer was not found");
  const auto reseller = value_of(decode_form(request.query()), "resellerId");
  if (!reseller || reseller->empty()) return std::nullopt;
  if (!is_guid(*reseller))
    return error(400, request, "The reseller id is not valid", {{"ResellerId", "Not a UUID"}});
  if (!equals_ignoring_case(*reseller, customer->reseller_id)) return error(403, request, "");
  return std::nullopt;
}

}  // namespace tests::emulator
