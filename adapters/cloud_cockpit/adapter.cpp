#include "adapters/cloud_cockpit/adapter.hpp"

#include "adapters/cloud_cockpit/directory_list.hpp"
#include "adapters/cloud_cockpit/draft_rules.hpp"
#include "adapters/cloud_cockpit/envelope.hpp"

namespace adapters::cloud_cockpit {
namespace {

ProviderError not_a_place() {
  return {.kind = ErrorKind::bad_response,
          .detail = "The place in the provider's list is not one that it has."};
}

}  // namespace

Async<PagePtr> CloudCockpitAdapter::list_users(CallContext context, CustomerBinding customer, UserSet,
                                               std::string next) {
  // The list has no pages, so none was given out.
  if (!next.empty()) {
    co_return ProviderError{.kind = ErrorKind::bad_response,
                            .detail = "The place in the provider's list is not one of this customer's."};
  }
  HttpRequest request = encode_list(portal_, context, customer.id, customer.qualifier);
  auto reply = co_await http_.send(std::move(context), std::move(request));
  if (reply.has_error()) co_return reply.error();
  co_return decode_list(std::move(*reply), customer.id, clock_.wall());
}

Async<std::optional<CustomerPage>> CloudCockpitAdapter::list_customers(CallContext context,
                                                                       std::string next) {
  const auto number = page_of_next(next);
  if (!number) co_return not_a_place();
  HttpRequest request = encode_customer_list(portal_, context, reseller_, *number);
  auto reply = co_await http_.send(std::move(context), std::move(request));
  if (reply.has_error()) co_return reply.error();
  auto page = decode_customer_list(std::move(*reply), reseller_, *number, clock_.wall());
  if (page.has_error()) co_return page.error();
  co_return std::optional(std::move(*page));
}

Async<std::optional<GroupPage>> CloudCockpitAdapter::list_groups(CallContext context, std::string next) {
  const auto number = page_of_next(next);
  if (!number) co_return not_a_place();
  HttpRequest request = encode_group_list(portal_, context, *number);
  auto reply = co_await http_.send(std::move(context), std::move(request));
  if (reply.has_error()) co_return reply.error();
  auto page = decode_group_list(std::move(*reply), *number, clock_.wall());
  if (page.has_error()) co_return page.error();
  co_return std::optional(std::move(*page));
}

HttpRequest CloudCockpitAdapter::plan_create(const CallContext& context, const CustomerBinding& customer,
                                             const schema::UserDraft& draft) const {
  return encode_create(portal_, context, customer.id, customer.qualifier, draft);
}

Async<PagePtr> CloudCockpitAdapter::create_user(CallContext context, CustomerBinding customer,
                                                const schema::UserDraft& draft) {
  HttpRequest request = plan_create(context, customer, draft);
  auto reply = co_await http_.send(std::move(context), std::move(request));
  if (reply.has_error()) co_return reply.error();
  co_return decode_created(std::move(*reply), customer.id, draft, clock_.wall());
}

Async<std::optional<CustomerBinding>> CloudCockpitAdapter::find_customer(CallContext context,
                                                                         schema::Guid tenant_id) {
  HttpRequest request = encode_find_customer(portal_, context, tenant_id, reseller_);
  auto reply = co_await http_.send(std::move(context), std::move(request));
  if (reply.has_error()) co_return reply.error();
  const auto found = decode_found_customer(std::move(*reply), tenant_id, clock_.wall());
  if (found.has_error()) co_return found.error();
  std::optional<CustomerBinding> binding;
  if (*found) binding = CustomerBinding{**found, reseller_};
  co_return binding;
}

bool CloudCockpitAdapter::can_hold(schema::DraftField field) const { return cloud_cockpit::can_hold(field); }

std::optional<std::string> CloudCockpitAdapter::derive(schema::DraftField field,
                                                       const schema::UserDraft& draft) const {
  if (field != schema::DraftField::display_name) return std::nullopt;
  std::string name = display_name_of(draft.first_name.value_or(""), draft.last_name.value_or(""));
  return name.empty() ? std::nullopt : std::optional(std::move(name));
}

std::vector<schema::FieldError> CloudCockpitAdapter::check_draft(const schema::UserDraft& draft) const {
  return cloud_cockpit::check_draft(draft);
}

std::vector<schema::FieldError> CloudCockpitAdapter::check_facts(const schema::UserDraft& draft,
                                                                 const DraftFacts& facts) const {
  return cloud_cockpit::check_facts(draft, facts);
}

}  // namespace adapters::cloud_cockpit
