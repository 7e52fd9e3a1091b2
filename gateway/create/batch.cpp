#include "gateway/create/batch.hpp"

#include "schema/json_text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace gateway::create {
namespace asio = boost::asio;
namespace {

// So many that a provider's latency hides, and so few that lists and other callers keep their connections.
constexpr std::size_t at_once = 8;

// Shared by the workers and the one who writes, all on one thread; outlives whoever leaves first.
struct Running {
  Running(Batch given, const asio::any_io_executor& executor)
      : batch(std::move(given)), settled(executor, asio::steady_timer::time_point::max()) {}

  Batch batch;
  asio::steady_timer settled;  // cancelled whenever there is something to write
  std::string lines;
  std::size_t next = 0;
  std::size_t ended = 0;
  std::size_t created = 0;
  bool is_given_up = false;  // nobody reads any more
};

void append_line(std::string& out, std::size_t index, const CreateReply& reply) {
  out.append("{\"index\":").append(std::to_string(index));
  out.append(",\"status\":").append(std::to_string(reply.answer.status));
  out.append(reply.answer.status == 201 ? ",\"user\":" : ",\"problem\":").append(reply.answer.body);
  out += ",\"operation\":";
  if (reply.operation.empty()) {
    out += "null";
  } else {
    schema::append_json_string(out, reply.operation);
  }
  out += "}\n";
}

asio::awaitable<CreateReply> one(Running& running, std::size_t index) {
  BatchStart start = running.batch.start(index);
  if (auto* reply = std::get_if<CreateReply>(&start)) co_return std::move(*reply);
  auto work = create_user(std::get<CreateOrder>(std::move(start)), running.batch.journal);
  CreateReply reply = co_await std::move(work);
  co_return reply;
}

asio::awaitable<void> work(std::shared_ptr<Running> running) {
  while (!running->is_given_up && running->next < running->batch.count) {
    const std::size_t index = running->next++;
    CreateReply reply;
    try {
      reply = co_await one(*running, index);
    } catch (const std::exception&) {
      // Ours, and that item's alone; what it did is in the journal.
      schema::Problem problem(schema::ProblemCode::internal, "The gateway made a mistake with this item.");
      reply = refuse(std::move(problem), running->batch.correlation_id);
    }
    append_line(running->lines, index, reply);
    if (reply.answer.status == 201) ++running->created;
    ++running->ended;
    running->settled.cancel();
  }
}

std::string summary(const Running& running) {
  const std::size_t failed = running.batch.count - running.created;
  return "{\"summary\":{\"count\":" + std::to_string(running.batch.count) +
         ",\"created\":" + std::to_string(running.created) + ",\"failed\":" + std::to_string(failed) + "}}\n";
}

asio::awaitable<bool> run(Batch batch, BodySink& sink) {
  const auto executor = co_await asio::this_coro::executor;
  auto running = std::make_shared<Running>(std::move(batch), executor);
  struct GiveUp {
    Running& running;
    ~GiveUp() { running.is_given_up = true; }
  } give_up{*running};
  for (std::size_t i = 0; i < std::min(at_once, running->batch.count); ++i)
    asio::co_spawn(executor, work(running), [](std::exception_ptr) {});
  for (;;) {
    while (running->lines.empty() && running->ended < running->batch.count)
      co_await running->settled.async_wait(asio::as_tuple(asio::use_awaitable));
    const bool is_last = running->ended == running->batch.count;
    std::string lines = std::exchange(running->lines, {});
    if (is_last) lines += summary(*running);
    const bool taken = co_await sink.write(lines);
    if (!taken || is_last) co_return taken;
  }
}

}  // namespace

BodyStream stream_batch(Batch batch) {
  return [batch = std::move(batch)](BodySink& sink) { return run(batch, sink); };
}

}  // namespace gateway::create
