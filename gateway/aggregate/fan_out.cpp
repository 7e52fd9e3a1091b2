#include "gateway/aggregate/fan_out.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gateway::aggregate {
namespace asio = boost::asio;
namespace {

// All at once; an exception of one (its cancellation) is that one's failure.
template <class T>
asio::awaitable<std::vector<adapters::Result<T>>> all_of(std::vector<adapters::Async<T>> works) {
  using One = adapters::Result<T>;
  std::vector<One> results(works.size());
  if (works.size() == 1) {
    results[0] = co_await std::move(works[0]);
    co_return results;
  }
  const auto executor = co_await asio::this_coro::executor;
  const auto spawn = [&executor](adapters::Async<T> work) {
    return asio::co_spawn(executor, std::move(work), asio::deferred);
  };
  std::vector<decltype(spawn(std::move(works[0])))> operations;
  operations.reserve(works.size());
  for (auto& work : works)
    operations.push_back(spawn(std::move(work)));
  auto [order, failures, values] = co_await asio::experimental::make_parallel_group(std::move(operations))
                                       .async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (failures[i]) {
      adapters::ProviderError error;
      error.kind = adapters::ErrorKind::cancelled;
      error.detail = "The request was given up.";
      results[i] = error;
    } else {
      results[i] = std::move(values[i]);
    }
  }
  co_return results;
}

}  // namespace

asio::awaitable<std::vector<adapters::Result<UserListPtr>>> list_everywhere(std::vector<Question> questions,
                                                                            Freshness freshness,
                                                                            adapters::CallContext context) {
  std::vector<adapters::Async<UserListPtr>> works;
  works.reserve(questions.size());
  for (auto& question : questions)
    works.push_back(question.home->list(context, question.customer, question.set, freshness));
  auto results = co_await all_of<UserListPtr>(std::move(works));
  co_return results;
}

asio::awaitable<std::vector<Finding>> find_everywhere(std::vector<std::shared_ptr<ProviderHome>> homes,
                                                      schema::Guid tenant_id, adapters::CallContext context) {
  std::vector<adapters::Async<std::optional<adapters::CustomerBinding>>> works;
  for (auto& home : homes)
    works.push_back(home->find_customer(context, tenant_id));
  auto results = co_await all_of<std::optional<adapters::CustomerBinding>>(std::move(works));
  co_return results;
}

asio::awaitable<std::vector<adapters::Result<CustomersPtr>>> customers_everywhere(
    std::vector<std::shared_ptr<ProviderHome>> homes, adapters::CallContext context) {
  std::vector<adapters::Async<CustomersPtr>> works;
  for (auto& home : homes)
    works.push_back(home->customers(context));
  auto results = co_await all_of<CustomersPtr>(std::move(works));
  co_return results;
}

asio::awaitable<std::vector<adapters::Result<GroupsPtr>>> groups_everywhere(
    std::vector<std::shared_ptr<ProviderHome>> homes, adapters::CallContext context) {
  std::vector<adapters::Async<GroupsPtr>> works;
  for (auto& home : homes)
    works.push_back(home->groups(context));
  auto results = co_await all_of<GroupsPtr>(std::move(works));
  co_return results;
}

}  // namespace gateway::aggregate
