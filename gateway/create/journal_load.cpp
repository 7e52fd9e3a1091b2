// What an earlier process left behind: whoever was at work is gone, and what was on its way is in doubt.
#include "gateway/create/journal.hpp"
#include "gateway/create/judge.hpp"
#include "gateway/create/people.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <utility>

namespace gateway::create {
namespace asio = boost::asio;
namespace {

// Nothing else runs yet: waits here.
state::StateResult<state::Done> put_now(state::Store& store, state::Operation operation) {
  asio::io_context context;
  state::StateResult<state::Done> put = state::StateFault{};
  asio::co_spawn(context, store.put(std::move(operation)),
                 [&put](std::exception_ptr failure, state::StateResult<state::Done> result) {
                   if (!failure) put = std::move(result);
                 });
  context.run();
  return put;
}

}  // namespace

state::StateResult<state::Done> Journal::load() {
  auto left = store_->open_operations();
  if (!left) return left.error();
  for (state::Operation& operation : *left) {
    for (state::Target& target : operation.targets) {
      if (target.state != state::TargetState::sent) continue;
      target.state = state::TargetState::unknown;
      if (target.doubt_began == 0) target.doubt_began = operation.updated_at;
    }
    judge(operation);
    // Nothing was sent: it is over, and its key is free.
    if (!operation.is_open() && !operation.answer) operation.key.clear();
    auto put = put_now(*store_, operation);
    if (!put) return put.error();
    if (!operation.is_open()) continue;
    Admission refused;
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[operation.id];
    entry.committed = operation;
    entry.is_durable = true;
    entry.key = key_name(operation);
    if (!entry.key.empty()) keys_[entry.key] = operation.id;
    hold(operation.id, people_in_doubt(operation), refused);
  }
  return state::Done{};
}

}  // namespace gateway::create
