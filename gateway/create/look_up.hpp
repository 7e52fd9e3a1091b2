// Whether a person is at a provider: read from the whole list, since neither provider finds users by name.
// One reading serves all who asked before it began.
#pragma once

#include "adapters/call_context.hpp"
#include "gateway/aggregate/user_list.hpp"
#include "gateway/provider_home.hpp"
#include "gateway/state/operation.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace gateway::create {

// Who is looked for, and where.
struct Sought {
  std::shared_ptr<ProviderHome> home;
  adapters::CustomerBinding customer;
  std::string person;  // the identity there, in any case
};

// A page of the one user who was found; null: nobody of this identity is there. Somebody who was deleted has
// left the name free.
adapters::Async<adapters::PagePtr> look_up(Sought sought, adapters::CallContext context);
// All at once; the answers in the order of the questions.
boost::asio::awaitable<std::vector<adapters::Result<adapters::PagePtr>>> look_up_everywhere(
    std::vector<Sought> sought, adapters::CallContext context);

// Whether who is there may be whom the operation made: what the provider shows of the profile is as asked.
bool has_profile(const schema::User& user, const state::Profile& profile);

}  // namespace gateway::create
