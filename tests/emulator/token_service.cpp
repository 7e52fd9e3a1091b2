#include "tests/emulator/token_service.hpp"

#include "tests/emulator/access_tokens.hpp"
#include "tests/emulator/seed.hpp"

#include <boost/json.hpp>

#include <array>

namespace tests::emulator {
namespace {

namespace json = boost::json;

struct Refusal {
  std::string_view number;
  std::string_view kind;
  int status;
  std::string_view text;
};
constexpr std::array<Refusal, 13> refusals{{
    {"50076", "interaction_required", 400,
     "Due to a configuration change you must use multi-factor authentication."},
    {"50079", "interaction_required", 400, "You must enroll in multi-factor authentication."},
    {"50173", "invalid_grant", 400, "The provided grant has expired due to it being revoked."},
    {"53003", "interaction_required", 400, "Access has been blocked by Conditional Access policies."},
    {"65001", "invalid_grant", 400, "The user or administrator has not consented to use the application."},
    {"70000", "invalid_grant", 400,
     "The provided value for the input parameter 'refresh_token' is not valid."},
    {"70008", "invalid_grant", 400, "The provided authorization code or refresh token has expired."},
    {"70043", "invalid_grant", 400, "The refresh token has expired due to sign-in frequency checks."},
    {"700082", "invalid_grant", 400, "The refresh token has expired due to inactivity of 90.00:00:00."},
    {"7000222", "invalid_client", 401, "The provided client secret keys are expired."},
    {"50196", "invalid_grant", 400,
     "The server terminated an operation because it encountered a client request loop."},
    {"90033", "temporarily_unavailable", 503, "A transient error has occurred. Please try again."},
    {"90055", "temporarily_unavailable", 503, "Too many requests. Please try again."},
}};

}  // namespace

void TokenService::reset() {
  last_used_.clear();
  revoked_.clear();
  assertions_.clear();
  issued_ = 0;
  last_used_[std::string(seed::partner_refresh_token)] = world_.clock.now();
}

Call TokenService::classify(const Request& request) const {
  Call call;
  call.provider = "token_service";
  call.segments = path_segments(request.path());
  const auto& path = call.segments;
  const auto is = [&](std::size_t index, std::string_view word) {
    return equals_ignoring_case(path[index], word);
  };
  const bool v1 = path.size() == 3 && is(1, "oauth2") && is(2, "token");
  const bool v2 = path.size() == 4 && is(1, "oauth2") && is(2, "v2.0") && is(3, "token");
  call.operation = v1 || v2 ? "token" : "other";
  return call;
}

Answer TokenService::expired(const Request&) {
  return error(400, "invalid_grant", 70008, "The provided authorization code or refresh token has expired.");
}

Answer TokenService::refusal(int status, const Request&) {
  if (status == 204) return Answer{204, {}, {}, {}, false, false, false, {}};
  Answer answer =
      error(status, "temporarily_unavailable", 90033, "A transient error has occurred. Please try again.");
  if (status == 429) add_retry_after(world_, 1, answer.headers);
  return answer;
}

Answer TokenService::answer(const Request& request, const Call& call) {
  if (call.operation == "other") return make_answer(404, "", "");
  if (request.method != "POST")
    return error(405, "invalid_request", 900561, "The endpoint only accepts POST requests.");
  Asked asked;
  asked.v2 = call.segments.size() == 4;
  asked.tenant = lower(call.segments[0]);
  asked.form = decode_form(request.body);
  asked.client = lower(field(asked.form, "client_id"));
  if (asked.tenant == seed::partner_tenant_domain) asked.tenant = seed::partner_tenant_id;

  const bool cockpit = asked.tenant == seed::cockpit_tenant_id;
  const bool customer = world_.directory.at_partner_center(asked.tenant) != nullptr;
  if (!cockpit && !customer && asked.tenant != seed::partner_tenant_id) {
    return error(400, "invalid_request", 90002, "Tenant '" + call.segments[0] + "' not found.");
  }
  for (const char* name : {"grant_type", "client_id"}) {
    if (!field(asked.form, name).empty()) continue;
    return error(400, "invalid_request", 900144,
                 "The request body must contain the following parameter: '" + std::string(name) + "'.");
  }
  if (asked.client != (cockpit ? seed::cockpit_client_id : seed::partner_client_id)) {
    return error(400, "unauthorized_client", 700016,
                 "Application with identifier '" + asked.client + "' was not found in the directory.");
  }
  const std::string_view secret = cockpit ? seed::cockpit_client_secret : seed::partner_client_secret;
  if (auto refused = refuse_client(request, asked, std::string(secret))) return *refused;
  for (const Refusal& one : refusals) {
    if (!world_.switches.is("token_refusal", one.number)) continue;
    return error(one.status, std::string(one.kind), std::stoi(std::string(one.number)),
                 std::string(one.text));
  }
  if (auto refused = read_audience(asked)) return *refused;

  const std::string kind = field(asked.form, "grant_type");
  if (kind == "client_credentials") return grant(asked, false, "");
  if (cockpit || (kind != "refresh_token" && kind != "authorization_code")) {
    return error(400, "unsupported_grant_type", 70003,
                 "The app requested an unsupported grant type '" + kind + "'.");
  }
  if (kind == "authorization_code") {
    if (field(asked.form, "code") == seed::partner_authorization_code) return grant(asked, true, "");
    return error(400, "invalid_grant", 70008, "The provided authorization code is invalid or has expired.");
  }
  const std::string token = field(asked.form, "refresh_token");
  if (auto refused = refuse_refresh_token(token)) return *refused;
  return grant(asked, true, token);
}

std::string TokenService::next_refresh_token() {
  const std::string token =
      "0." + sign("refresh " + std::to_string(world_.clock.now()) + " " + std::to_string(++issued_));
  last_used_[token] = world_.clock.now();
  return token;
}

Answer TokenService::grant(const Asked& asked, bool user, const std::string& spent) {
  const std::int64_t now = world_.clock.now_seconds();
  const std::int64_t life = world_.switches.number("token_lifetime_seconds");
  json::object claims = user ? partner_user_claims(asked.audience, asked.tenant, asked.client, now,
                                                   now + life, world_.switches.on("token_mfa"))
                             : app_claims(asked.audience, asked.tenant, asked.client, now, now + life);
  claims["uti"] = world_.random.guid();
  json::object body;
  body["token_type"] = "Bearer";
  if (user)
    body["scope"] = asked.v2 ? asked.audience + "/user_impersonation" : std::string("user_impersonation");
  const auto number = [&](std::int64_t value) {
    return asked.v2 ? json::value(value) : json::value(std::to_string(value));
  };
  body["expires_in"] = number(life);
  body["ext_expires_in"] = number(life);
  if (!asked.v2) {
    body["expires_on"] = number(now + life);
    body["not_before"] = number(now - 300);
    body["resource"] = asked.audience;
  }
  body["access_token"] = mint_access_token(claims);
  if (user) {
    if (!spent.empty()) last_used_[spent] = world_.clock.now();
    const std::string& rotation = world_.switches.text("token_rotation");
    if (rotation == "on" || spent.empty()) body["refresh_token"] = next_refresh_token();
    if (rotation == "off" && !spent.empty()) body["refresh_token"] = spent;
    if (field(asked.form, "scope").find("openid") != std::string::npos) {
      body["id_token"] =
          mint_access_token({{"aud", asked.client}, {"upn", seed::partner_user}, {"exp", now + life}});
    }
  }
  Answer answer = make_answer(200, json::serialize(body), "application/json; charset=utf-8");
  answer.headers.emplace_back("Cache-Control", "no-store, no-cache");
  answer.headers.emplace_back("Pragma", "no-cache");
  answer.executed = true;
  return answer;
}

Answer TokenService::error(int status, const std::string& kind, int number, const std::string& text) const {
  const std::string when = token_date(world_.clock.now());
  const std::string trace = world_.random.guid();
  const std::string correlation = world_.random.guid();
  json::object body;
  body["error"] = kind;
  body["error_description"] = "AADSTS" + std::to_string(number) + ": " + text + "\r\nTrace ID: " + trace +
                              "\r\nCorrelation ID: " + correlation + "\r\nTimestamp: " + when;
  body["error_codes"] = json::array{number};
  body["timestamp"] = when;
  body["trace_id"] = trace;
  body["correlation_id"] = correlation;
  body["error_uri"] = "https://login.microsoftonline.com/error?code=" + std::to_string(number);
  return make_answer(status, json::serialize(body), "application/json; charset=utf-8");
}

}  // namespace tests::emulator
