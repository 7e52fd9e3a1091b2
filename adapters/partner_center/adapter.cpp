#include "adapters/partner_center/adapter.hpp"

#include "adapters/partner_center/codec.hpp"
#include "adapters/partner_center/customer_list.hpp"
#include "adapters/partner_center/domain_list.hpp"
#include "adapters/partner_center/draft_rules.hpp"

namespace adapters::partner_center {

Async<PagePtr> PartnerCenterAdapter::list_users(CallContext context, CustomerBinding customer, UserSet set,
                                                std::string next) {
  auto request = encode_list(base_url_, customer.id, set, next);
  if (!request) {
    co_return ProviderError{.kind = ErrorKind::bad_response,
                            .detail = "The place in the provider's list is not one of this customer's."};
  }
  add_headers(*request, context, make_uuid_());
  auto reply = co_await http_.send(std::move(context), std::move(*request));
  if (reply.has_error()) co_return reply.error();
  const ListQuestion question{base_url_, customer.id, next.empty(), clock_.wall()};
  co_return decode_list(std::move(*reply), question);
}

Async<std::optional<CustomerPage>> PartnerCenterAdapter::list_customers(CallContext context,
                                                                        std::string next) {
  auto request = encode_customer_list(base_url_, next);
  if (!request) {
    co_return ProviderError{.kind = ErrorKind::bad_response,
                            .detail = "The place in the provider's list is not one of its customers."};
  }
  add_headers(*request, context, make_uuid_());
  auto reply = co_await http_.send(std::move(context), std::move(*request));
  if (reply.has_error()) co_return reply.error();
  auto page = decode_customer_list(std::move(*reply), base_url_, next.empty(), clock_.wall());
  if (page.has_error()) co_return page.error();
  co_return std::optional(std::move(*page));
}

Async<std::optional<std::vector<std::string>>> PartnerCenterAdapter::list_domains(CallContext context,
                                                                                  CustomerBinding customer) {
  HttpRequest request = encode_domain_list(base_url_, customer.id);
  add_headers(request, context, make_uuid_());
  auto reply = co_await http_.send(std::move(context), std::move(request));
  if (reply.has_error()) co_return reply.error();
  auto domains = decode_domain_list(std::move(*reply), clock_.wall());
  if (domains.has_error()) co_return domains.error();
  co_return std::optional(std::move(*domains));
}

HttpRequest PartnerCenterAdapter::plan_create(const CallContext& context, const CustomerBinding& customer,
                                              const schema::UserDraft& draft) const {
  HttpRequest request = encode_create(base_url_, customer.id, draft);
  add_headers(request, context, context.request_id.empty() ? make_uuid_() : context.request_id);
  return request;
}

Async<PagePtr> PartnerCenterAdapter::create_user(CallContext context, CustomerBinding customer,
                                                 const schema::UserDraft& draft) {
  HttpRequest request = plan_create(context, customer, draft);
  auto reply = co_await http_.send(std::move(context), std::move(request));
  if (reply.has_error()) co_return reply.error();
  co_return decode_created(std::move(*reply), customer.id, draft, clock_.wall());
}

Async<std::optional<CustomerBinding>> PartnerCenterAdapter::find_customer(CallContext,
                                                                          schema::Guid tenant_id) {
  co_return std::optional<CustomerBinding>(CustomerBinding{tenant_id, {}});
}

bool PartnerCenterAdapter::can_hold(schema::DraftField field) const {
  return partner_center::can_hold(field);
}

std::vector<schema::FieldError> PartnerCenterAdapter::check_draft(const schema::UserDraft& draft) const {
  return partner_center::check_draft(draft);
}

bool PartnerCenterAdapter::has_to_know(const schema::UserDraft& draft) const {
  return !domain_of(draft).empty();
}

std::vector<schema::FieldError> PartnerCenterAdapter::check_facts(const schema::UserDraft& draft,
                                                                  const DraftFacts& facts) const {
  return partner_center::check_facts(draft, facts);
}

}  // namespace adapters::partner_center
