// Creating one person in one or more providers, effectively exactly once: look the person up in all of them,
// then send to one after the other, each step durable before the next, and find out what is unclear. Nothing
// is ever undone.
#pragma once

#include "gateway/create/conclude.hpp"
#include "gateway/create/journal.hpp"
#include "gateway/create/order.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace gateway::create {

// Runs to its end: who waits for it is shielded from it, and it from who waits.
boost::asio::awaitable<CreateReply> create_user(CreateOrder order, std::shared_ptr<Journal> journal);

}  // namespace gateway::create
