// The status line and fields of an answer.
#pragma once

#include "gateway/call.hpp"

#include <cstddef>
#include <string>

namespace gateway::server {

std::string encode_answer_head(const Answer& answer, std::size_t content_length, bool keep_alive);

}  // namespace gateway::server
