// An adapter that can do nothing, for a test's own that answers one kind of call.
#pragma once

#include "adapters/adapter.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tests::gateway_fakes {

class IdleAdapter : public adapters::Adapter {
 public:
  adapters::Async<adapters::PagePtr> list_users(adapters::CallContext, adapters::CustomerBinding,
                                                adapters::UserSet, std::string) override {
    co_return adapters::ProviderError{};
  }
  adapters::HttpRequest plan_create(const adapters::CallContext&, const adapters::CustomerBinding&,
                                    const schema::UserDraft&) const override {
    return {adapters::Method::post, "/"};
  }
  adapters::Async<adapters::PagePtr> create_user(adapters::CallContext, adapters::CustomerBinding,
                                                 const schema::UserDraft&) override {
    co_return adapters::ProviderError{};
  }
  adapters::Async<std::optional<adapters::CustomerBinding>> find_customer(adapters::CallContext,
                                                                          schema::Guid) override {
    co_return adapters::ProviderError{};
  }
  schema::TextField identity() const override { return schema::TextField::email; }
  bool can_hold(schema::DraftField) const override { return false; }
  std::vector<schema::FieldError> check_draft(const schema::UserDraft&) const override { return {}; }
};

}  // namespace tests::gateway_fakes
