#include "adapters/adapter.hpp"

namespace adapters {

Async<std::optional<CustomerPage>> Adapter::list_customers(CallContext, std::string) {
  co_return std::optional<CustomerPage>();
}

Async<std::optional<GroupPage>> Adapter::list_groups(CallContext, std::string) {
  co_return std::optional<GroupPage>();
}

}  // namespace adapters
