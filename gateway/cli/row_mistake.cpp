#include "gateway/cli/row_mistake.hpp"

#include "gateway/cli/draft_columns.hpp"
#include "gateway/cli/problem_parts.hpp"
#include "gateway/cli/terminal_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace gateway::cli {
namespace json = boost::json;

std::string to_string(const RowMistake& mistake, std::string_view file) {
  std::string text = visible(file) + ':' + std::to_string(mistake.line) + ": ";
  if (!mistake.column.empty()) text += visible(mistake.column) + ": ";
  return text + visible(mistake.message) + '\n';
}

std::vector<RowMistake> mistakes_of(const json::object& problem, std::size_t line) {
  std::vector<RowMistake> mistakes;
  for_each_object(problem, "errors", [&](const json::object& error) {
    const std::string column = column_of_pointer(member_text(error, "pointer"));
    mistakes.push_back({line, column,
                        joined({member_text(error, "provider"), member_text(error, "reason"),
                                member_text(error, "detail")})});
  });
  if (mistakes.empty()) {
    mistakes.push_back({line, {}, joined({member_text(problem, "title"), member_text(problem, "detail")})});
  }
  return mistakes;
}

}  // namespace gateway::cli
