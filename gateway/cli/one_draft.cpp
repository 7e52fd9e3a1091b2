#include "gateway/cli/one_draft.hpp"

#include "gateway/cli/draft_columns.hpp"
#include "gateway/cli/json_slices.hpp"
#include "schema/json_text.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace gateway::cli {
namespace {
namespace json = boost::json;

constexpr std::string_view profile_name = "passwordProfile";

// Empty: the cell is set. Never shows a value: somebody may have taken a password for one.
std::string take_field(std::string_view field, std::size_t number, DraftCells& cells) {
  const std::size_t sign = field.find('=');
  if (sign == std::string_view::npos) {
    return "argument " + std::to_string(number) + " must be FIELD=VALUE, such as email=ada@example.com";
  }
  const std::string name(field.substr(0, sign));
  const std::string_view value = field.substr(sign + 1);
  const auto column = column_named(name);
  if (column == DraftColumn::password) return no_password_here;
  if (!column) return name + ": " + unknown_column(name, "field");
  if (value.empty()) return name + " is empty: leave it out";
  if (!cells[*column].empty()) return name + " is given twice";
  if (column == DraftColumn::force_change_password && !read_flag(value))
    return name + " must be true or false";
  cells[*column] = value;
  return {};
}

bool is_empty_object(std::string_view object) {
  return object.find_first_not_of(" \t\r\n", 1) == object.rfind('}');
}

}  // namespace

config::Checked<schema::SecretText> draft_of_fields(const std::vector<std::string>& fields,
                                                    std::string_view password) {
  DraftCells cells;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string mistake = take_field(fields[i], i + 1, cells);
    if (!mistake.empty()) return config::Refusal{mistake};
  }
  cells[DraftColumn::password] = password;
  return draft_of(cells);
}

config::Checked<schema::SecretText> with_password(schema::SecretText draft, std::string_view password) {
  if (password.empty()) return draft;
  const std::string_view text = draft.reveal();
  boost::system::error_code error;
  const json::value parsed = json::parse({text.data(), text.size()}, error);
  if (error || !parsed.is_object()) return config::Refusal{"the draft is no JSON object"};
  const std::string_view profile = member_of(text, profile_name);
  if (!profile.empty() && !profile.starts_with('{'))
    return config::Refusal{"the draft's passwordProfile is no object: it has no place for the password"};
  if (!profile.empty() && !member_of(profile, "password").empty())
    return config::Refusal{"the draft has a password already: leave one of the two out"};

  const std::string_view object = profile.empty() ? text.substr(text.find('{')) : profile;
  const auto place = static_cast<std::size_t>(object.data() - text.data()) + 1;
  std::string whole;
  // Reserved once: a string that grows would leave copies of the password behind.
  whole.reserve(text.size() + 6 * password.size() + 64);
  whole += text.substr(0, place);
  if (profile.empty()) whole += "\"passwordProfile\":{";
  whole += "\"password\":";
  schema::append_json_string(whole, password);
  if (profile.empty()) whole += '}';
  if (!is_empty_object(object)) whole += ',';
  whole += text.substr(place);
  return schema::SecretText(std::move(whole));
}

}  // namespace gateway::cli
