// The emulated CloudCockpit API: who may call, portal users, groups, customers. One class in three files:
// this one's .cpp (routes, credentials, errors), _users (portal users), _customers (the paged lists).
#pragma once

#include "tests/emulator/exchange.hpp"
#include "tests/emulator/world.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tests::emulator {

class CloudCockpit : public Provider {
 public:
  explicit CloudCockpit(World& world) : world_(world) {}

  Call classify(const Request& request) const override;
  Answer answer(const Request& request, const Call& call) override;
  Answer refusal(int status, const Request& request) override;
  Answer expired(const Request& request) override;
  void reset() override { requests_.reset(); }

 private:
  // errors[] of a 400: property (Pascal case) and what is wrong with it.
  using Mistakes = std::vector<std::pair<std::string, std::string>>;
  struct PageRequest {
    std::size_t number = 1;
    std::size_t size = 25;
  };

  Answer route(const Request& request, const Call& call);
  std::optional<Answer> refuse_caller(const Request& request) const;
  // 401 and 403 have no body, whatever else is asked.
  Answer error(int status, const Request& request, const std::string& description,
               const Mistakes& mistakes = {}) const;
  Answer unauthorized() const;
  Answer success(int status, const std::string& json) const;
  // The customer, if there is one and it is this reseller's; else an answer.
  std::optional<Answer> find_customer(const Request& request, const std::string& id,
                                      Customer*& customer) const;

  // _users.cpp
  Answer list_users(const Request& request, Customer& customer) const;
  Answer create_user(const Request& request, Customer& customer);
  Answer replace_user(const Request& request, const std::string& email);
  Answer delete_user(const Request& request, const std::string& email);
  // Reads and judges the view model.
  std::optional<Answer> read_user(const Request& request, CockpitUser& user) const;
  CockpitUser* find_user(const Request& request, const std::string& email, Customer*& customer) const;
  Answer created(const CockpitUser& user) const;

  // _customers.cpp
  Answer list_customers(const Request& request) const;
  Answer list_groups(const Request& request) const;
  Answer list_proxied_users(const Request& request, Customer& customer) const;
  std::optional<Answer> read_page(const Request& request, PageRequest& page) const;
  Answer envelope(const PageRequest& page, const std::vector<std::function<std::string()>>& all) const;
  std::string customer_json(const Customer& customer) const;

  World& world_;
  RateWindow requests_;
};

}  // namespace tests::emulator
