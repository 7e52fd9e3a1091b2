// Creating at one provider, under a turn of the journal: nothing is sent before that it will be is durable,
// and whatever is unclear is looked up before it is told or sent again.
#pragma once

#include "gateway/create/journal.hpp"
#include "gateway/create/order.hpp"
#include "schema/problem.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace gateway::create {

// What one request does: shared by the attempts at each provider.
struct Work {
  const CreateOrder& order;
  Journal& journal;
  Turn& turn;
  std::vector<std::string_view> secrets;  // what no provider's words may show

  state::Target& target(std::size_t place) const { return turn.operation().targets[place]; }
  schema::Problem tell(const adapters::ProviderError& error, std::size_t place) const;
};

// What became of a target in this request; its state is in the turn's operation, not yet committed.
struct Attempt {
  adapters::PagePtr page;                  // of the one user, where it is there now
  std::optional<schema::Problem> problem;  // why it is not
  bool uses_up_key = false;                // the problem is a definite one: a repeat would meet it again
};

// The work outlives the call.
boost::asio::awaitable<Attempt> attempt(const Work& work, std::size_t place);

schema::Problem already_there(const Work& work, std::size_t place);

}  // namespace gateway::create
