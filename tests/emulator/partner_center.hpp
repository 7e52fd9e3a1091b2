// The emulated Partner Center REST API: who may call, the routes, users and customers on the wire. One class
// in three files: this one's .cpp (routes, credentials, headers), _lists (pages, customers), _users.
#pragma once

#include "tests/emulator/exchange.hpp"
#include "tests/emulator/world.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace tests::emulator {

class PartnerCenter : public Provider {
 public:
  explicit PartnerCenter(World& world) : world_(world) {}

  Call classify(const Request& request) const override;
  Answer answer(const Request& request, const Call& call) override;
  Answer refusal(int status, const Request& request) override;
  Answer expired(const Request& request) override;
  void reset() override;

 private:
  // What a continuation token carries; self-contained, as a seek request sends nothing else.
  struct Place;

  Answer route(const Request& request, const Call& call);
  // These three answer where the call ends; nullopt lets it go on.
  std::optional<Answer> refuse_caller(const Request& request, bool needs_user) const;
  std::optional<Answer> throttle(const Call& call);
  std::optional<Answer> refuse_customer(const std::string& id, bool users, Customer*& customer) const;
  void dress(const Request& request, Answer& answer);

  // _lists.cpp
  Answer list_users(const Request& request, Customer& customer) const;
  Answer list_customers(const Request& request) const;
  // Where the page begins: from the continuation token, else from the query. An answer is a refusal.
  std::optional<Answer> read_place(const Request& request, const std::string& owner, Place& place) const;
  std::optional<Answer> read_token(const Request& request, const std::string& owner, Place& place) const;
  std::optional<Answer> read_size(const Pairs& query, std::int64_t initial, Place& place) const;

  Answer get_customer(const Customer& customer) const;
  Answer get_domains(const Customer& customer) const;

  // _users.cpp
  Answer get_user(Customer& customer, const std::string& id) const;
  Answer create_user(const Request& request, Customer& customer);
  Answer update_user(const Request& request, Customer& customer, const std::string& id);
  Answer reset_password(const Request& request, Customer& customer, const std::string& id);
  Answer delete_user(Customer& customer, const std::string& id);
  Answer duplicate() const;

  Answer success(int status, const std::string& json) const;
  Answer error(int status, std::int64_t code, const std::string& description) const;

  World& world_;
  RateWindow all_requests_;
  RateWindow customer_requests_;
  // The first outcome of each write, by MS-RequestId in lower case.
  std::unordered_map<std::string, Answer> first_answers_;
};

}  // namespace tests::emulator
