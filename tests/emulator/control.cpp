#include "tests/emulator/control.hpp"

#include "tests/emulator/access_tokens.hpp"
#include "tests/emulator/control_body.hpp"
#include "tests/emulator/seed.hpp"

#include <boost/json.hpp>

#include <stdexcept>

namespace tests::emulator {
namespace {

namespace json = boost::json;

json::object done() { return {{"ok", true}}; }

}  // namespace

Answer Control::answer(const Request& request) {
  const std::string route = request.method + " " + std::string(request.path());
  try {
    return make_answer(200, json::serialize(handle(request, route)), "application/json");
  } catch (const std::invalid_argument& mistake) {
    return make_answer(400, json::serialize(json::object{{"error", mistake.what()}}), "application/json");
  }
}

json::object Control::handle(const Request& request, const std::string& route) {
  const Pairs query = decode_form(request.query());
  const auto asked = [&](const char* name) { return value_of(query, name).value_or(""); };
  if (route == "GET /population") return population_json(world_);
  if (route == "GET /switches") return world_.switches.to_json();
  if (route == "PATCH /switches") return patch_switches(body_of_control(request));
  if (route == "POST /faults") return {{"id", world_.faults.add(body_of_control(request))}};
  if (route == "GET /faults") return world_.faults.to_json();
  if (route == "GET /ledger")
    return world_.ledger.to_json(asked("provider"), asked("operation"), asked("method"));
  if (route == "GET /ledger/summary") return world_.ledger.summary();
  if (route == "GET /users") return users(query);
  if (route == "POST /users") return add_user(body_of_control(request));
  if (route == "DELETE /users") return remove_user(body_of_control(request));
  if (route == "POST /customers") return add_customer(body_of_control(request));
  if (route == "PATCH /customers") return change_customer(body_of_control(request));
  if (route == "POST /tokens") return mint_token(body_of_control(request));
  if (route == "DELETE /faults") {
    world_.faults.clear();
    return done();
  }
  if (route == "DELETE /ledger") {
    world_.ledger.clear();
    return done();
  }
  if (route == "POST /tokens/revoke") {
    tokens_.revoke(required_text(body_of_control(request), "refresh_token"));
    return done();
  }
  if (route == "POST /certificates") {
    const json::object body = body_of_control(request);
    world_.certificates[lower(required_text(body, "client_id"))] = required_text(body, "certificate_pem");
    return done();
  }
  if (route == "POST /clock" || route == "GET /clock") {
    const std::int64_t seconds = number_member(body_of_control(request), "advance_seconds", 0);
    if (seconds < 0) refuse_control("the clock only goes forward; POST /reset sets it back");
    world_.clock.advance(seconds);
    return {{"now", utc_text(world_.clock.now())}, {"ahead_seconds", world_.clock.offset() / 1000}};
  }
  if (route == "POST /reset") {
    world_.reset();
    reset_providers_();
    return done();
  }
  refuse_control(
      "no such endpoint: " + route +
      "; there are GET /population, GET and PATCH /switches, GET, POST and "
      "DELETE /faults, GET and DELETE /ledger, GET /ledger/summary, GET, POST and DELETE /users, POST and "
      "PATCH "
      "/customers, POST /tokens, POST /tokens/revoke, POST /certificates, GET and POST /clock, POST /reset");
}

json::object Control::patch_switches(const json::object& body) {
  // All or nothing: a wrong one leaves the others as they were.
  Switches changed = world_.switches;
  for (const auto& entry : body) {
    const json::value& value = entry.value();
    const std::string text = value.is_string() ? std::string(value.get_string())
                             : value.is_bool() ? (value.get_bool() ? "on" : "off")
                                               : json::serialize(value);
    const std::string problem = changed.set(entry.key(), text);
    if (!problem.empty()) refuse_control(problem);
  }
  world_.switches = std::move(changed);
  return world_.switches.to_json();
}

json::object Control::mint_token(const json::object& body) {
  const std::string provider = required_text(body, "provider");
  const std::int64_t now = world_.clock.now_seconds();
  const std::int64_t expires = now + number_member(body, "expires_in", 3599);
  const auto audience = text_member(body, "audience");
  json::object claims;
  if (provider == "partner_center") {
    const std::string aud = audience.value_or(std::string(seed::partner_resource));
    claims = flag_member(body, "app_only", false)
                 ? app_claims(aud, seed::partner_tenant_id, seed::partner_client_id, now, expires)
                 : partner_user_claims(aud, seed::partner_tenant_id, seed::partner_client_id, now, expires,
                                       flag_member(body, "mfa", true));
  } else if (provider == "cloud_cockpit") {
    claims = app_claims(audience.value_or(std::string(seed::cockpit_audience)), seed::cockpit_tenant_id,
                        seed::cockpit_client_id, now, expires);
  } else {
    refuse_control("provider must be partner_center or cloud_cockpit");
  }
  return {{"access_token", mint_access_token(claims)}};
}

}  // namespace tests::emulator
