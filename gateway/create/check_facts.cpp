#include "gateway/create/check_facts.hpp"

namespace gateway::create {

boost::asio::awaitable<std::vector<schema::FieldError>> check_facts(
    std::vector<CreateTarget> targets, std::shared_ptr<const schema::UserDraft> draft,
    adapters::CallContext context) {
  std::vector<schema::FieldError> errors;
  for (const CreateTarget& target : targets) {
    if (!target.home->adapter().has_to_know(*draft)) continue;
    auto found = co_await target.home->check_facts(context, target.customer, draft);
    for (schema::FieldError& error : found) {
      error.provider = target.home->name();
      errors.push_back(std::move(error));
    }
  }
  co_return errors;
}

}  // namespace gateway::create
