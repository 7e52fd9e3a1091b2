// One batch of creates: sent, and its answer read line by line while it comes.
#pragma once

#include "gateway/cli/patient_post.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::cli {

// A line of the answer; good during the call.
struct SettledItem {
  std::size_t index = 0;
  unsigned status = 0;
  const boost::json::object& body;  // the user of a 201, else the problem
  std::string operation;            // empty: none
};

// Nothing: every item was told. Else why not; items of which nothing came are open.
std::optional<ApiFailure> send_batch(PatientPost& usher, const std::string& target, std::string_view body,
                                     std::size_t items,
                                     const std::function<void(const SettledItem&)>& on_settled);

}  // namespace gateway::cli
