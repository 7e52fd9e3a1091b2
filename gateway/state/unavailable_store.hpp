// The store where the state cannot be opened: nothing is remembered, so creates are refused, and lists go on.
#pragma once

#include "gateway/state/store.hpp"

namespace gateway::state {

class UnavailableStore final : public Store {
 public:
  explicit UnavailableStore(StateFault fault) : fault_(std::move(fault)) {}

  AsyncState<Done> put(Operation) override { co_return fault_; }
  AsyncState<std::optional<Operation>> find(std::string) override { co_return fault_; }
  AsyncState<std::optional<Operation>> find_by_key(KeyName) override { co_return fault_; }
  AsyncState<std::optional<std::string>> claimant(AccountName) override { co_return fault_; }
  AsyncState<std::size_t> forget(Instant) override { co_return fault_; }
  AsyncState<Done> put_token(RotatedToken) override { co_return fault_; }
  // There is nothing to begin with, and that is no reason not to start.
  StateResult<std::vector<Operation>> open_operations() override { return std::vector<Operation>(); }
  StateResult<std::optional<RotatedToken>> token(std::string_view, std::string_view) override {
    return fault_;
  }
  std::string trouble() const override { return fault_.detail; }

 private:
  const StateFault fault_;
};

}  // namespace gateway::state
