// The lines of a stream that are no users: how a customer ended, and the last one, which says that the stream
// is whole.
#pragma once

#include "gateway/aggregate/customer_streams.hpp"
#include "gateway/aggregate/outcomes.hpp"
#include "gateway/aggregate/user_stream.hpp"

#include <string>
#include <string_view>

namespace gateway::steps {

Answer stream_answer(BodyStream stream);
std::string summary_line(const aggregate::UserStream& stream);
// Of all customers; `outcomes` and `warnings` speak of listing them.
std::string summary_line(const aggregate::CustomerStreams& streams, const aggregate::Outcomes& outcomes,
                         const std::vector<aggregate::Warning>& warnings);
std::string customer_end_line(std::string_view customer, const aggregate::UserStream& stream);

}  // namespace gateway::steps
