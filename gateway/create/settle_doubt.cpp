#include "gateway/create/settle_doubt.hpp"

#include "gateway/create/stored_user.hpp"

namespace gateway::create {

boost::asio::awaitable<Finding> settle_doubt(Journal& journal, state::Operation& operation, std::size_t place,
                                             Doubt doubt, adapters::CallContext context) {
  state::Target& target = operation.targets[place];
  Sought sought{doubt.home, doubt.customer, target.person};
  auto found = co_await look_up(std::move(sought), std::move(context));
  if (!found) co_return Finding{Finding::Kind::not_asked, nullptr};
  if (*found == nullptr) {
    ++target.absences;
    co_return Finding{Finding::Kind::absent, nullptr};
  }
  const schema::User& user = (*found)->users.front();
  bool is_ours = has_profile(user, operation.profile);
  if (is_ours) {
    state::AccountName account{operation.tenant, target.provider, target.customer,
                               std::string(user.id.view())};
    is_ours = !co_await journal.is_anothers(std::move(account), operation.id);
  }
  if (!is_ours) co_return Finding{Finding::Kind::others, std::move(*found)};
  target.state = state::TargetState::recovered;
  target.user_id = user.id.view();
  target.user = encode_stored_user(user);
  target.error.clear();
  co_return Finding{Finding::Kind::recovered, std::move(*found)};
}

}  // namespace gateway::create
