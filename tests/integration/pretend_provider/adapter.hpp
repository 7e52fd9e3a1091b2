// The made-up directory of shelves as the registry includes it; see README.md.
#pragma once

#include "adapters/adapter.hpp"
#include "adapters/provider.hpp"

#include <memory>
#include <string>

namespace adapters::pretend {

std::unique_ptr<ProviderSettings> read_settings(config::Section section);

class ShelfAdapter final : public Adapter {
 public:
  ShelfAdapter(std::string root, HttpClient& http, const Clock& clock)
      : root_(std::move(root)), http_(http), clock_(clock) {}

  Async<PagePtr> list_users(CallContext context, CustomerBinding customer, UserSet set,
                            std::string next) override;
  bool has_pages() const override { return true; }
  HttpRequest plan_create(const CallContext& context, const CustomerBinding& customer,
                          const schema::UserDraft& draft) const override;
  Async<PagePtr> create_user(CallContext context, CustomerBinding customer,
                             const schema::UserDraft& draft) override;
  Async<std::optional<CustomerBinding>> find_customer(CallContext context, schema::Guid tenant_id) override;
  schema::TextField identity() const override { return schema::TextField::email; }
  bool can_be_user_id(std::string_view id) const override { return id.starts_with('k'); }
  bool can_hold(schema::DraftField field) const override;
  std::vector<schema::FieldError> check_draft(const schema::UserDraft& draft) const override;

 private:
  std::string people_of(const CustomerBinding& customer) const;

  std::string root_;  // of all targets: the base URL's path and the shelf
  HttpClient& http_;
  const Clock& clock_;
};

}  // namespace adapters::pretend
