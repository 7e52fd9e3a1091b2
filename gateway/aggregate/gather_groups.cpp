#include "gateway/aggregate/gather_groups.hpp"

#include "gateway/aggregate/fan_out.hpp"
#include "schema/fold.hpp"

#include <algorithm>
#include <tuple>

namespace gateway::aggregate {
namespace {

struct Sorted {
  std::size_t provider = 0;
  bool is_null = false;
  std::string folded;
  const adapters::ListedGroup* group = nullptr;

  auto key() const { return std::tie(provider, is_null, folded, group->id); }
};

}  // namespace

boost::asio::awaitable<GatheredGroups> gather_groups(const Tenant& tenant, std::vector<std::size_t> asked,
                                                     adapters::CallContext context) {
  std::vector<std::shared_ptr<ProviderHome>> homes;
  for (const std::size_t place : asked)
    homes.push_back(tenant.providers[place]);
  const auto answers = co_await groups_everywhere(std::move(homes), context);

  GatheredGroups gathered;
  gathered.outcomes = outcomes_of<adapters::ListedGroup>(tenant, asked, answers, context.correlation_id);
  std::vector<Sorted> order;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (!answers[i] || *answers[i] == nullptr) continue;
    for (const adapters::ListedGroup& group : **answers[i]) {
      order.push_back({asked[i], group.name.empty(), {}, &group});
      schema::append_collation(order.back().folded, group.name);
    }
  }
  std::ranges::sort(order, {}, &Sorted::key);
  for (const Sorted& sorted : order)
    gathered.groups.push_back({sorted.provider, sorted.group->id, sorted.group->name});
  co_return gathered;
}

}  // namespace gateway::aggregate
