// From a user to the texts of columns, for tables and CSV.
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gateway::cli {

// A user as Usher wrote it; good while its page is.
struct ListedUser {
  std::string_view customer;           // across customers: whose it is
  std::string_view json;               // the object, byte by byte
  const boost::json::object& members;  // the same, parsed
};

enum class CellStyle {
  table,  // short: a source is its provider's name
  csv,    // whole: a source is provider:id
};

// The columns of a CSV where nobody chose: the common schema's members in the published order.
const std::vector<std::string>& all_fields();

// Texts as they are, null as nothing, other values as JSON; of what the schema knows:
//   role      its name
//   groups    their names
//   sources   see CellStyle; with `raw` in them JSON
std::string cell_of(const ListedUser& user, std::string_view field, CellStyle style);

}  // namespace gateway::cli
