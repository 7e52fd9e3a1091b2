// CloudCockpit as the gateway's registry includes it: the order of calls for a customer's portal users. The
// wire is codec.hpp's business, the YAML settings.hpp's, a draft's rules draft_rules.hpp's.
#pragma once

#include "adapters/adapter.hpp"
#include "adapters/cloud_cockpit/codec.hpp"
#include "adapters/provider.hpp"

#include <memory>

namespace adapters::cloud_cockpit {

std::unique_ptr<ProviderSettings> read_settings(config::Section section);

class CloudCockpitAdapter final : public Adapter {
 public:
  // `reseller`: the one of bindings that are found here; a GUID's text, or empty.
  CloudCockpitAdapter(Portal portal, std::string reseller, HttpClient& http, const Clock& clock)
      : portal_(std::move(portal)), reseller_(std::move(reseller)), http_(http), clock_(clock) {}

  Async<PagePtr> list_users(CallContext context, CustomerBinding customer, UserSet set,
                            std::string next) override;
  Async<std::optional<CustomerPage>> list_customers(CallContext context, std::string next) override;
  Async<std::optional<GroupPage>> list_groups(CallContext context, std::string next) override;
  HttpRequest plan_create(const CallContext& context, const CustomerBinding& customer,
                          const schema::UserDraft& draft) const override;
  Async<PagePtr> create_user(CallContext context, CustomerBinding customer,
                             const schema::UserDraft& draft) override;
  Async<std::optional<CustomerBinding>> find_customer(CallContext context, schema::Guid tenant_id) override;
  schema::TextField identity() const override { return schema::TextField::email; }
  bool can_be_user_id(std::string_view id) const override { return is_sane_id(id); }
  bool can_hold(schema::DraftField field) const override;
  std::optional<std::string> derive(schema::DraftField field, const schema::UserDraft& draft) const override;
  std::vector<schema::FieldError> check_draft(const schema::UserDraft& draft) const override;
  bool has_to_know(const schema::UserDraft& draft) const override { return !draft.group_ids.empty(); }
  std::vector<schema::FieldError> check_facts(const schema::UserDraft& draft,
                                              const DraftFacts& facts) const override;

 private:
  Portal portal_;
  std::string reseller_;
  HttpClient& http_;
  const Clock& clock_;
};

}  // namespace adapters::cloud_cockpit
