// A tenant with made-up providers, a store in memory and a journal over it: what the tests of creates share.
#pragma once

#include "gateway/create/create_user.hpp"
#include "gateway/create/fingerprint.hpp"
#include "tests/gateway/create/fake_store.hpp"
#include "tests/gateway/fake_provider.hpp"

#include <boost/json/parse.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tests::gateway_fakes {

inline std::shared_ptr<schema::UserDraft> ann(std::string first_name = "Ann") {
  auto draft = std::make_shared<schema::UserDraft>();
  draft->user_principal_name = "ann@x";
  draft->email = "ann@x";
  draft->first_name = std::move(first_name);
  draft->last_name = "Bee";
  draft->display_name = "Ann Bee";
  draft->password_profile.emplace();
  draft->password_profile->password = schema::SecretText(std::string("p4ssw0rd"));
  return draft;
}

class Creating {
 public:
  explicit Creating(std::vector<FakeProvider> providers) : world(std::move(providers)) { start(); }

  // As after the end of the process: what is in memory is gone, what is in the store is there.
  void start() {
    gateway::create::Journal::Hooks hooks;
    hooks.wall = [this] { return now; };
    hooks.on_change = [this](const auto*, const auto&) { ++changes; };
    hooks.on_fault = [this](const std::string& detail) { faults.push_back(detail); };
    journal = std::make_shared<gateway::create::Journal>(store, std::move(hooks));
    if (!journal->load()) faults.push_back("not loaded");
  }

  gateway::create::CreateOrder order(const std::vector<std::size_t>& places, const std::string& key = {},
                                     const std::vector<bool>& optional = {}) {
    gateway::create::CreateOrder made;
    made.runtime = world.runtime;
    made.tenant = world.tenant;
    made.customer = "fabrikam";
    made.key = key;
    made.draft = ann();
    made.context = FakeTenant::context();
    for (std::size_t i = 0; i < places.size(); ++i) {
      made.targets.push_back({world.tenant->providers[places[i]],
                              adapters::CustomerBinding{guid(static_cast<int>(places[i]) + 1), ""},
                              i < optional.size() && optional[i]});
    }
    return made;
  }
  gateway::create::CreateReply create(gateway::create::CreateOrder wanted) {
    return world.loop.run(gateway::create::create_user(std::move(wanted), journal));
  }
  gateway::create::CreateReply create(const std::vector<std::size_t>& places, const std::string& key = {},
                                      const std::vector<bool>& optional = {}) {
    return create(order(places, key, optional));
  }

  FakeProvider& provider(std::size_t place) { return world.providers[place]; }
  const gateway::state::Operation& only_operation() const { return store->operations.begin()->second; }

  FakeTenant world;
  std::shared_ptr<FakeStore> store = std::make_shared<FakeStore>();
  std::shared_ptr<gateway::create::Journal> journal;
  std::chrono::system_clock::time_point now = std::chrono::system_clock::from_time_t(1'800'000'000);
  std::size_t changes = 0;
  std::vector<std::string> faults;
};

// The only provider of a create.
inline std::vector<std::size_t> at(std::size_t place) { return {place}; }

inline boost::json::object body_of(const gateway::create::CreateReply& reply) {
  return boost::json::parse(reply.answer.body).as_object();
}

// "created" for a 201.
inline std::string code_of(const gateway::create::CreateReply& reply) {
  if (reply.answer.status == 201) return "created";
  return std::string(body_of(reply).at("code").as_string());
}

// "partner_center created, cloud_cockpit refused"
inline std::string states(const gateway::create::CreateReply& reply) {
  std::string text;
  const auto body = body_of(reply);
  const auto* providers = body.if_contains("providers");
  if (providers == nullptr) return text;
  for (const auto& outcome : providers->as_array()) {
    if (!text.empty()) text += ", ";
    text += outcome.at("name").as_string();
    text += ' ';
    text += outcome.at("state").as_string();
  }
  return text;
}

inline std::string header_of(const gateway::create::CreateReply& reply, std::string_view name) {
  for (const auto& [present, value] : reply.answer.headers) {
    if (present == name) return value;
  }
  return {};
}

inline CreateStep fails(adapters::ProviderError error, bool executes = false) {
  return {executes, std::move(error), ""};
}

using Log = std::vector<std::string>;

}  // namespace tests::gateway_fakes
