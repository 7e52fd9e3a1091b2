#include "tests/emulator/cockpit_users.hpp"

#include "tests/emulator/text.hpp"

#include <algorithm>
#include <array>

namespace tests::emulator {
namespace {

using Keys = std::array<const std::optional<std::string>*, 3>;

Keys keys_of(const CockpitUser& user, CockpitOrder order) {
  switch (order) {
    case CockpitOrder::last_first:
      return {&user.last_name, &user.first_name, &user.email};
    case CockpitOrder::email:
      return {&user.email, &user.first_name, &user.last_name};
    case CockpitOrder::first_last:
      break;
  }
  return {&user.first_name, &user.last_name, &user.email};
}

bool comes_before(const CockpitUser& a, const CockpitUser& b, CockpitOrder order) {
  const Keys left = keys_of(a, order);
  const Keys right = keys_of(b, order);
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i]->has_value() != right[i]->has_value()) return !left[i]->has_value();
    if (!left[i]->has_value()) continue;
    const int result = compare_ignoring_case(**left[i], **right[i]);
    if (result != 0) return result < 0;
  }
  return a.id < b.id;
}

}  // namespace

CockpitUser& CockpitUsers::add(CockpitUser user) {
  user.sequence = next_sequence_++;
  newest_ = std::max(newest_, user.created_at);
  users_.push_back(std::make_unique<CockpitUser>(std::move(user)));
  CockpitUser& added = *users_.back();
  if (added.email) by_email_.emplace(lower(*added.email), &added);
  ++revision_;
  return added;
}

void CockpitUsers::remove(const CockpitUser& user) {
  std::erase_if(by_email_, [&](const auto& entry) { return entry.second == &user; });
  ++revision_;
  view_.clear();
  std::erase_if(users_, [&](const auto& one) { return one.get() == &user; });
}

void CockpitUsers::changed(CockpitUser& user) {
  std::erase_if(by_email_, [&](const auto& entry) { return entry.second == &user; });
  if (user.email) by_email_.emplace(lower(*user.email), &user);
  user.wire_epoch = 0;
  ++revision_;
}

CockpitUser* CockpitUsers::by_id(std::string_view id) const {
  const std::string wanted = lower(id);
  const auto found =
      std::find_if(users_.begin(), users_.end(), [&](const auto& user) { return user->id == wanted; });
  return found == users_.end() ? nullptr : found->get();
}

CockpitUser* CockpitUsers::by_email(std::string_view email) const {
  CockpitUser* oldest = nullptr;
  const auto [first, last] = by_email_.equal_range(lower(email));
  for (auto it = first; it != last; ++it) {
    if (oldest == nullptr || it->second->sequence < oldest->sequence) oldest = it->second;
  }
  return oldest;
}

const CockpitUsers::View& CockpitUsers::view(CockpitOrder order) {
  if (view_revision_ == revision_ && view_order_ == order) return view_;
  view_.clear();
  for (const auto& user : users_)
    view_.push_back(user.get());
  std::sort(view_.begin(), view_.end(),
            [&](const CockpitUser* a, const CockpitUser* b) { return comes_before(*a, *b, order); });
  view_order_ = order;
  view_revision_ = revision_;
  return view_;
}

}  // namespace tests::emulator
