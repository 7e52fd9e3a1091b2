// The members of a draft as a person writes them on one line: the columns of a CSV and the fields of a
// command line. Nested members have a plain name of their own:
//   role                 /role/name
//   groups               /groups/…/id, with ; between them
//   password             /passwordProfile/password
//   forceChangePassword  /passwordProfile/forceChangePassword
#pragma once

#include "schema/secret_text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::cli {

enum class DraftColumn : std::uint8_t {
  user_principal_name,
  email,
  first_name,
  last_name,
  display_name,
  usage_location,
  phone_number,
  immutable_id,
  role,
  groups,
  password,
  force_change_password,
};
inline constexpr std::size_t draft_column_count = 12;

std::string_view name_of(DraftColumn column);
std::optional<DraftColumn> column_named(std::string_view name);
// "no such …; did you mean …?", for whoever wrote a name that is none.
std::string unknown_column(std::string_view name, std::string_view kind);
// The column that a problem's pointer into a draft means; the pointer itself where it means none.
std::string column_of_pointer(std::string_view pointer);

// true or false, in any case, for spreadsheets write TRUE; nullopt: it is neither.
std::optional<bool> read_flag(std::string_view text);

// What stands in each column; empty: nothing, and the member is left out.
class DraftCells {
 public:
  std::string_view& operator[](DraftColumn column) { return texts_[static_cast<std::size_t>(column)]; }
  std::string_view operator[](DraftColumn column) const { return texts_[static_cast<std::size_t>(column)]; }

 private:
  std::array<std::string_view, draft_column_count> texts_;
};

// The draft as JSON. Flags must have been read before.
schema::SecretText draft_of(const DraftCells& cells);

}  // namespace gateway::cli
