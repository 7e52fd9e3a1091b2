#include "gateway/aggregate/customer_streams.hpp"

#include "gateway/steps/render_stream.hpp"
#include "schema/json_text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gateway::aggregate {
namespace asio = boost::asio;
namespace {

// How many customers are read at a time: enough to hide a provider's latency, and few beside its other
// callers.
constexpr std::size_t at_a_time = 4;
// A provider that asks for patience gets it: a stream has no deadline of its own.
constexpr std::chrono::minutes open_patience{2};

}  // namespace

// One customer's stream while it opens. A handler keeps it, so it may outlive the whole.
struct CustomerStreams::Opening {
  Opening(UserStream::Order order, const asio::any_io_executor& executor)
      : stream(std::move(order)), opened(executor, asio::steady_timer::time_point::max()) {}

  UserStream stream;
  asio::steady_timer opened;
  asio::cancellation_signal cancel;
  bool done = false;
  std::exception_ptr failure;
};

CustomerStreams::CustomerStreams(UserStream::Order order, std::vector<CustomerToStream> customers)
    : order_(std::move(order)), customers_(std::move(customers)) {}

CustomerStreams::~CustomerStreams() {
  // Nobody waits for them any more.
  for (const auto& opening : openings_)
    opening->cancel.emit(asio::cancellation_type::terminal);
}

std::shared_ptr<CustomerStreams::Opening> CustomerStreams::open(std::size_t customer,
                                                                const asio::any_io_executor& executor) const {
  UserStream::Order order = order_;
  order.where = customers_[customer].where;
  order.line_begin = "{\"customer\":";
  schema::append_json_string(order.line_begin, customers_[customer].key);
  order.line_begin += ",\"user\":";
  order.line_end = "}";
  order.context.deadline = std::chrono::steady_clock::now() + open_patience;
  auto opening = std::make_shared<Opening>(std::move(order), executor);
  auto opened = [opening](std::exception_ptr failure) {
    opening->done = true;
    opening->failure = failure;
    opening->opened.cancel();
  };
  asio::co_spawn(executor, opening->stream.open(),
                 asio::bind_cancellation_slot(opening->cancel.slot(), std::move(opened)));
  return opening;
}

asio::awaitable<bool> CustomerStreams::write(Opening& opening, const std::string& key, BodySink& sink) {
  while (!opening.done)
    co_await opening.opened.async_wait(asio::as_tuple(asio::use_awaitable));
  if (opening.failure) std::rethrow_exception(opening.failure);
  UserStream& stream = opening.stream;
  std::string lines;
  bool more = true;
  while (more) {
    lines.clear();
    more = co_await stream.next(lines);
    const bool taken = co_await sink.write(lines);
    if (!taken) co_return false;
  }
  count_ += stream.count();
  complete_ = complete_ && stream.complete();
  ++ended_;
  lines = steps::customer_end_line(key, stream);
  co_return co_await sink.write(lines);
}

asio::awaitable<bool> CustomerStreams::run(BodySink& sink) {
  const auto executor = co_await asio::this_coro::executor;
  std::size_t next = 0;
  for (const auto& customer : customers_) {
    while (openings_.size() < at_a_time && next < customers_.size())
      openings_.push_back(open(next++, executor));
    const auto opening = openings_.front();
    const bool taken = co_await write(*opening, customer.key, sink);
    if (!taken) co_return false;
    openings_.pop_front();
  }
  co_return true;
}

}  // namespace gateway::aggregate
