#include "gateway/create/look_up.hpp"

#include "gateway/aggregate/fan_out.hpp"
#include "schema/fold.hpp"

namespace gateway::create {
namespace {

using adapters::Result;

const schema::User* find_person(const aggregate::UserList& list, schema::TextField identity,
                                std::string_view person) {
  for (const auto& page : list.pages) {
    for (const schema::User& user : page->users) {
      const schema::Text& text = user.text(identity);
      if (user.state == schema::UserState::deleted) continue;
      if (!text.is_null() && schema::same_identity(text.view(), person)) return &user;
    }
  }
  return nullptr;
}

// A page of one user, out of a list that stays alive behind it.
adapters::PagePtr page_of(const aggregate::UserListPtr& list, const schema::User& user) {
  auto page = std::make_shared<adapters::Page>();
  page->users.push_back(user);
  struct Both {
    std::shared_ptr<adapters::Page> page;
    aggregate::UserListPtr list;
  };
  auto both = std::make_shared<Both>(Both{page, list});
  return {both, both->page.get()};
}

Result<adapters::PagePtr> found_in(const Result<aggregate::UserListPtr>& list, const Sought& sought) {
  if (!list) return list.error();
  const schema::User* user = find_person(**list, sought.home->adapter().identity(), sought.person);
  return user == nullptr ? adapters::PagePtr() : page_of(*list, *user);
}

}  // namespace

boost::asio::awaitable<std::vector<Result<adapters::PagePtr>>> look_up_everywhere(
    std::vector<Sought> sought, adapters::CallContext context) {
  std::vector<aggregate::Question> questions;
  for (const Sought& one : sought)
    questions.push_back({one.home, one.customer});
  const auto lists = co_await aggregate::list_everywhere(std::move(questions), aggregate::Freshness::afresh,
                                                         std::move(context));
  std::vector<Result<adapters::PagePtr>> found;
  for (std::size_t i = 0; i < lists.size(); ++i)
    found.push_back(found_in(lists[i], sought[i]));
  co_return found;
}

adapters::Async<adapters::PagePtr> look_up(Sought sought, adapters::CallContext context) {
  const auto list = co_await sought.home->list(std::move(context), sought.customer,
                                               adapters::UserSet::current, aggregate::Freshness::afresh);
  co_return found_in(list, sought);
}

bool has_profile(const schema::User& user, const state::Profile& profile) {
  const auto agrees = [&](schema::TextField field, const std::optional<std::string>& wanted) {
    const schema::Text& text = user.text(field);
    // Providers may drop white space around a text.
    return !wanted || text.is_null() || text.is_derived() ||
           schema::trimmed(text.view()) == schema::trimmed(*wanted);
  };
  return agrees(schema::TextField::first_name, profile.first_name) &&
         agrees(schema::TextField::last_name, profile.last_name) &&
         agrees(schema::TextField::display_name, profile.display_name);
}

}  // namespace gateway::create
