// Partner Center as the gateway's registry includes it: the order of calls for the users of a Microsoft CSP
// customer. The wire is codec.hpp's business, the YAML settings.hpp's, a draft's rules draft_rules.hpp's.
#pragma once

#include "adapters/adapter.hpp"
#include "adapters/provider.hpp"

#include <memory>

namespace adapters::partner_center {

std::unique_ptr<ProviderSettings> read_settings(config::Section section);

class PartnerCenterAdapter final : public Adapter {
 public:
  PartnerCenterAdapter(config::Url base_url, HttpClient& http, const Clock& clock, std::string (*make_uuid)())
      : base_url_(std::move(base_url)), http_(http), clock_(clock), make_uuid_(make_uuid) {}

  Async<PagePtr> list_users(CallContext context, CustomerBinding customer, UserSet set,
                            std::string next) override;
  bool can_list(UserSet) const override { return true; }
  bool has_pages() const override { return true; }
  Async<std::optional<CustomerPage>> list_customers(CallContext context, std::string next) override;
  Async<std::optional<std::vector<std::string>>> list_domains(CallContext context,
                                                              CustomerBinding customer) override;
  HttpRequest plan_create(const CallContext& context, const CustomerBinding& customer,
                          const schema::UserDraft& draft) const override;
  Async<PagePtr> create_user(CallContext context, CustomerBinding customer,
                             const schema::UserDraft& draft) override;
  // A customer's id here is its Microsoft tenant id.
  Async<std::optional<CustomerBinding>> find_customer(CallContext context, schema::Guid tenant_id) override;
  schema::TextField identity() const override { return schema::TextField::user_principal_name; }
  bool can_hold(schema::DraftField field) const override;
  std::vector<schema::FieldError> check_draft(const schema::UserDraft& draft) const override;
  bool has_to_know(const schema::UserDraft& draft) const override;
  std::vector<schema::FieldError> check_facts(const schema::UserDraft& draft,
                                              const DraftFacts& facts) const override;

 private:
  config::Url base_url_;
  HttpClient& http_;
  const Clock& clock_;
  std::string (*make_uuid_)();
};

}  // namespace adapters::partner_center
