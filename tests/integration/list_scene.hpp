// What the tests of lists and of signing in share: a gateway with several tenants over one emulator, and
// requests whose every answer is held to the contract that the same gateway publishes.
#pragma once

#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <future>
#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {

// The tenant of emulated_yaml() under another name, as text that may be changed and put behind others.
std::string emulated_tenant(const support::EmulatorProcess& emulator, std::string_view name,
                            std::string_view settings = {});
// A whole file of such tenants.
std::string file_of(std::string_view top, const std::vector<std::string>& tenants);
// `text` with `to` wherever `from` was; std::logic_error where it was nowhere.
std::string with(std::string text, std::string_view from, std::string_view to);

// `tenant` with two bearer tokens in the place of its credentials.
std::string with_given_tokens(std::string tenant, std::string_view partner_center,
                              std::string_view cloud_cockpit);

std::string users_of(std::string_view tenant, std::string_view customer, std::string_view query = {});
// Of the customer `twelve`.
std::string list_of(std::string_view tenant, std::string_view query = {});

// The emulator, and a gateway over it with the tenant `contoso` alone. `top`: lines for the top of its file.
struct ContosoScene {
  explicit ContosoScene(std::string_view top = {});
  support::EmulatorProcess emulator;
  support::GatewayProcess gateway;
};
inline constexpr std::string_view no_repeats = "limits: {retries: 0}\n";

// One request, whose answer is checked: status and body by the published document, the correlation id, the
// headers that its status asks for. A failed check fails the test case.
support::HttpReply ask(const support::GatewayProcess& gateway, std::string_view target,
                       const support::Headers& headers = {}, std::string_view method = "GET");
// A GET on a thread of its own, unchecked: doctest captures are per thread.
std::future<support::HttpReply> ask_aside(const support::GatewayProcess& gateway, std::string target);
// Holds an answer to the published document.
void check_contract(const support::GatewayProcess& gateway, std::string_view method, std::string_view target,
                    const support::HttpReply& reply);

// The list of the tenant's `crowd` is the other provider's alone, says so, and with require=all is the
// problem itself. Returns the list.
boost::json::value check_incomplete(const support::GatewayProcess& gateway,
                                    const support::EmulatorProcess& emulator, std::string_view tenant,
                                    std::string_view provider, std::string_view code);

// providers[] of a list or a problem, by name.
const boost::json::object& outcome_of(const boost::json::value& body, std::string_view provider);
std::string code_of(const boost::json::value& problem);
std::string code_of(const support::HttpReply& reply);  // throws where it is no problem
// "" where it is missing or no text; told_text() throws there.
std::string text_at(const boost::json::value& object, std::string_view name);
std::string told_text(const boost::json::value& object, std::string_view name);
std::vector<std::string> ids_of(const boost::json::value& list);

// A loopback port that refuses connections for as long as the object lives.
class ClosedPort {
 public:
  ClosedPort();
  ~ClosedPort();
  ClosedPort(const ClosedPort&) = delete;
  ClosedPort& operator=(const ClosedPort&) = delete;
  std::uint16_t number() const { return number_; }

 private:
  int socket_ = -1;
  std::uint16_t number_ = 0;
};

}  // namespace tests::integration
