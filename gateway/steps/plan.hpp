// Whom to ask about a customer: from the path's {customer} and `provider=` to each provider's own binding. An
// id is never guessed to be one provider's by its looks.
#pragma once

#include "adapters/call_context.hpp"
#include "gateway/runtime.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::steps {

// One provider that the customer may be at.
struct Place {
  std::size_t provider = 0;  // in the tenant's precedence order
  // A binding; an error of the look-up; or neither: the provider has no such customer.
  std::optional<adapters::CustomerBinding> binding;
  std::optional<adapters::ProviderError> error;

  bool is_bound() const { return binding.has_value(); }
};

struct Whereabouts {
  std::vector<Place> places;               // by precedence, narrowed by `provider=`
  const CustomerPlan* customer = nullptr;  // null: addressed by an id that the YAML does not know
};

using Planned = boost::system::result<Whereabouts, schema::Problem>;

// The places of the named providers, in precedence order; all of them where none is named. invalid_parameter
// where the tenant has none of that name.
boost::system::result<std::vector<std::size_t>, schema::Problem> narrow(
    const Tenant& tenant, const std::vector<std::string>& asked);

// `asked`: the names in `provider=`, empty: all. Looks an unknown id up where a provider has one of its own.
boost::asio::awaitable<Planned> find_customer(const Tenant& tenant, std::string customer,
                                              std::vector<std::string> asked, adapters::CallContext context);

}  // namespace gateway::steps
