// The items of a batch of creates, out of its body: {"items": [{"idempotencyKey", "user"}]}.
#pragma once

#include "schema/problem.hpp"

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gateway::steps {

inline constexpr std::size_t batch_items = 200;

struct BatchItem {
  std::string key;                           // empty: it has none
  const boost::json::value* user = nullptr;  // in the body
  std::optional<schema::Problem> problem;    // why it is none: that one's alone
};

// invalid_draft where the body is no batch, or too long a one.
boost::system::result<std::vector<BatchItem>, schema::Problem> read_batch(const boost::json::value& body);

}  // namespace gateway::steps
