#include "tests/integration/example_world.hpp"

#include "tests/integration/callers.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/support/json_schema.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace tests::integration {
namespace json = boost::json;
using support::GatewayProcess;
using support::HttpReply;
namespace {

constexpr std::string_view admin_paths[] = {"/metrics", "/readyz", "/admin/reload", "/admin/config"};

// Names of customers that are made for the examples, at both providers and without anybody in them.
constexpr std::string_view made_customers[] = {"fabrikam", "adatum", "litware"};

std::string make_customers(const support::EmulatorProcess& emulator) {
  std::string yaml;
  for (const std::string_view name : made_customers) {
    const json::object plan = {{"name", name}, {"partner_center", 0}, {"cloud_cockpit", 0}};
    const json::value made = emulator.post("/customers", json::serialize(plan));
    yaml += "      " + std::string(name) + ": {partner_center: " + text_at(made, "partner_center") +
            ", cloud_cockpit: " + text_at(made, "cloud_cockpit") + "}\n";
  }
  return yaml;
}

// Customers that CloudCockpit knows and no configuration: their ids.
std::set<std::string> make_strays(const support::EmulatorProcess& emulator) {
  std::set<std::string> ids;
  for (const std::string_view name : {"tailspin", "woodgrove"}) {
    const json::object plan = {{"name", name}, {"cloud_cockpit", 0}};
    ids.insert(text_at(emulator.post("/customers", json::serialize(plan)), "cloud_cockpit"));
  }
  return ids;
}

// A header's value as its schema sees it.
json::value header_value(const json::value& document, const std::string& header, const std::string& text) {
  const json::value* type = document.at_pointer(header + "/schema").as_object().if_contains("type");
  const bool is_number = type != nullptr && *type == "integer";
  return is_number ? json::value(std::stoll(text)) : json::value(json::string(text));
}

}  // namespace

std::vector<json::value> Answered::lines() const {
  std::vector<json::value> all;
  std::istringstream text(reply.body);
  for (std::string line; std::getline(text, line);)
    all.push_back(json::parse(line));
  return all;
}

ExampleWorld::ExampleWorld()
    : emulator_({"--set", "token_rotation=omit"}),
      customers_(make_customers(emulator_)),
      strays_(make_strays(emulator_)),
      gateway_(yaml("limits: {retries: 0, body_timeout: 1s}\n")),
      guarded_(yaml(
          "limits: {retries: 0}\nclients:\n  reader: {api_key_sha256: [" + hash_of_key(reader_key) +
          "], tenants: [contoso], allow: [users.read]}\n  slow: {api_key_sha256: [" + hash_of_key("slow") +
          "], tenants: [contoso], allow: [users.read], rate: 1/h}\n"
          "  tokens: {jwt: {issuer: silent, claims: {azp: x}}, tenants: [contoso], allow: [users.read]}\n"
          "issuers: {silent: {issuer: silent, audience: [usher], algorithms: [RS256],\n"
          "  jwks: {url: 'http://127.0.0.1:1/keys'}}}\n")),
      hasty_(yaml("limits: {retries: 0, first_byte_timeout: 300ms, stall_timeout: 300ms}\n")),
      document_(gateway_.get("/openapi.json").json()),
      path_examples_(path_examples()) {
  add_people();
  path_examples_["operationId"] = make_operation();
}

std::string ExampleWorld::yaml(std::string_view top) const {
  const std::string customers = "    customers:\n";
  std::string tenants;
  for (const char* name : {"contoso", "mfa"})
    tenants += with(emulated_tenant(emulator_, name), customers, customers + customers_);
  // Northwind's secret is wrong, and it has one provider.
  std::string northwind =
      with(emulated_tenant(emulator_, "northwind"), "client_secret: emulator-partner-center-secret-1",
           "client_secret: not-the-secret");
  const auto cockpit = northwind.find("      cloud_cockpit:\n");
  northwind = northwind.substr(0, cockpit) +
              "    customers:\n      twelve: {partner_center: aaaaaaaa-0000-4000-8000-000000000012}\n";
  return with(file_of(top, {tenants, northwind}), "allow_inline_secrets",
              "admin: {address: '127.0.0.1:0'}\nallow_inline_secrets");
}

void ExampleWorld::add_people() const {
  const auto add = [this](std::string_view provider, std::string_view customer, json::object user) {
    emulator_.post("/users", json::serialize(json::object{
                                 {"provider", provider}, {"customer", customer}, {"user", std::move(user)}}));
  };
  add("partner_center", "fabrikam",
      {{"id", "95c0e6ec-8f2a-4a0f-9d1d-6a5b7ce01f13"},
       {"userPrincipalName", "adele.vance@fabrikam.onmicrosoft.com"},
       {"firstName", "Adele"},
       {"lastName", "Vance"},
       {"displayName", "Adele Vance"},
       {"usageLocation", "DE"}});
  add("cloud_cockpit", "fabrikam",
      {{"id", "7f0e2c7b-9a53-4c1c-8f6e-1d2b3a4c5d6e"},
       {"email", "Adele.Vance@fabrikam.onmicrosoft.com"},
       {"firstName", "Adele"},
       {"lastName", "Vance"},
       {"role", {{"name", "Customer Admin"}}},
       {"groups", {{{"id", "eeeeeeee-0000-4000-8000-000000000003"}}}}});
  add("cloud_cockpit", "fabrikam",
      {{"id", "c1a2b3d4-0000-4abc-9def-112233445566"},
       {"email", "ben@fabrikam.example"},
       {"firstName", "Ben"},
       {"lastName", "Andrews"}});
  // Chris has two first names.
  add("partner_center", "adatum",
      {{"id", "0f4e3d2c-1b0a-4988-8776-655443322110"},
       {"userPrincipalName", "chris.green@adatum.example"},
       {"firstName", "Christie"},
       {"lastName", "Green"},
       {"displayName", "Christie Green"}});
  add("cloud_cockpit", "adatum",
      {{"id", "aa11bb22-cc33-4d44-9e55-ff6677889900"},
       {"email", "chris.green@adatum.example"},
       {"firstName", "Chris"},
       {"lastName", "Green"}});
  // Two who cannot be told apart.
  for (const char* id : {"d5e6f708-1111-4abc-9def-665544332211", "d5e6f708-2222-4abc-9def-665544332211"})
    add("cloud_cockpit", "litware",
        {{"id", id}, {"email", "same@litware.example"}, {"firstName", "Sam"}, {"lastName", "Same"}});
}

// An operation's id is the gateway's own: the one of a create.
std::string ExampleWorld::make_operation() const {
  const json::object draft = {
      {"email", "operated@fabrikam.example"}, {"firstName", "Oper"}, {"lastName", "Ated"}};
  const std::string link =
      gateway_
          .post("/v1/tenants/contoso/customers/fabrikam/users?provider=cloud_cockpit", json::serialize(draft))
          .header("link");
  const auto end = link.find('>');
  REQUIRE(end != std::string::npos);
  return link.substr(end - 36, 36);
}

std::map<std::string, std::string> ExampleWorld::path_examples() const {
  std::map<std::string, std::string> all;
  for (const auto& operation : support::operations(document_)) {
    for (const auto* parameter : support::parameters(document_, operation, "path"))
      all[text_at(*parameter, "name")] = text_at(*parameter, "example");
  }
  return all;
}

std::string ExampleWorld::target_of(const Asking& asking) const {
  std::string target = asking.path;
  for (const auto* names : {&asking.names, &path_examples_}) {
    for (const auto& [name, value] : *names) {
      const auto at = target.find("{" + name + "}");
      if (at != target.npos) target.replace(at, name.size() + 2, value);
    }
  }
  return target + (asking.query.empty() ? "" : "?" + asking.query);
}

Answered ExampleWorld::ask(const GatewayProcess& through, const Asking& asking) {
  const bool is_admins = std::ranges::count(admin_paths, asking.path) > 0;
  Answered answered = {asking.method, asking.path,
                       support::request(through.port(is_admins ? 1 : 0), asking.method, target_of(asking),
                                        asking.headers, asking.body)};
  check(answered);
  return answered;
}

void ExampleWorld::check(const Answered& answered) const {
  const auto& reply = answered.reply;
  CAPTURE(answered.method);
  CAPTURE(answered.path);
  CAPTURE(reply.status);
  CAPTURE(reply.body.substr(0, 600));
  // A method that a path does not have is told with those that it has.
  const std::string method = reply.status == 405 ? "GET" : answered.method;
  const std::string response = support::response_at(document_, method, answered.path, reply.status);
  REQUIRE_MESSAGE(!response.empty(), "the document does not know this answer");
  const json::object& documented = document_.at_pointer(response).as_object();

  for (const auto& [name, header] : documented.at("headers").as_object()) {
    const std::string at = std::string(header.at("$ref").as_string()).substr(1);
    std::string lower(name);
    for (char& c : lower)
      c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    CAPTURE(lower);
    const std::string text = reply.header(lower);
    const json::value* required = document_.at_pointer(at).as_object().if_contains("required");
    if (required != nullptr) CHECK_FALSE(text.empty());
    if (text.empty()) continue;
    const auto wrong = support::violations(document_, at + "/schema", header_value(document_, at, text));
    CHECK(wrong == std::vector<std::string>());
  }

  const json::value* content = documented.if_contains("content");
  if (content == nullptr) {
    CHECK(reply.body.empty());
    return;
  }
  const std::string type = reply.header("content-type");
  const std::string media_type = type.substr(0, type.find(';'));
  REQUIRE_MESSAGE(content->as_object().contains(media_type), "not a documented form: ", type);
  const std::string schema = support::pointer_to(response + "/content", media_type) + "/schema";
  const bool is_stream = media_type == "application/x-ndjson";
  if (!is_stream && !media_type.ends_with("json")) return;
  for (const json::value& body : is_stream ? answered.lines() : std::vector{answered.json()}) {
    const auto wrong = support::violations(document_, schema, body);
    CHECK(wrong == std::vector<std::string>());
  }
  if (media_type == "application/problem+json") CHECK(answered.json().at("status") == reply.status);
}

ExampleWorld::Fault::Fault(ExampleWorld& world, std::string_view provider, std::string_view operation,
                           const json::object& action)
    : world_(world) {
  const json::object match = {{"provider", provider}, {"operation", operation}};
  world.emulator_.fault(json::serialize(json::object{{"match", match}, {"times", 0}, {"action", action}}));
}

json::object ExampleWorld::drifted_list() {
  const json::array users = {{{"id", "c1a2b3d4-0000-4abc-9def-112233445566"},
                              {"firstName", "Ben"},
                              {"lastName", "Andrews"},
                              {"email", "ben@fabrikam.example"},
                              {"role", nullptr},
                              {"groups", json::array()},
                              {"newMember", 1}}};
  return {{"status", 200}, {"body", json::serialize(users)}};
}

json::value ExampleWorld::ambiguous_customers() const {
  const std::string token = text_at(emulator_.get("/population").at("tokens"), "cloud_cockpit");
  json::value list =
      support::request(emulator_.cloud_cockpit(), "GET", "/v1/Customers?includeDeleted=false",
                       {{"Authorization", "Bearer " + token}, {"X-Tenant", "portal.contoso.com"}})
          .json();
  std::vector<json::object*> strays;
  for (json::value& item : list.at("items").as_array()) {
    if (strays_.contains(text_at(item, "id"))) strays.push_back(&item.as_object());
  }
  REQUIRE(strays.size() == 2);
  for (json::object* stray : strays) {
    (*stray)["providerCustomers"] = {{{"providerCustomerId", "5d1e7c2a-93b4-4f60-8e21-6a7b8c9d0e1f"}}};
  }
  return list;
}

ExampleWorld& example_world() {
  static ExampleWorld world;
  return world;
}

std::string url_encoded(std::string_view text) {
  std::string encoded;
  for (const unsigned char c : text) {
    const bool is_plain = std::isalnum(c) != 0 ||
                          std::string_view("-._~,").find(static_cast<char>(c)) != std::string_view::npos;
    constexpr std::string_view digits = "0123456789ABCDEF";
    if (is_plain) {
      encoded += static_cast<char>(c);
    } else {
      (encoded += '%').append({digits[c >> 4], digits[c & 15]});
    }
  }
  return encoded;
}

}  // namespace tests::integration
