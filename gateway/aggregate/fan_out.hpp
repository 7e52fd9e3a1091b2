// Asks several providers at once and waits for all of them; each answer is its own, whatever became of the
// others. The order of the answers is the order of the questions, never that of arrival.
#pragma once

#include "gateway/provider_home.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace gateway::aggregate {

struct Question {
  std::shared_ptr<ProviderHome> home;
  adapters::CustomerBinding customer;
  adapters::UserSet set = adapters::UserSet::current;
};

using Freshness = ProviderHome::Freshness;

boost::asio::awaitable<std::vector<adapters::Result<UserListPtr>>> list_everywhere(
    std::vector<Question> questions, Freshness freshness, adapters::CallContext context);

using Finding = adapters::Result<std::optional<adapters::CustomerBinding>>;
boost::asio::awaitable<std::vector<Finding>> find_everywhere(std::vector<std::shared_ptr<ProviderHome>> homes,
                                                             schema::Guid tenant_id,
                                                             adapters::CallContext context);

boost::asio::awaitable<std::vector<adapters::Result<CustomersPtr>>> customers_everywhere(
    std::vector<std::shared_ptr<ProviderHome>> homes, adapters::CallContext context);
boost::asio::awaitable<std::vector<adapters::Result<GroupsPtr>>> groups_everywhere(
    std::vector<std::shared_ptr<ProviderHome>> homes, adapters::CallContext context);

}  // namespace gateway::aggregate
