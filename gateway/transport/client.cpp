#include "gateway/transport/client.hpp"

namespace gateway::transport {

adapters::Async<adapters::HttpReply> Client::send(adapters::CallContext context,
                                                  adapters::HttpRequest request) {
  // A POST goes out on a connection that was verified a moment ago: is_stale() looks at each before it is
  // lent.
  auto loan = co_await pool_->borrow(ConnectionPool::Want::any, context.deadline);
  if (!loan) co_return loan.error();
  auto reply = co_await (*loan)->exchange(request, context.deadline);
  const bool met_closing = !reply && reply.error().reused_connection_closed;
  if (!met_closing || request.method() != adapters::Method::get) co_return reply;

  *loan = {};
  loan = co_await pool_->borrow(ConnectionPool::Want::fresh, context.deadline);
  if (!loan) co_return loan.error();
  auto second = co_await (*loan)->exchange(request, context.deadline);
  co_return second;
}

}  // namespace gateway::transport
