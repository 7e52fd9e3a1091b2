// A draft against what the chosen providers' directories have: the last check before anything is sent.
#pragma once

#include "gateway/create/order.hpp"
#include "schema/problem.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <vector>

namespace gateway::create {

// Every mistake, by provider in the order of the targets; empty: none is known. A provider that cannot be
// asked has none: it judges what it is sent.
boost::asio::awaitable<std::vector<schema::FieldError>> check_facts(
    std::vector<CreateTarget> targets, std::shared_ptr<const schema::UserDraft> draft,
    adapters::CallContext context);

}  // namespace gateway::create
