// Many creates of one request, a few at a time: each is a create of its own with its own key, and what one
// comes to stops no other. A caller that goes away ends it behind those that are under way.
#pragma once

#include "gateway/call.hpp"
#include "gateway/create/create_user.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <variant>
#include <vector>

namespace gateway::create {

// An item as it is started: its order, or the answer where there is nothing to order.
using BatchStart = std::variant<CreateOrder, CreateReply>;

struct Batch {
  std::size_t count = 0;
  std::function<BatchStart(std::size_t index)> start;
  std::shared_ptr<Journal> journal;
  std::string correlation_id;
};

// A line as each settles, {index, status, user or problem, operation}, and the summary.
BodyStream stream_batch(Batch batch);

}  // namespace gateway::create
