#include "gateway/create/settle_doubt.hpp"

#include "gateway/create/resolve.hpp"
#include "gateway/create/stored_user.hpp"

#include <algorithm>

namespace gateway::create {

boost::asio::awaitable<Finding> judge_found(Journal& journal, state::Operation& operation, std::size_t place,
                                            adapters::PagePtr page) {
  state::Target& target = operation.targets[place];
  const schema::User& user = page->users.front();
  if (!has_profile(user, operation.profile)) co_return Finding{Finding::Kind::others, std::move(page)};
  state::AccountName account{operation.tenant, target.provider, target.customer, std::string(user.id.view())};
  const auto is_anothers = co_await journal.is_anothers(std::move(account), operation.id);
  if (!is_anothers) co_return Finding{Finding::Kind::not_asked, nullptr};
  if (*is_anothers) co_return Finding{Finding::Kind::others, std::move(page)};
  target.state = state::TargetState::recovered;
  target.user_id = user.id.view();
  target.user = encode_stored_user(user);
  target.error.clear();
  co_return Finding{Finding::Kind::recovered, std::move(page)};
}

boost::asio::awaitable<Finding> settle_doubt(Journal& journal, state::Operation& operation, std::size_t place,
                                             Doubt doubt, adapters::CallContext context) {
  state::Target& target = operation.targets[place];
  Sought sought{doubt.home, doubt.customer, target.person};
  auto found = co_await look_up(std::move(sought), std::move(context));
  if (!found) co_return Finding{Finding::Kind::not_asked, nullptr};
  if (*found == nullptr) {
    // No more are counted than are asked for, so that a long doubt is not written down again and again.
    target.absences = std::min(target.absences + 1, absences_that_end_doubt);
    co_return Finding{Finding::Kind::absent, nullptr};
  }
  auto finding = co_await judge_found(journal, operation, place, std::move(*found));
  co_return finding;
}

}  // namespace gateway::create
