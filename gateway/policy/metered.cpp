#include "gateway/policy/metered.hpp"

#include <optional>

namespace gateway::policy {
namespace {

observe::Operation operation_of(std::string_view name) {
  if (name == "create") return observe::Operation::create;
  if (name == "find_customer") return observe::Operation::find_customer;
  if (name == "customers") return observe::Operation::customers;
  if (name == "groups") return observe::Operation::groups;
  if (name == "domains") return observe::Operation::domains;
  if (name == "token") return observe::Operation::token;
  return observe::Operation::list;
}

// By status alone, for the counter; what it means for the caller its adapter says.
std::optional<adapters::ErrorKind> kind_of(const adapters::Result<adapters::HttpReply>& reply) {
  if (!reply) return reply.error().kind;
  const unsigned status = reply->status;
  if (status < 300) return std::nullopt;
  if (status == 401) return adapters::ErrorKind::credentials;
  if (status == 403) return adapters::ErrorKind::forbidden;
  if (status == 429) return adapters::ErrorKind::unavailable;
  if (status == 400 || status == 409 || status == 422) return adapters::ErrorKind::refused;
  return adapters::ErrorKind::failed;
}

}  // namespace

adapters::Async<adapters::HttpReply> Metered::send(adapters::CallContext context,
                                                   adapters::HttpRequest request) {
  const auto began = std::chrono::steady_clock::now();
  const auto operation = operation_of(context.operation);
  auto reply = co_await next_->send(std::move(context), std::move(request));
  metrics_.upstream(operation, kind_of(reply), std::chrono::steady_clock::now() - began);
  co_return reply;
}

}  // namespace gateway::policy
