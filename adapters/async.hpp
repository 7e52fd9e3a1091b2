// What an operation that may wait returns. Awaited on the home io_context of the tenant's provider.
#pragma once

#include "adapters/provider_error.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters {

template <class T>
using Async = boost::asio::awaitable<Result<T>>;

}  // namespace adapters
