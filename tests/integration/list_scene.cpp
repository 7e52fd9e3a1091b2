#include "tests/integration/list_scene.hpp"

#include "tests/integration/true_people.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/openapi.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <arpa/inet.h>
#include <map>
#include <mutex>
#include <regex>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace tests::integration {
namespace json = boost::json;
using support::GatewayProcess;
using support::HttpReply;
namespace {

constexpr std::string_view tenants_line = "\ntenants:\n";

// The gateway's own document; every gateway of a build publishes the same.
const json::value& published(const GatewayProcess& gateway) {
  static const json::value document = gateway.get("/openapi.json").json();
  return document;
}

std::string template_of(std::string_view target) {
  const std::string path(target.substr(0, target.find('?')));
  static const std::regex users("/v1/tenants/[^/]+/customers/[^/]+/users");
  static const std::regex user("/v1/tenants/[^/]+/customers/[^/]+/users/[^/]+");
  static const std::regex directory("/v1/tenants/[^/]+/(customers|groups)");
  static const std::regex operation("/v1/tenants/[^/]+/operations/[^/]+");
  std::smatch listed;
  if (std::regex_match(path, listed, directory)) return "/v1/tenants/{tenant}/" + listed.str(1);
  if (std::regex_match(path, operation)) return "/v1/tenants/{tenant}/operations/{operationId}";
  if (std::regex_match(path, users)) return "/v1/tenants/{tenant}/customers/{customer}/users";
  if (std::regex_match(path, user)) return "/v1/tenants/{tenant}/customers/{customer}/users/{userId}";
  return path;
}

void check_problem(const json::value& document, std::string_view method, const std::string& path,
                   const HttpReply& reply) {
  CHECK(reply.header("content-type") == "application/problem+json");
  const json::value problem = reply.json();
  CHECK(problem.at("status") == reply.status);
  // An answer that was given before names the request that it was given to.
  if (reply.header("idempotency-replayed").empty())
    CHECK(text_at(problem, "correlationId") == reply.header("x-correlation-id"));
  const auto listed = support::problem_codes_of_response(document, method, path, reply.status);
  CHECK_MESSAGE(std::ranges::count(listed, code_of(problem)) > 0,
                "not a documented code: ", code_of(problem));
  const bool has_retry_after = !reply.header("retry-after").empty();
  const bool ends_by_itself = reply.status == 503 || code_of(problem) == "request_in_progress" ||
                              code_of(problem) == "create_in_doubt";
  CHECK(has_retry_after == ends_by_itself);
  CHECK(reply.header("allow").empty() == (reply.status != 405));
  CHECK(reply.header("cache-control") == "no-store");
}

const char* other_than(std::string_view provider) {
  return provider == "partner_center" ? "cloud_cockpit" : "partner_center";
}

From from(std::string_view provider) {
  return provider == "partner_center" ? From::partner_center : From::cloud_cockpit;
}

}  // namespace

std::string with(std::string text, std::string_view from, std::string_view to) {
  auto at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("nowhere in the text: " + std::string(from));
  for (; at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

std::string emulated_tenant(const support::EmulatorProcess& emulator, std::string_view name,
                            std::string_view settings) {
  const std::string yaml = support::emulated_yaml(emulator, {}, settings);
  const std::string tenant = yaml.substr(yaml.find(tenants_line) + tenants_line.size());
  return with(tenant, "  contoso:\n", "  " + std::string(name) + ":\n");
}

std::string file_of(std::string_view top, const std::vector<std::string>& tenants) {
  std::string yaml = "listen: [{address: '127.0.0.1:0'}]\nallow_inline_secrets: true\n";
  yaml.append(top).append(tenants_line);
  for (const std::string& tenant : tenants)
    yaml += tenant;
  return yaml;
}

ContosoScene::ContosoScene(std::string_view top)
    : gateway(file_of(top, {emulated_tenant(emulator, "contoso")})) {}

std::string with_given_tokens(std::string tenant, std::string_view partner_center,
                              std::string_view cloud_cockpit) {
  for (const std::string_view token : {partner_center, cloud_cockpit}) {
    const auto begin = tenant.find("          authority:");
    // What stands below the first `authority` and is as deep.
    auto end = begin;
    while (tenant.compare(end, 10, "          ") == 0)
      end = tenant.find('\n', end) + 1;
    tenant.replace(begin, end - begin, "          bearer_token: " + std::string(token) + '\n');
  }
  return tenant;
}

std::string users_of(std::string_view tenant, std::string_view customer, std::string_view query) {
  std::string target = "/v1/tenants/";
  target.append(tenant).append("/customers/").append(customer).append("/users");
  if (!query.empty()) target.append("?").append(query);
  return target;
}

std::string list_of(std::string_view tenant, std::string_view query) {
  return users_of(tenant, "twelve", query);
}

void check_contract(const GatewayProcess& gateway, std::string_view method, std::string_view target,
                    const HttpReply& reply) {
  const json::value& document = published(gateway);
  const std::string path = template_of(target);
  CAPTURE(target);
  CAPTURE(reply.status);
  CAPTURE(reply.body.substr(0, 500));
  const std::string schema = support::schema_of_response(document, method, path, reply.status);
  REQUIRE_MESSAGE(!schema.empty(), "the document does not know this answer");
  CHECK(reply.header("x-correlation-id").size() == 36);
  const auto wrong = support::violations(document, schema, reply.json());
  CHECK_MESSAGE(wrong.empty(), wrong.front());
  if (reply.status >= 400) return check_problem(document, method, path, reply);
  CHECK(reply.header("content-type") == "application/json");
  CHECK(reply.header("cache-control") == "private, no-cache");
  CHECK(reply.header("vary") == "Accept, Authorization");
}

HttpReply ask(const GatewayProcess& gateway, std::string_view target, const support::Headers& headers,
              std::string_view method) {
  HttpReply reply = support::request(gateway.port(), method, target, headers);
  check_contract(gateway, method, target, reply);
  return reply;
}

std::future<HttpReply> ask_aside(const GatewayProcess& gateway, std::string target) {
  return std::async(std::launch::async,
                    [&gateway, target = std::move(target)] { return gateway.get(target); });
}

json::value check_incomplete(const GatewayProcess& gateway, const support::EmulatorProcess& emulator,
                             std::string_view tenant, std::string_view provider, std::string_view code) {
  const auto reply = ask(gateway, users_of(tenant, "crowd", "limit=1000"));
  REQUIRE(reply.status == 200);
  const auto list = reply.json();
  CHECK(list.at("complete") == false);
  CHECK(list.at("totalCount").is_null());
  const char* const other = other_than(provider);
  CHECK(list.at("items").as_array() == true_people(emulator, "crowd", from(other)));
  CHECK(outcome_of(list, other).at("status") == "ok");
  CHECK(outcome_of(list, other).at("count") == 350);
  const auto& failed = outcome_of(list, provider);
  CHECK(failed.at("status") == "error");
  CHECK(failed.at("count").is_null());
  CHECK(code_of(failed.at("error")) == code);
  CHECK(text_at(failed.at("error"), "provider") == provider);

  const auto strict = ask(gateway, users_of(tenant, "crowd", "limit=1000&require=all"));
  const auto problem = strict.json();
  CHECK(code_of(problem) == code);
  CHECK(strict.status == problem.at("status"));
  CHECK(text_at(problem, "provider") == provider);
  CHECK(outcome_of(problem, provider).at("status") == "error");
  CHECK(outcome_of(problem, other).at("status") == "ok");
  return list;
}

const json::object& outcome_of(const json::value& body, std::string_view provider) {
  for (const json::value& outcome : body.at("providers").as_array()) {
    if (text_at(outcome, "name") == provider) return outcome.as_object();
  }
  throw std::logic_error("nothing about " + std::string(provider));
}

std::string text_at(const json::value& object, std::string_view name) {
  const json::value* member = object.as_object().if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

std::string told_text(const json::value& object, std::string_view name) {
  return std::string(object.at(name).as_string());
}

std::string code_of(const json::value& problem) { return text_at(problem, "code"); }

std::string code_of(const HttpReply& reply) { return told_text(reply.json(), "code"); }

std::vector<std::string> ids_of(const json::value& list) {
  std::vector<std::string> ids;
  for (const json::value& user : list.at("items").as_array())
    ids.push_back(text_at(user, "id"));
  return ids;
}

ClosedPort::ClosedPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  // Bound and not listening: nobody else gets the port, and whoever connects is refused.
  if (bind(socket_, any, size) != 0 || getsockname(socket_, any, &size) != 0) {
    throw std::runtime_error("no port");
  }
  number_ = ntohs(address.sin_port);
}

ClosedPort::~ClosedPort() { close(socket_); }

}  // namespace tests::integration
