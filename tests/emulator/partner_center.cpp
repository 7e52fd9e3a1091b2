#include "tests/emulator/partner_center.hpp"

#include "tests/emulator/access_tokens.hpp"
#include "tests/emulator/partner_wire.hpp"
#include "tests/emulator/seed.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace tests::emulator {
namespace {

namespace json = boost::json;

std::string operation_of(const Request& request, const std::vector<std::string>& path) {
  const auto is = [&](std::size_t index, std::string_view word) {
    return equals_ignoring_case(path[index], word);
  };
  const std::size_t size = path.size();
  if (size < 2 || !is(0, "v1") || !is(1, "customers")) return "other";
  if (size == 2) return "customers";
  if (size == 3) return "customer";
  if (size == 4 && is(3, "customDomains")) return "domains";
  if (!is(3, "users")) return "other";
  if (size == 4) return request.method == "POST" ? "create" : "list";
  if (size == 6 && is(5, "resetpassword")) return "reset_password";
  if (size != 5) return "other";
  return request.method == "PATCH" ? "update" : request.method == "DELETE" ? "delete" : "get";
}

// The one method that each operation takes.
std::string_view method_of(const std::string& operation) {
  if (operation == "create") return "POST";
  if (operation == "update" || operation == "reset_password") return "PATCH";
  return operation == "delete" ? "DELETE" : "GET";
}

bool has_mfa(const json::object& claims) {
  const json::value* amr = claims.if_contains("amr");
  if (amr == nullptr || !amr->is_array()) return false;
  const auto& methods = amr->get_array();
  return std::any_of(methods.begin(), methods.end(), [](const json::value& one) { return one == "mfa"; });
}

Answer legacy_mfa_refusal() {
  Answer answer;
  answer.status = 401;
  answer.reason = "Unauthorized - MFA required";
  answer.chunked = true;
  answer.headers.emplace_back("WWW-Authenticate", "Bearer error=\"invalid_token\"");
  return answer;
}

}  // namespace

Call PartnerCenter::classify(const Request& request) const {
  Call call;
  call.provider = "partner_center";
  call.segments = path_segments(request.path());
  call.operation = operation_of(request, call.segments);
  if (call.segments.size() > 2 && call.operation != "other") call.customer = lower(call.segments[2]);
  if (call.operation == "list" || call.operation == "customers") {
    const std::string* token = request.header("ms-continuationtoken");
    const bool seeks = value_of(decode_form(request.query()), "seekOperation").has_value();
    call.page = token == nullptr || !seeks ? 1 : page_of_token(*token);
  }
  return call;
}

Answer PartnerCenter::answer(const Request& request, const Call& call) {
  Answer answer = route(request, call);
  dress(request, answer);
  return answer;
}

Answer PartnerCenter::refusal(int status, const Request& request) {
  Answer answer = status == 429 ? make_answer(429, rate_limit_body(1), "application/json")
                                : error(status, status < 500 ? 800002 : 800003, "Unexpected service error");
  if (status == 204) answer = Answer{204, {}, {}, {}, false, false, false, {}};
  if (status == 429) add_retry_after(world_, 1, answer.headers);
  dress(request, answer);
  return answer;
}

Answer PartnerCenter::expired(const Request& request) {
  Answer answer = error(401, 400, "Access denied. The access token has expired.");
  dress(request, answer);
  return answer;
}

void PartnerCenter::reset() {
  all_requests_.reset();
  customer_requests_.reset();
  first_answers_.clear();
}

Answer PartnerCenter::route(const Request& request, const Call& call) {
  if (call.operation == "other") return error(404, 1000, "Not found");
  if (request.method != method_of(call.operation))
    return error(405, 800002, "The method is not supported here");
  const bool users =
      call.operation != "customers" && call.operation != "customer" && call.operation != "domains";
  if (auto refused = refuse_caller(request, users)) return *refused;
  if (auto refused = throttle(call)) return *refused;
  if (call.operation == "customers") return list_customers(request);
  Customer* customer = nullptr;
  if (auto refused = refuse_customer(call.customer, users, customer)) return *refused;
  customer->partner_users.purge(world_.clock.now());
  if (call.operation == "customer") return get_customer(*customer);
  if (call.operation == "domains") return get_domains(*customer);
  if (call.operation == "list") return list_users(request, *customer);
  if (call.operation == "get") return get_user(*customer, call.segments[4]);

  // A write: the same MS-RequestId is the same write.
  const std::string* sent_id = request.header("ms-requestid");
  const std::string id = sent_id == nullptr ? std::string() : lower(*sent_id);
  const auto known = first_answers_.find(id);
  if (!id.empty() && known != first_answers_.end() && !world_.switches.is("request_id_replay", "ignore")) {
    if (world_.switches.is("request_id_replay", "conflict")) {
      return error(409, 3000, "A request with this MS-RequestId was processed already");
    }
    Answer again = known->second;
    again.executed = false;
    again.replayed = true;
    again.person.clear();
    return again;
  }
  Answer answer = call.operation == "create"   ? create_user(request, *customer)
                  : call.operation == "delete" ? delete_user(*customer, call.segments[4])
                  : call.operation == "update" ? update_user(request, *customer, call.segments[4])
                                               : reset_password(request, *customer, call.segments[4]);
  if (!id.empty()) first_answers_[id] = answer;
  return answer;
}

std::optional<Answer> PartnerCenter::refuse_caller(const Request& request, bool needs_user) const {
  const std::string token = bearer_of(request);
  if (token.empty()) {
    return error(401, world_.switches.number("pc_missing_token_code"),
                 "Partner Token missing in request context");
  }
  const auto claims = read_access_token(token);
  const json::value* expires = claims ? claims->if_contains("exp") : nullptr;
  if (expires == nullptr || !expires->is_int64() || expires->get_int64() <= world_.clock.now_seconds()) {
    return error(401, 400, "Access denied");
  }
  const std::string audience = text_member(*claims, "aud").value_or("");
  if (audience != seed::partner_resource &&
      audience != "https://partner.partnercenterapi.microsoftonline.cn") {
    return error(401, 900420, "The audience of the access token is not accepted: " + audience);
  }
  const bool app_only = !claims->contains("scp");
  if (app_only && needs_user) {
    return error(403, 900329, "This resource doesn't support application-only authentication");
  }
  const std::string& mfa = world_.switches.text("mfa_error");
  if (!app_only && (mfa != "off" || !has_mfa(*claims))) {
    if (mfa == "legacy") return legacy_mfa_refusal();
    return make_answer(401,
                       partner_error_json(world_.switches, 900421,
                                          "Authentication failed. The access token has no MFA claim."),
                       "application/json; charset=utf-8");
  }
  return std::nullopt;
}

std::optional<Answer> PartnerCenter::throttle(const Call& call) {
  const Millis now = world_.clock.now();
  std::int64_t wait = all_requests_.take(now, world_.switches.number("pc_rate_limit"));
  const bool customer_resource =
      call.operation == "customers" || call.operation == "customer" || call.operation == "domains";
  if (wait == 0 && customer_resource && world_.switches.on("throttle_customers")) {
    wait = customer_requests_.take(now, world_.switches.number("pc_customers_per_minute"));
  }
  if (wait == 0) return std::nullopt;
  Answer answer = make_answer(429, rate_limit_body(wait), "application/json");
  add_retry_after(world_, wait, answer.headers);
  return answer;
}

std::optional<Answer> PartnerCenter::refuse_customer(const std::string& id, bool users,
                                                     Customer*& customer) const {
  if (!is_guid(id)) return error(400, 900118, "Invalid Customer ID");
  customer = world_.directory.at_partner_center(id);
  if (customer == nullptr) return error(404, 60003, "Tenant not found");
  switch (customer->access) {
    case PartnerAccess::full:
      return std::nullopt;
    case PartnerAccess::unrelated:
      return error(403, 20002, "No relationship between caller and account.");
    case PartnerAccess::no_gdap_role:
      if (!users) return std::nullopt;
      return error(403, 900308, "Insufficient privileges to complete the operation");
    case PartnerAccess::conditional_access:
      if (!users) return std::nullopt;
      return error(403, 900309, "The request is blocked by a Conditional Access policy");
  }
  return std::nullopt;
}

void PartnerCenter::dress(const Request& request, Answer& answer) {
  const auto echo = [&](std::string_view lower_name, const char* name) {
    const std::string* sent = request.header(lower_name);
    answer.headers.emplace_back(name, sent != nullptr && !sent->empty() ? *sent : world_.random.guid());
  };
  echo("ms-correlationid", "MS-CorrelationId");
  echo("ms-requestid", "MS-RequestId");
  const std::string* vector = request.header("ms-cv");
  const std::string& mode = world_.switches.text("ms_cv");
  std::string bytes(12, '\0');
  for (char& byte : bytes)
    byte = static_cast<char>(world_.random.next());
  const bool keeps = vector != nullptr && mode != "fresh";
  answer.headers.emplace_back("MS-CV",
                              !keeps ? base64(bytes) + ".0" : *vector + (mode == "extend" ? ".1" : ""));
  answer.headers.emplace_back("MS-ServerId", "0000112E");
  answer.headers.emplace_back("Request-Context", "appId=cid-v1:03ce8ca8-8373-4021-8f25-d5dd45c7b12f");
  const std::string* validate = request.header("validatemfa");
  if (validate != nullptr && equals_ignoring_case(*validate, "true")) {
    const auto claims = read_access_token(bearer_of(request));
    answer.headers.emplace_back("isMfaCompliant", claims && has_mfa(*claims) ? "true" : "false");
  }
}

Answer PartnerCenter::success(int status, const std::string& json) const {
  Answer answer = make_answer(status, (world_.switches.on("bom") ? "\xEF\xBB\xBF" : "") + json,
                              "application/json; charset=utf-8");
  answer.executed = true;
  return answer;
}

Answer PartnerCenter::error(int status, std::int64_t code, const std::string& description) const {
  Answer answer = make_answer(status, partner_error_json(world_.switches, code, description),
                              "application/json; charset=utf-8");
  if (status == 401 && world_.switches.is("pc_unauthorized_body", "empty")) {
    answer.body.reset();
    answer.headers.clear();
  }
  return answer;
}

}  // namespace tests::emulator
