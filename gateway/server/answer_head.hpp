// The status line and fields of an answer.
#pragma once

#include "gateway/call.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace gateway::server {

enum class BodyLength : std::uint8_t { known, chunked, until_close };

struct BodyFrame {
  BodyLength length = BodyLength::known;
  std::size_t bytes = 0;  // where it is known
};

std::string encode_answer_head(const Answer& answer, BodyFrame frame, bool keep_alive);

}  // namespace gateway::server
