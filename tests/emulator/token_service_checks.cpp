#include "tests/emulator/access_tokens.hpp"
#include "tests/emulator/client_assertion.hpp"
#include "tests/emulator/seed.hpp"
#include "tests/emulator/token_service.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace tests::emulator {
namespace {

constexpr Millis inactive_after = 90LL * 24 * 3600 * 1000;

// "https://api.partnercenter.microsoft.com/" or ".../.default" is the resource without it.
std::string resource_of(std::string text) {
  for (const std::string_view tail : {"/.default", "/user_impersonation", "/"}) {
    if (text.ends_with(tail)) text.resize(text.size() - tail.size());
  }
  return text;
}

bool is_known_resource(const std::string& resource) {
  for (const std::string_view known :
       {seed::partner_resource, std::string_view("https://partner.partnercenterapi.microsoftonline.cn"),
        std::string_view("https://graph.microsoft.com"), std::string_view("https://graph.windows.net")}) {
    if (resource == known) return true;
  }
  return false;
}

}  // namespace

std::optional<Answer> TokenService::refuse_client(const Request& request, const Asked& asked,
                                                  const std::string& expected_secret) {
  const std::string assertion = field(asked.form, "client_assertion");
  if (!assertion.empty()) return refuse_assertion(request, asked, assertion);
  const int status = static_cast<int>(world_.switches.number("token_bad_secret"));
  const std::string secret = field(asked.form, "client_secret");
  if (secret.empty()) {
    return error(
        status, "invalid_client", 7000218,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
  }
  if (secret != expected_secret) {
    return error(status, "invalid_client", 7000215, "Invalid client secret provided.");
  }
  return std::nullopt;
}

std::optional<Answer> TokenService::refuse_assertion(const Request& request, const Asked& asked,
                                                     const std::string& assertion) {
  const int status = static_cast<int>(world_.switches.number("token_bad_secret"));
  if (field(asked.form, "client_assertion_type") !=
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
    return error(status, "invalid_client", 7000218, "client_assertion_type is missing or not supported.");
  }
  const auto certificate = world_.certificates.find(asked.client);
  AssertionCheck check{assertion, asked.client, std::string(request.path()),
                       certificate == world_.certificates.end() ? std::string() : certificate->second,
                       world_.clock.now_seconds()};
  std::string jti;
  std::string problem = problem_of_assertion(check, jti);
  if (problem.empty() && !assertions_.insert(jti).second) problem = "its jti was used before";
  if (problem.empty()) return std::nullopt;
  return error(status, "invalid_client", 700027, "Client assertion failed validation: " + problem + ".");
}

std::optional<Answer> TokenService::read_audience(Asked& asked) const {
  const std::string resource = field(asked.form, "resource");
  const std::string scope = field(asked.form, "scope");
  if (asked.v2 && !resource.empty()) {
    return error(400, "invalid_request", 901002, "The 'resource' request parameter is not supported.");
  }
  const bool cockpit = asked.tenant == seed::cockpit_tenant_id;
  if (cockpit) {
    if (!asked.v2 || scope != seed::cockpit_scope) {
      return error(400, "invalid_scope", 70011,
                   "The provided value for the input parameter 'scope' is not valid.");
    }
    const bool plain = world_.switches.is("cc_token_audience", "guid");
    asked.audience = plain ? seed::cockpit_audience.substr(6) : seed::cockpit_audience;
    return std::nullopt;
  }
  std::string wanted = resource_of(resource);
  if (asked.v2) {
    // openid, profile and offline_access stand beside the one resource.
    std::string_view rest = scope;
    while (!rest.empty()) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
      if (word.find("://") != std::string_view::npos) wanted = resource_of(std::string(word));
    }
  }
  if (wanted.empty()) {
    return error(400, "invalid_request", 900144,
                 std::string("The request body must contain the following parameter: '") +
                     (asked.v2 ? "scope" : "resource") + "'.");
  }
  if (!is_known_resource(wanted)) {
    return error(400, "invalid_resource", 500011,
                 "The resource principal named " + wanted + " was not found.");
  }
  asked.audience = wanted;
  return std::nullopt;
}

std::optional<Answer> TokenService::refuse_refresh_token(const std::string& token) const {
  if (token.empty()) {
    return error(400, "invalid_request", 900144,
                 "The request body must contain the following parameter: 'refresh_token'.");
  }
  if (revoked_.contains(token)) {
    return error(400, "invalid_grant", 50173, "The provided grant has expired due to it being revoked.");
  }
  // A token of an earlier run of this program is known by its signature alone.
  Millis last = 0;
  if (const auto used = last_used_.find(token); used != last_used_.end()) {
    last = used->second;
  } else {
    const auto payload = token.starts_with("0.") ? read_signed(token.substr(2)) : std::nullopt;
    if (!payload || !payload->starts_with("refresh ")) {
      return error(400, "invalid_grant", 70000, "The provided value for 'refresh_token' is not valid.");
    }
    last = std::stoll(payload->substr(8));
  }
  if (world_.clock.now() - last > inactive_after) {
    return error(400, "invalid_grant", 700082,
                 "The refresh token has expired due to inactivity of 90.00:00:00.");
  }
  return std::nullopt;
}

}  // namespace tests::emulator
