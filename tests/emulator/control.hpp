// The control API: how a test looks into the emulated world and changes it. Plain JSON over HTTP on a
// listener of its own; faults and switches never touch it.
#pragma once

#include "tests/emulator/exchange.hpp"
#include "tests/emulator/token_service.hpp"
#include "tests/emulator/world.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <string>

namespace tests::emulator {

class Control {
 public:
  // `reset_providers` makes the three providers forget, as POST /reset asks.
  Control(World& world, TokenService& tokens, std::function<void()> reset_providers)
      : world_(world), tokens_(tokens), reset_providers_(std::move(reset_providers)) {}

  Answer answer(const Request& request);

 private:
  // These throw std::invalid_argument with what is wrong in the request.
  boost::json::object handle(const Request& request, const std::string& route);
  boost::json::object patch_switches(const boost::json::object& body);
  boost::json::object add_customer(const boost::json::object& body);
  boost::json::object change_customer(const boost::json::object& body);
  boost::json::object add_user(const boost::json::object& body);
  boost::json::object remove_user(const boost::json::object& body);
  boost::json::object users(const Pairs& query);
  boost::json::object mint_token(const boost::json::object& body);
  Customer& customer_at(const std::string& provider, const std::string& id_or_name) const;

  World& world_;
  TokenService& tokens_;
  std::function<void()> reset_providers_;
};

// GET /population.
boost::json::object population_json(const World& world);
boost::json::object customer_summary_json(const Customer& customer);

}  // namespace tests::emulator
