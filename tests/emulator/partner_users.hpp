// The users of one customer at Partner Center: the true state, in the order of creation, with the sorted
// views that pages are cut from. The provider, the population and the control API use it; JSON is not its
// business.
#pragma once

#include "tests/emulator/clock.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tests::emulator {

// How long a deleted user can be restored; then it is gone.
constexpr Millis restorable_for = 30LL * 24 * 3600 * 1000;

// Empty texts are null.
struct PartnerUser {
  std::string id;
  std::string user_principal_name;
  std::string first_name;
  std::string last_name;
  std::string display_name;
  std::string usage_location;
  std::string phone_number;
  std::string immutable_id;
  std::string password;
  bool force_change_password = false;
  std::string last_directory_sync_time;
  std::string user_domain_type = "none";
  std::optional<Millis> deleted_at;
  Millis created_at = 0;
  std::uint64_t sequence = 0;
  // Its JSON in a list, valid while wire_epoch is the switches' epoch.
  std::string wire;
  std::uint64_t wire_epoch = 0;
};

enum class PartnerOrder { created, display_name, user_principal_name, first_name, last_name, id };

class PartnerUsers {
 public:
  // Takes the id and the sequence that it gives from the user; the user must not be there yet.
  PartnerUser& add(PartnerUser user);
  void remove(const PartnerUser& user);
  // After any change to a user's fields or state.
  void changed(PartnerUser& user);
  // Forgets those deleted for more than 30 days.
  void purge(Millis now);

  PartnerUser* by_id(std::string_view id) const;
  // Active users only: a soft-deleted one frees its name.
  PartnerUser* by_name(std::string_view user_principal_name) const;
  // Active (or deleted) users in this order, ties by creation.
  using View = std::vector<PartnerUser*>;
  const View& view(bool deleted, PartnerOrder order, bool descending);
  const std::vector<std::unique_ptr<PartnerUser>>& all() const { return users_; }

 private:
  void index(PartnerUser& user);

  std::vector<std::unique_ptr<PartnerUser>> users_;
  std::unordered_map<std::string, PartnerUser*> by_id_;
  std::unordered_map<std::string, PartnerUser*> by_name_;
  std::map<int, View> views_;
  std::optional<Millis> oldest_deletion_;
  std::uint64_t next_sequence_ = 1;
};

// What a view compares by; empty for `created`, where the sequence alone decides.
std::string sort_key(const PartnerUser& user, PartnerOrder order);

}  // namespace tests::emulator
