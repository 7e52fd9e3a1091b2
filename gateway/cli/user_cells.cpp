#include "gateway/cli/user_cells.hpp"

#include "gateway/cli/json_slices.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <initializer_list>
#include <optional>

namespace gateway::cli {
namespace {
namespace json = boost::json;

std::string_view text_of(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains({name.data(), name.size()});
  if (member == nullptr || !member->is_string()) return {};
  return {member->get_string().data(), member->get_string().size()};
}

// What a short form would leave out unseen is not shortened.
bool has_only(const json::object& object, std::initializer_list<std::string_view> names) {
  for (const auto& member : object) {
    const std::string_view name(member.key().data(), member.key().size());
    bool is_known = false;
    for (const std::string_view known : names)
      is_known = is_known || name == known;
    if (!is_known) return false;
  }
  return true;
}

std::optional<std::string> name_of_group(const json::object& group) {
  if (!has_only(group, {"id", "name"})) return std::nullopt;
  const std::string_view name = text_of(group, "name");
  return std::string(name.empty() ? text_of(group, "id") : name);
}

std::optional<std::string> name_of_source(const json::object& source, CellStyle style) {
  if (style == CellStyle::table) return std::string(text_of(source, "provider"));
  if (!has_only(source, {"provider", "customerId", "id"})) return std::nullopt;
  return std::string(text_of(source, "provider")) + ':' + std::string(text_of(source, "id"));
}

template <class NameOf>
std::optional<std::string> joined(const json::array& items, CellStyle style, NameOf name_of) {
  std::string out;
  for (const json::value& item : items) {
    const auto name = item.is_object() ? name_of(item.get_object()) : std::nullopt;
    if (!name) return std::nullopt;
    if (!out.empty()) out += style == CellStyle::table ? ", " : "; ";
    out += *name;
  }
  return out;
}

std::optional<std::string> short_form(std::string_view field, const json::value& value, CellStyle style) {
  if (field == "role" && value.is_object() && has_only(value.get_object(), {"name"})) {
    return std::string(text_of(value.get_object(), "name"));
  }
  if (field == "groups" && value.is_array()) return joined(value.get_array(), style, name_of_group);
  if (field == "sources" && value.is_array()) {
    return joined(value.get_array(), style,
                  [style](const json::object& source) { return name_of_source(source, style); });
  }
  return std::nullopt;
}

}  // namespace

const std::vector<std::string>& all_fields() {
  static const std::vector<std::string> fields = {"id",
                                                  "userPrincipalName",
                                                  "email",
                                                  "firstName",
                                                  "lastName",
                                                  "displayName",
                                                  "state",
                                                  "usageLocation",
                                                  "phoneNumber",
                                                  "immutableId",
                                                  "userDomainType",
                                                  "lastDirectorySyncTime",
                                                  "softDeletionTime",
                                                  "role",
                                                  "groups",
                                                  "sources",
                                                  "conflicts"};
  return fields;
}

std::string cell_of(const ListedUser& user, std::string_view field, CellStyle style) {
  const json::value* value = user.members.if_contains({field.data(), field.size()});
  if (value == nullptr || value->is_null()) return {};
  if (value->is_string()) return std::string(text_of(user.members, field));
  if (auto text = short_form(field, *value, style)) return *text;
  return std::string(member_of(user.json, field));
}

}  // namespace gateway::cli
