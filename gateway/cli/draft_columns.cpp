#include "gateway/cli/draft_columns.hpp"

#include "config/nearest.hpp"
#include "schema/ascii.hpp"
#include "schema/json_text.hpp"

#include <algorithm>
#include <vector>

namespace gateway::cli {
namespace {

constexpr std::array<std::string_view, draft_column_count> names = {
    "userPrincipalName", "email",       "firstName", "lastName", "displayName", "usageLocation",
    "phoneNumber",       "immutableId", "role",      "groups",   "password",    "forceChangePassword"};

// Those that are members of the same name with a text.
constexpr std::size_t plain_columns = 8;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, end - begin + 1);
}

std::vector<std::string_view> group_ids(std::string_view list) {
  std::vector<std::string_view> ids;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    const std::string_view id = trimmed(list.substr(0, end));
    if (!id.empty()) ids.push_back(id);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return ids;
}

// Writes the members of one object.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  ~Members() { out_ += '}'; }
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;

  void name(std::string_view name) {
    if (!is_first_) out_ += ',';
    is_first_ = false;
    out_.append("\"").append(name).append("\":");
  }
  void text(std::string_view member, std::string_view value) {
    if (value.empty()) return;
    name(member);
    schema::append_json_string(out_, value);
  }

 private:
  std::string& out_;
  bool is_first_ = true;
};

void append_groups(Members& draft, std::string& out, std::string_view list) {
  const auto ids = group_ids(list);
  if (ids.empty()) return;
  draft.name("groups");
  out += '[';
  for (const std::string_view id : ids) {
    if (out.back() == '}') out += ',';
    Members(out).text("id", id);
  }
  out += ']';
}

void append_password_profile(Members& draft, std::string& out, const DraftCells& cells) {
  const std::string_view password = cells[DraftColumn::password];
  const auto is_forced = read_flag(cells[DraftColumn::force_change_password]);
  if (password.empty() && !is_forced) return;
  draft.name("passwordProfile");
  Members profile(out);
  profile.text("password", password);
  if (!is_forced) return;
  profile.name("forceChangePassword");
  out += *is_forced ? "true" : "false";
}

}  // namespace

std::string_view name_of(DraftColumn column) { return names[static_cast<std::size_t>(column)]; }

std::optional<DraftColumn> column_named(std::string_view name) {
  const auto* const found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<DraftColumn>(found - names.begin());
}

std::string unknown_column(std::string_view name, std::string_view kind) {
  const std::vector<std::string> known(names.begin(), names.end());
  std::string text = "there is no such " + std::string(kind);
  if (const auto meant = config::nearest(name, known)) return text + "; did you mean " + *meant + "?";
  text += ": take";
  for (const std::string& one : known)
    text += (one == known.front() ? " " : ", ") + one;
  return text;
}

std::string column_of_pointer(std::string_view pointer) {
  constexpr std::string_view profile = "/passwordProfile";
  if (pointer == "/passwordProfile/forceChangePassword") return "forceChangePassword";
  if (pointer == profile || pointer == "/passwordProfile/password") return "password";
  if (!pointer.starts_with('/')) return std::string(pointer);
  const std::string_view member = pointer.substr(1, pointer.find('/', 1) - 1);
  return std::string(column_named(member) ? member : pointer);
}

std::optional<bool> read_flag(std::string_view text) {
  const std::string lower = schema::ascii_lowered(text);
  if (lower == "true") return true;
  if (lower == "false") return false;
  return std::nullopt;
}

schema::SecretText draft_of(const DraftCells& cells) {
  std::string out;
  // Reserved once: a string that grows would leave copies of the password behind. An escape has six bytes.
  std::size_t longest = 512;
  for (std::size_t i = 0; i < draft_column_count; ++i)
    longest += 6 * cells[static_cast<DraftColumn>(i)].size();
  out.reserve(longest + 10 * group_ids(cells[DraftColumn::groups]).size());
  {
    Members draft(out);
    for (std::size_t i = 0; i < plain_columns; ++i)
      draft.text(names[i], cells[static_cast<DraftColumn>(i)]);
    if (!cells[DraftColumn::role].empty()) {
      draft.name("role");
      Members(out).text("name", cells[DraftColumn::role]);
    }
    append_groups(draft, out, cells[DraftColumn::groups]);
    append_password_profile(draft, out, cells);
  }
  return schema::SecretText(std::move(out));
}

}  // namespace gateway::cli
