// A provider as the gateway sees it. One adapter serves one tenant's account at one provider; it knows the
// order of calls and leaves retries, sign-in, connections and limits to the HttpClient that it is given, and
// reading all pages, merging and answering to the gateway.
#pragma once

#include "adapters/async.hpp"
#include "adapters/call_context.hpp"
#include "adapters/directory.hpp"
#include "adapters/draft_facts.hpp"
#include "adapters/http_client.hpp"
#include "adapters/page.hpp"
#include "schema/guid.hpp"
#include "schema/problem.hpp"
#include "schema/user.hpp"
#include "schema/user_draft.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters {

class Adapter {
 public:
  virtual ~Adapter() = default;

  // One page; `next` is empty for the first, else the `next` of the page before. An error on a later page
  // is never "customer not found". Asked for sets that it can list only.
  virtual Async<PagePtr> list_users(CallContext context, CustomerBinding customer, UserSet set,
                                    std::string next) = 0;
  virtual bool can_list(UserSet set) const { return set == UserSet::current; }
  // Whether a long list comes in several pages: a stream then lets them pass by instead of holding the whole.
  virtual bool has_pages() const { return false; }

  // One page of the customers of this account, `next` as for users; nullopt: the provider does not list its
  // customers.
  virtual Async<std::optional<CustomerPage>> list_customers(CallContext context, std::string next);
  // One page of the groups that a draft may name, likewise.
  virtual Async<std::optional<GroupPage>> list_groups(CallContext context, std::string next);

  // The domains in which this customer's users may have their names; nullopt: the provider does not tell.
  virtual Async<std::optional<std::vector<std::string>>> list_domains(CallContext context,
                                                                      CustomerBinding customer);

  // The request that create_user() sends, without the access token: for who wants to see it first.
  virtual HttpRequest plan_create(const CallContext& context, const CustomerBinding& customer,
                                  const schema::UserDraft& draft) const = 0;
  // Sends the create once. The answer is a page with exactly one user: the user as it now is, completed from
  // the draft where the provider answers with less. `error().sent` says whether it may have been executed.
  // `draft` outlives the call.
  virtual Async<PagePtr> create_user(CallContext context, CustomerBinding customer,
                                     const schema::UserDraft& draft) = 0;

  // The provider's binding of the customer with this Microsoft tenant id; nullopt: it has no such customer.
  virtual Async<std::optional<CustomerBinding>> find_customer(CallContext context,
                                                              schema::Guid tenant_id) = 0;

  // The field that says which person an account is.
  virtual schema::TextField identity() const = 0;
  // Whether a user's id can look like this; what cannot is nobody's, and the provider is not asked for it.
  virtual bool can_be_user_id(std::string_view id) const { return schema::Guid::parse(id).has_value(); }
  // Whether users have a place for this member.
  virtual bool can_hold(schema::DraftField field) const = 0;
  // What the provider's users will show for a member that it has no place for but that follows from others
  // (a display name made of the names); a draft may say just that. nullopt: nothing.
  virtual std::optional<std::string> derive(schema::DraftField, const schema::UserDraft&) const {
    return std::nullopt;
  }
  // Everything that this provider would refuse of the draft; pointers as RFC 6901, `provider` left empty.
  virtual std::vector<schema::FieldError> check_draft(const schema::UserDraft& draft) const = 0;
  // Whether facts can say more about this draft; they are not asked for else.
  virtual bool has_to_know(const schema::UserDraft&) const { return false; }
  // What the provider would refuse of the draft for what its directory has, likewise.
  virtual std::vector<schema::FieldError> check_facts(const schema::UserDraft&, const DraftFacts&) const {
    return {};
  }
};

}  // namespace adapters
