#include "gateway/aggregate/user_list.hpp"

#include "schema/fold.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

namespace gateway::aggregate {
namespace {

constexpr std::size_t bytes_of_identity = 48;

void keep_first_of_each(std::vector<const schema::User*>& users) {
  boost::unordered_flat_set<std::string_view> seen;
  seen.reserve(users.size());
  std::erase_if(users, [&seen](const schema::User* user) {
    return !user->id.is_null() && !seen.insert(user->id.view()).second;
  });
}

UserListPtr build(std::vector<adapters::PagePtr> pages, std::vector<const schema::User*> users,
                  schema::TextField identity) {
  auto list = std::make_shared<UserList>();
  list->pages = std::move(pages);
  list->users = std::move(users);
  list->count = list->users.size();
  list->identities.reserve(list->count, bytes_of_identity);
  for (const schema::User* user : list->users) {
    list->identities.add(user->text(identity), schema::append_identity);
    if (user->state == schema::UserState::deleted) ++list->deleted;
  }
  list->ambiguous = find_ambiguous(list->identities, list->count);
  if (list->deleted > 0 && list->deleted < list->count) {
    auto others = list->users;
    std::erase_if(others, [](const schema::User* user) { return user->state == schema::UserState::deleted; });
    list->without_deleted = build(list->pages, std::move(others), identity);
  } else if (list->deleted > 0) {
    list->without_deleted = build(list->pages, {}, identity);
  }
  return list;
}

}  // namespace

std::vector<bool> find_ambiguous(const FoldedTexts& identities, std::size_t count) {
  std::vector<bool> ambiguous(count, false);
  boost::unordered_flat_map<std::string_view, std::uint32_t> first;
  first.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string_view identity = identities[i];
    if (identity.empty()) continue;
    const auto [place, fresh] = first.try_emplace(identity, i);
    if (!fresh) ambiguous[place->second] = ambiguous[i] = true;
  }
  return ambiguous;
}

void FoldedTexts::reserve(std::size_t users, std::size_t bytes_each) {
  ends_.reserve(users);
  arena_.reserve(users * bytes_each);
}

void FoldedTexts::add(const schema::Text& text, Fold fold) {
  if (!text.is_null()) fold(arena_, text.view());
  ends_.push_back(static_cast<std::uint32_t>(arena_.size()));
}

std::size_t UserList::bytes() const {
  std::size_t sum = identities.bytes() + users.capacity() * sizeof users[0];
  for (const auto& page : pages)
    sum += page->body.capacity() + page->users.capacity() * sizeof(schema::User);
  // Its pages are these.
  if (without_deleted) {
    sum += without_deleted->identities.bytes() + without_deleted->users.capacity() * sizeof users[0];
  }
  return sum;
}

UserListPtr make_user_list(std::vector<adapters::PagePtr> pages, schema::TextField identity) {
  std::vector<const schema::User*> users;
  std::size_t count = 0;
  for (const auto& page : pages)
    count += page->users.size();
  users.reserve(count);
  for (const auto& page : pages) {
    for (const schema::User& user : page->users)
      users.push_back(&user);
  }
  // People who come and go between two pages push others over their edge, who then come twice.
  if (pages.size() > 1) keep_first_of_each(users);
  return build(std::move(pages), std::move(users), identity);
}

UserListPtr narrowed(const UserListPtr& list, WantedState wanted, schema::TextField identity) {
  switch (wanted) {
    case WantedState::any:
      return list;
    case WantedState::active:
      return list->without_deleted ? list->without_deleted : list;
    case WantedState::deleted:
      break;
  }
  if (list->deleted == list->count) return list;
  std::vector<const schema::User*> users = list->users;
  std::erase_if(users, [](const schema::User* user) { return user->state != schema::UserState::deleted; });
  return build(list->pages, std::move(users), identity);
}

UserListPtr joined(const std::vector<UserListPtr>& lists, schema::TextField identity) {
  if (lists.size() == 1) return lists.front();
  std::vector<adapters::PagePtr> pages;
  std::vector<const schema::User*> users;
  for (const auto& list : lists) {
    pages.insert(pages.end(), list->pages.begin(), list->pages.end());
    users.insert(users.end(), list->users.begin(), list->users.end());
  }
  // Somebody who was deleted, or came back, while the lists were read stands in both.
  keep_first_of_each(users);
  return build(std::move(pages), std::move(users), identity);
}

}  // namespace gateway::aggregate
