// The portal users of one customer at CloudCockpit: the true state and its sorted views. The provider, the
// population and the control API use it; JSON is not its business.
#pragma once

#include "tests/emulator/clock.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tests::emulator {

// A role is absent (null), present without a name ({}), with a null name, or named.
enum class RoleShape { null, empty, null_name, named };

struct CockpitUser {
  std::string id;
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> email;
  RoleShape role_shape = RoleShape::named;
  std::string role_name;
  std::optional<std::vector<std::string>> group_ids;
  std::string reseller_id;  // the context it was made in; empty: none
  Millis created_at = 0;
  std::uint64_t sequence = 0;
  // Its JSON in a list, valid while wire_epoch is the switches' epoch.
  std::string wire;
  std::uint64_t wire_epoch = 0;
};

enum class CockpitOrder { first_last, last_first, email };

class CockpitUsers {
 public:
  CockpitUser& add(CockpitUser user);
  void remove(const CockpitUser& user);
  void changed(CockpitUser& user);

  CockpitUser* by_id(std::string_view id) const;
  // In any case; the oldest where there are several.
  CockpitUser* by_email(std::string_view email) const;
  // Nulls first, then ASCII-folded, ties by id.
  using View = std::vector<CockpitUser*>;
  const View& view(CockpitOrder order);
  const std::vector<std::unique_ptr<CockpitUser>>& all() const { return users_; }
  // Grows with every change.
  std::uint64_t revision() const { return revision_; }
  Millis newest() const { return newest_; }

  // The whole list's JSON under (revision, epoch), kept by the provider.
  std::shared_ptr<const std::string> list_body;
  std::uint64_t list_revision = 0;
  std::uint64_t list_epoch = 0;

 private:
  std::vector<std::unique_ptr<CockpitUser>> users_;
  std::unordered_multimap<std::string, CockpitUser*> by_email_;
  View view_;
  CockpitOrder view_order_ = CockpitOrder::first_last;
  std::uint64_t view_revision_ = 0;
  std::uint64_t revision_ = 1;
  std::uint64_t next_sequence_ = 1;
  Millis newest_ = 0;
};

}  // namespace tests::emulator
