// Reads one HTTP/1.1 response from a stream: heads by Beast's parser, a body of known length straight into
// one buffer of that size (a growing string_body costs several times as much), chunks through Beast. It
// judges what Beast does not: two lengths, a coding nobody asked for, interim and surplus answers.
#pragma once

#include "adapters/async.hpp"
#include "adapters/http_message.hpp"
#include "gateway/transport/stream.hpp"

#include <functional>

namespace gateway::transport {

struct ReadRules {
  std::size_t head_bytes = 16 * 1024;
  std::size_t body_bytes = 0;  // past it: bad_response
  // Called before each wait for bytes; `first_byte`: nothing of the answer has come yet.
  std::function<void(bool first_byte)> before_read;
};

struct ReadReply {
  adapters::HttpReply reply;
  bool reusable = false;
};

// On end or error: kind failed, with `detail`; a timeout is told by the caller, who closed the stream.
// `*any_byte` is set as soon as one byte of the answer has come.
adapters::Async<ReadReply> read_response(Stream& stream, const ReadRules& rules, bool* any_byte);

}  // namespace gateway::transport
