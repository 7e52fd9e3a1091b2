// Operations whose outcome nobody knows, looked for without a caller: after a crash, after a provider's
// silence. Only looks; nothing is ever sent, since the password is kept nowhere.
#pragma once

#include "adapters/call_context.hpp"
#include "gateway/create/journal.hpp"
#include "gateway/runtime.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace gateway::create {

// One look for every target in doubt of an open operation, and what that settles, durable. False: somebody
// else is at work on it, or nothing was found out.
boost::asio::awaitable<bool> look_again(const Runtime& runtime, Journal& journal, std::string operation,
                                        adapters::CallContext context);

// Whether it has something to look for, or has ended without that having been written down.
bool wants_look(const state::Operation& operation);

// Ends one that nobody has come back to finish: its key is free, and nobody is looked for any more. False:
// somebody is at work on it, or it could not be written down.
boost::asio::awaitable<bool> give_up(Journal& journal, std::string operation);

// How long a person must be looked for, and how often not found, before another create may go out.
inline constexpr std::uint32_t absences_that_end_doubt = 3;
inline constexpr std::chrono::minutes time_that_ends_doubt{10};

}  // namespace gateway::create
