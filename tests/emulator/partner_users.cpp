#include "tests/emulator/partner_users.hpp"

#include "tests/emulator/text.hpp"

#include <algorithm>

namespace tests::emulator {
std::string sort_key(const PartnerUser& user, PartnerOrder order) {
  switch (order) {
    case PartnerOrder::created:
      break;
    case PartnerOrder::display_name:
      return lower(user.display_name);
    case PartnerOrder::user_principal_name:
      return lower(user.user_principal_name);
    case PartnerOrder::first_name:
      return lower(user.first_name);
    case PartnerOrder::last_name:
      return lower(user.last_name);
    case PartnerOrder::id:
      return user.id;
  }
  return {};
}

PartnerUser& PartnerUsers::add(PartnerUser user) {
  user.sequence = next_sequence_++;
  users_.push_back(std::make_unique<PartnerUser>(std::move(user)));
  PartnerUser& added = *users_.back();
  by_id_[added.id] = &added;
  index(added);
  return added;
}

void PartnerUsers::remove(const PartnerUser& user) {
  by_id_.erase(user.id);
  std::erase_if(by_name_, [&](const auto& entry) { return entry.second == &user; });
  views_.clear();
  std::erase_if(users_, [&](const auto& one) { return one.get() == &user; });
}

void PartnerUsers::changed(PartnerUser& user) {
  // The name may have changed, so the entry is found by the user, not by the name.
  std::erase_if(by_name_, [&](const auto& entry) { return entry.second == &user; });
  user.wire_epoch = 0;
  index(user);
}

void PartnerUsers::index(PartnerUser& user) {
  views_.clear();
  if (!user.deleted_at) {
    by_name_[lower(user.user_principal_name)] = &user;
  } else if (!oldest_deletion_ || *user.deleted_at < *oldest_deletion_) {
    oldest_deletion_ = user.deleted_at;
  }
}

void PartnerUsers::purge(Millis now) {
  if (!oldest_deletion_ || now - *oldest_deletion_ <= restorable_for) return;
  const auto is_gone = [&](const auto& user) {
    return user->deleted_at && now - *user->deleted_at > restorable_for;
  };
  oldest_deletion_.reset();
  for (const auto& user : users_) {
    if (is_gone(user)) {
      by_id_.erase(user->id);
    } else if (user->deleted_at && (!oldest_deletion_ || *user->deleted_at < *oldest_deletion_)) {
      oldest_deletion_ = user->deleted_at;
    }
  }
  views_.clear();
  std::erase_if(users_, is_gone);
}

PartnerUser* PartnerUsers::by_id(std::string_view id) const {
  const auto found = by_id_.find(lower(id));
  return found == by_id_.end() ? nullptr : found->second;
}

PartnerUser* PartnerUsers::by_name(std::string_view user_principal_name) const {
  const auto found = by_name_.find(lower(user_principal_name));
  return found == by_name_.end() ? nullptr : found->second;
}

const PartnerUsers::View& PartnerUsers::view(bool deleted, PartnerOrder order, bool descending) {
  const int key = static_cast<int>(order) * 4 + (descending ? 2 : 0) + (deleted ? 1 : 0);
  const auto found = views_.find(key);
  if (found != views_.end()) return found->second;
  View& made = views_[key];
  for (const auto& user : users_) {
    if (user->deleted_at.has_value() == deleted) made.push_back(user.get());
  }
  if (order != PartnerOrder::created) {
    std::stable_sort(made.begin(), made.end(), [&](const PartnerUser* a, const PartnerUser* b) {
      return sort_key(*a, order) < sort_key(*b, order);
    });
  }
  if (descending) std::reverse(made.begin(), made.end());
  return made;
}

}  // namespace tests::emulator
