#include "adapters/adapter.hpp"

namespace adapters {

Async<std::optional<CustomerPage>> Adapter::list_customers(CallContext, std::string) {
  co_return std::optional<CustomerPage>();
}

Async<std::optional<GroupPage>> Adapter::list_groups(CallContext, std::string) {
  co_return std::optional<GroupPage>();
}

Async<std::optional<std::vector<std::string>>> Adapter::list_domains(CallContext, CustomerBinding) {
  co_return std::optional<std::vector<std::string>>();
}

}  // namespace adapters
