#include "gateway/aggregate/user_list.hpp"

#include "schema/fold.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

namespace gateway::aggregate {
namespace {

constexpr std::size_t bytes_of_identity = 48;
constexpr std::size_t bytes_of_name = 24;

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

}  // namespace

void FoldedTexts::reserve(std::size_t users, std::size_t bytes_each) {
  ends_.reserve(users);
  arena_.reserve(users * bytes_each);
}

void FoldedTexts::add(const schema::Text& text, Fold fold) {
  if (!text.is_null()) fold(arena_, text.view());
  ends_.push_back(static_cast<std::uint32_t>(arena_.size()));
}

UserListPtr make_user_list(std::vector<adapters::PagePtr> pages, schema::TextField identity) {
  auto list = std::make_shared<UserList>();
  list->pages = std::move(pages);
  for (const auto& page : list->pages)
    list->count += page->users.size();
  list->users.reserve(list->count);
  boost::unordered_flat_set<std::string_view> seen;
  const bool may_repeat = list->pages.size() > 1;
  if (may_repeat) seen.reserve(list->count);
  list->identities.reserve(list->count, bytes_of_identity);
  list->display_names.reserve(list->count, bytes_of_name);
  for (const auto& page : list->pages) {
    for (const schema::User& user : page->users) {
      // People who come and go between two pages push others over their edge, who then come twice.
      if (may_repeat && !user.id.is_null() && !seen.insert(user.id.view()).second) continue;
      list->users.push_back(&user);
      list->identities.add(user.text(identity), schema::append_identity);
      list->display_names.add(user.text(schema::TextField::display_name), schema::append_collation);
    }
  }
  list->count = list->users.size();
  list->ambiguous = find_ambiguous(list->identities, list->count);
  return list;
}

}  // namespace gateway::aggregate
