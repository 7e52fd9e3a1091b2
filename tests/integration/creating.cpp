#include "tests/integration/creating.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

namespace tests::integration {
namespace json = boost::json;
using support::EmulatorProcess;
using support::GatewayProcess;
using support::HttpReply;
namespace {

// Polls: the emulator has no events.
template <class Condition>
bool await(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace

EmulatorProcess& emulator() {
  // A rotated refresh token would not outlive a reset, and the gateway does.
  static EmulatorProcess process({"--set", "token_rotation=omit"});
  return process;
}

EmulatorProcess& fresh_emulator() {
  emulator().reset();
  return emulator();
}

std::string creating_yaml(const EmulatorProcess& over, std::string_view limits) {
  const std::string top = "limits: {retries: 0" + std::string(limits) + "}\n";
  const std::string empty = "cloud_cockpit: cccccccc-0000-4000-8000-000000000000";
  const std::string contoso = emulated_tenant(
      over, "contoso", "    create_in: [partner_center, cloud_cockpit]\n    defaults: {usageLocation: DE}\n");
  std::string careful = emulated_tenant(over, "careful");
  for (const std::string_view line : {"      partner_center:\n        ", "      cloud_cockpit:\n        "})
    careful = with(careful, line, std::string(line) + "create: at_most_once\n        ");
  return file_of(
      top,
      {with(contoso, empty, empty + ", create_in: [cloud_cockpit]"), emulated_tenant(over, "plain"), careful,
       emulated_tenant(over, "lenient",
                       "    create_in: [partner_center, {provider: cloud_cockpit, optional: true}]\n"),
       emulated_tenant(over, "eager",
                       "    precedence: [cloud_cockpit, partner_center]\n"
                       "    create_in: [{provider: cloud_cockpit, optional: true}, partner_center]\n")});
}

GatewayProcess& gateway() {
  static GatewayProcess process(creating_yaml(emulator(), {}));
  return process;
}

GatewayProcess fresh_gateway(std::string_view limits) {
  return GatewayProcess(creating_yaml(emulator(), limits));
}

std::string somebody() {
  static int count = 0;
  return "ada" + std::to_string(++count);
}

std::string email_of(std::string_view name) { return std::string(name) + "@twelve.example"; }

json::object partner_draft(std::string_view name) {
  return {{"userPrincipalName", email_of(name)},
          {"displayName", "Ada Lovelace"},
          {"firstName", "Ada"},
          {"lastName", "Lovelace"},
          {"passwordProfile", {{"password", password}, {"forceChangePassword", true}}}};
}

json::object cockpit_draft(std::string_view name) {
  return {{"email", email_of(name)}, {"firstName", "Ada"}, {"lastName", "Lovelace"}};
}

json::object draft_for_both(std::string_view name) {
  json::object draft = partner_draft(name);
  draft["email"] = email_of(name);
  return draft;
}

std::string users_path(std::string_view where) {
  const std::size_t slash = where.find('/');
  const std::size_t query = std::min(where.find('?'), where.size());
  std::string path = "/v1/tenants/" + std::string(where.substr(0, slash)) + "/customers/";
  path.append(where.substr(slash + 1, query - slash - 1)).append("/users").append(where.substr(query));
  return path;
}

HttpReply create(GatewayProcess& through, std::string_view where, const json::value& draft,
                 const support::Headers& headers) {
  HttpReply reply = through.post(users_path(where), json::serialize(draft), headers);
  check_contract(through, "POST", users_path(where), reply);
  return reply;
}

HttpReply create_when_free(GatewayProcess& through, std::string_view where, const json::value& draft,
                           const support::Headers& headers) {
  HttpReply reply;
  await([&] {
    reply = create(through, where, draft, headers);
    return reply.status != 409 || code_of(reply) != "request_in_progress";
  });
  return reply;
}

support::Headers with_key(std::string_view key) { return {{"Idempotency-Key", std::string(key)}}; }

void fault_at_create(std::string_view provider, std::string_view action, int times) {
  json::object match = {{"operation", "create"}};
  if (!provider.empty()) match["provider"] = provider;
  emulator().fault(
      json::serialize(json::object{{"match", match}, {"times", times}, {"action", json::parse(action)}}));
}

std::string operation_of(const HttpReply& reply) {
  const std::string link = reply.header("link");
  const auto end = link.find(">; rel=\"status\"");
  return end == std::string::npos ? std::string() : link.substr(1, end - 1);
}

std::string state_of_operation(GatewayProcess& through, std::string_view address) {
  const HttpReply reply = ask(through, address);
  if (reply.status != 200) return code_of(reply);
  const json::value operation = reply.json();
  std::string told = told_text(operation, "state");
  for (const json::value& one : operation.at("providers").as_array()) {
    told += told.find(':') == std::string::npos ? ": " : ", ";
    told += told_text(one, "name") + ' ' + told_text(one, "state");
  }
  return told;
}

bool await_operation(GatewayProcess& through, std::string_view address, std::string_view state) {
  return await([&] { return state_of_operation(through, address).starts_with(state); });
}

std::string sources_of(const HttpReply& reply) {
  std::string told;
  const json::value body = reply.json();
  for (const json::value& one : body.at("sources").as_array())
    told += (told.empty() ? "" : ", ") + told_text(one, "provider");
  return told;
}

std::vector<std::string> errors_of(const HttpReply& reply) {
  std::vector<std::string> told;
  const json::value body = reply.json();
  const json::value* const errors = body.as_object().if_contains("errors");
  if (errors == nullptr) return told;
  for (const json::value& error : errors->as_array()) {
    const json::object& one = error.as_object();
    std::string line;
    for (const char* const name : {"pointer", "provider", "reason"}) {
      const json::value* const value = one.if_contains(name);
      const bool is_there = value != nullptr && value->is_string();
      line.append(line.empty() ? "" : " ").append(is_there ? value->get_string().c_str() : "-");
    }
    told.push_back(std::move(line));
  }
  std::ranges::sort(told);
  return told;
}

std::string Sent::header(std::string_view name) const {
  const json::value* const value = headers.if_contains(name);
  return value == nullptr ? std::string() : std::string(value->as_string().c_str());
}

std::vector<Sent> sent_creates() {
  std::vector<Sent> all;
  for (const json::value& entry : emulator().ledger("", "create")) {
    all.push_back({told_text(entry, "provider"), told_text(entry, "target"), entry.at("headers").as_object(),
                   json::serialize(entry.at("body")), entry.at("status").as_int64(),
                   entry.at("executed").as_bool()});
  }
  return all;
}

std::string what_was_sent() {
  std::string told;
  for (const Sent& one : sent_creates()) {
    told += told.empty() ? "" : ", ";
    told += one.provider + ' ' + std::to_string(one.status) + (one.executed ? " executed" : "");
  }
  return told;
}

std::string asked(std::string_view provider) {
  std::string told;
  for (const json::value& entry : emulator().ledger(provider, "")) {
    const std::string operation = told_text(entry, "operation");
    if (operation == "list" || operation == "create") told += (told.empty() ? "" : ", ") + operation;
  }
  return told;
}

bool await_creates(std::size_t count) {
  return await([count] { return sent_creates().size() >= count; });
}

std::size_t people_at(std::string_view provider, std::string_view name) {
  const json::value all = emulator().get("/users?customer=twelve&provider=" + std::string(provider));
  const char* const identity = provider == "partner_center" ? "userPrincipalName" : "email";
  return static_cast<std::size_t>(std::ranges::count_if(
      all.at("users").as_array(),
      [&](const json::value& user) { return text_at(user, identity) == email_of(name); }));
}

bool await_person_at(std::string_view provider, std::string_view name) {
  return await([&] { return people_at(provider, name) > 0; });
}

void add_rival(std::string_view provider, std::string_view name, std::string_view first_name) {
  json::object user = draft_for_both(name);
  user["firstName"] = first_name;
  user["displayName"] = std::string(first_name) + " Lovelace";
  emulator().post("/users", json::serialize(json::object{
                                {"provider", provider}, {"customer", "twelve"}, {"user", std::move(user)}}));
}

}  // namespace tests::integration
