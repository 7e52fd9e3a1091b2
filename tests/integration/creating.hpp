// What the tests of creates share: one emulator and one gateway for the whole program, drafts that are good,
// and the wire as the emulator saw it. Every answer of create() is held to the published document.
#pragma once

#include "tests/integration/list_scene.hpp"
#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {

inline constexpr std::string_view password = "Correct-Horse-7-Staple";

support::EmulatorProcess& emulator();
// As seeded, and nothing in the ledger; for the first line of a test.
support::EmulatorProcess& fresh_emulator();

// Five tenants over the same accounts: `contoso` creates in both and has a default, but for its customer
// `empty`, who is created in cloud_cockpit; `plain` says nothing; to `lenient` cloud_cockpit is optional;
// `eager` asks cloud_cockpit first, optionally; `careful` never sends twice. No repeats of reads.
support::GatewayProcess& gateway();
// One that remembers nobody: where creates stay unresolved, it goes on asking for its own alone. A user who
// is found after a reset has an id that another had before: a gateway that made that one does not take it for
// its own.
support::GatewayProcess fresh_gateway(std::string_view limits = {});
// `limits`: more of them, ", key: value".
std::string creating_yaml(const support::EmulatorProcess& emulator, std::string_view limits);

// A name that nobody had before: a create that stays unresolved is in nobody's way.
std::string somebody();
std::string email_of(std::string_view name);  // NAME@twelve.example
// Good for one provider or both, of a person NAME@twelve.example called Ada Lovelace.
boost::json::object partner_draft(std::string_view name);
boost::json::object cockpit_draft(std::string_view name);
boost::json::object draft_for_both(std::string_view name);

// `where`: "contoso/twelve?provider=partner_center".
inline constexpr std::string_view at_partner = "contoso/twelve?provider=partner_center";
inline constexpr std::string_view at_cockpit = "contoso/twelve?provider=cloud_cockpit";
std::string users_path(std::string_view where);
support::HttpReply create(support::GatewayProcess& through, std::string_view where,
                          const boost::json::value& draft, const support::Headers& headers = {});
// The same again and again while the gateway is at work on it by itself (409 request_in_progress).
support::HttpReply create_when_free(support::GatewayProcess& through, std::string_view where,
                                    const boost::json::value& draft, const support::Headers& headers = {});
support::Headers with_key(std::string_view key);
// A provider that asks for a pause longer than a create may take.
inline constexpr std::string_view no_room = R"({"status":429,"headers":{"Retry-After":"170"}})";
// The next `times` creates at this provider, or any, meet it; 0: all.
void fault_at_create(std::string_view provider, std::string_view action, int times = 1);
// What Link says, "/v1/tenants/contoso/operations/…"; empty: nothing.
std::string operation_of(const support::HttpReply& reply);
// "in_doubt: cloud_cockpit unknown": the operation as it is now.
std::string state_of_operation(support::GatewayProcess& through, std::string_view address);
bool await_operation(support::GatewayProcess& through, std::string_view address, std::string_view state);
// "partner_center, cloud_cockpit": whom the created user is from.
std::string sources_of(const support::HttpReply& reply);
// "/displayName partner_center required", sorted.
std::vector<std::string> errors_of(const support::HttpReply& reply);

// A create as it reached a provider.
struct Sent {
  std::string provider;
  std::string target;
  boost::json::object headers;
  std::string body;
  std::int64_t status = 0;  // 0: nothing was answered
  bool executed = false;

  std::string header(std::string_view name) const;
};
// In the order in which they came.
std::vector<Sent> sent_creates();
// "partner_center 201 executed", one for each, joined by ", "; empty: nothing was sent.
std::string what_was_sent();
// "list, create, list": what a provider was asked about users, in this order.
std::string asked(std::string_view provider);
// Waits until the emulator has heard `count` creates: they may not have been answered yet.
bool await_creates(std::size_t count);
// How many users of `twelve` the provider has with this name, whether its lists show them or not.
std::size_t people_at(std::string_view provider, std::string_view name);
bool await_person_at(std::string_view provider, std::string_view name);
// Adds somebody out of band with the same name as the draft's and the first name given.
void add_rival(std::string_view provider, std::string_view name, std::string_view first_name);

}  // namespace tests::integration
