// A store in memory that keeps a log of what was put and fails when it is told to. For tests of what stands
// above the port.
#pragma once

#include "gateway/state/store.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace tests::gateway_fakes {

class FakeStore final : public gateway::state::Store {
 public:
  template <class T>
  using Reply = gateway::state::AsyncState<T>;
  using Operation = gateway::state::Operation;

  Reply<gateway::state::Done> put(Operation operation) override {
    if (puts_that_work == 0) co_return fault();
    --puts_that_work;
    log.push_back(summary(operation));
    operations[operation.id] = std::move(operation);
    co_return gateway::state::Done{};
  }
  Reply<std::optional<Operation>> find(std::string id) override {
    if (!can_read) co_return fault();
    const auto found = operations.find(id);
    co_return found == operations.end() ? std::nullopt : std::optional(found->second);
  }
  Reply<std::optional<Operation>> find_by_key(gateway::state::KeyName name) override {
    if (!can_read) co_return fault();
    for (const auto& [id, operation] : operations) {
      if (operation.tenant == name.tenant && operation.client == name.client && operation.key == name.key)
        co_return std::optional(operation);
    }
    co_return std::optional<Operation>();
  }
  Reply<std::optional<std::string>> claimant(gateway::state::AccountName account) override {
    if (!can_read) co_return fault();
    for (const auto& [id, operation] : operations) {
      const bool claims = std::ranges::any_of(operation.targets, [&](const gateway::state::Target& target) {
        return target.has_user() && target.provider == account.provider &&
               target.customer == account.customer && target.user_id == account.user_id;
      });
      if (claims && operation.tenant == account.tenant) co_return std::optional(id);
    }
    co_return std::optional<std::string>();
  }
  Reply<std::size_t> forget(gateway::state::Instant before) override {
    co_return std::erase_if(operations, [&](const auto& entry) {
      return !entry.second.is_open() && entry.second.updated_at < before;
    });
  }
  Reply<gateway::state::Done> put_token(gateway::state::RotatedToken) override {
    co_return gateway::state::Done{};
  }
  gateway::state::StateResult<std::vector<Operation>> open_operations() override {
    std::vector<Operation> open;
    for (const auto& [id, operation] : operations) {
      if (operation.is_open()) open.push_back(operation);
    }
    return open;
  }
  gateway::state::StateResult<std::optional<gateway::state::RotatedToken>> token(std::string_view,
                                                                                 std::string_view) override {
    return std::optional<gateway::state::RotatedToken>();
  }
  std::string trouble() const override { return {}; }

  // "running: sent 1, pending 0"
  static std::string summary(const Operation& operation) {
    std::string text(name_of(operation.state));
    for (const auto& target : operation.targets) {
      text += &target == &operation.targets.front() ? ": " : ", ";
      text.append(name_of(target.state)).append(" ").append(std::to_string(target.sends));
    }
    return operation.answer ? text + " -> " + std::to_string(operation.answer->status) : text;
  }

  std::map<std::string, Operation> operations;
  std::vector<std::string> log;
  std::size_t puts_that_work = 1'000'000;
  bool can_read = true;

 private:
  static gateway::state::StateFault fault() { return {"the disk is full"}; }
};

}  // namespace tests::gateway_fakes
