#include "gateway/steps/list_query.hpp"

#include "gateway/steps/query_reader.hpp"

#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace gateway::steps {

namespace {

using aggregate::SortField;
using aggregate::WantedState;
using schema::Problem;

struct SortName {
  std::string_view name;
  SortField field;
};
constexpr std::array<SortName, 6> sort_names = {{
    {"displayName", SortField::display_name},
    {"userPrincipalName", SortField::user_principal_name},
    {"email", SortField::email},
    {"lastName", SortField::last_name},
    {"firstName", SortField::first_name},
    {"id", SortField::id},
}};

void read_sort(std::string_view value, aggregate::Sort& sort, ParameterMistakes& mistakes) {
  const bool descending = value.starts_with('-');
  const std::string_view wanted = value.substr(descending ? 1 : 0);
  for (const auto& [name, field] : sort_names) {
    if (name != wanted) continue;
    sort = {field, descending};
    return;
  }
  mistakes.add("sort", "out_of_range",
               "It is displayName, userPrincipalName, email, lastName, firstName or id, with - in front for "
               "descending.");
}

void read_state(std::string_view value, WantedState& state, ParameterMistakes& mistakes) {
  if (value == "active") {
    state = WantedState::active;
  } else if (value == "deleted") {
    state = WantedState::deleted;
  } else if (value == "any") {
    state = WantedState::any;
  } else {
    mistakes.add("state", "out_of_range", "It is active, deleted or any.");
  }
}

void read_include(std::string_view value, schema::UserShape& shape, ParameterMistakes& mistakes) {
  if (value == "raw") {
    shape.raw = true;
  } else {
    mistakes.add("include", "out_of_range", "It is raw.");
  }
}

void read_fields(std::string_view value, schema::UserShape& shape, ParameterMistakes& mistakes) {
  shape.members = schema::Members::none();
  for (bool more = true; more;) {
    const auto comma = value.find(',');
    more = comma != std::string_view::npos;
    const auto member = schema::member_named(value.substr(0, comma));
    value.remove_prefix(more ? comma + 1 : value.size());
    if (!member) {
      mistakes.add("fields", "unknown_member", "It is a comma-separated list of a user's top-level members.");
      return;
    }
    if (shape.members.overlaps(*member)) {
      mistakes.add("fields", "repeated", "It names a member more than once.");
      return;
    }
    shape.members = shape.members.with(*member);
  }
}

void check_shape(const schema::UserShape& shape, ParameterMistakes& mistakes) {
  if (!shape.raw || shape.members.has_sources()) return;
  mistakes.add("include", "not_shown", "raw stands in `sources`, which `fields` leaves out: name it there.");
}

// An alias or a GUID each; whether there is such a customer is found later.
void read_customers(std::string_view value, std::vector<std::string>& customers,
                    ParameterMistakes& mistakes) {
  constexpr std::size_t longest_name = 63;
  for (bool more = true; more;) {
    const auto comma = value.find(',');
    more = comma != std::string_view::npos;
    const auto name = value.substr(0, comma);
    value.remove_prefix(more ? comma + 1 : value.size());
    if (name.empty() || name.size() > longest_name) {
      mistakes.add("customer", "malformed", "It is a comma-separated list of aliases and GUIDs.");
      return;
    }
    if (contains(customers, name)) {
      mistakes.add("customer", "repeated", "It names a customer more than once.");
      return;
    }
    customers.emplace_back(name);
  }
}

// The filter's own kind of problem, told when nothing else is wrong.
Problem filter_problem(const schema::FilterMistake& mistake) {
  Problem problem(schema::ProblemCode::invalid_filter,
                  "At offset " + std::to_string(mistake.offset) + ": " + mistake.detail);
  problem.errors.push_back({"", "filter", "", mistake.reason, mistake.detail});
  return problem;
}

struct Reader {
  ListForm form;
  ListQuery result;
  std::string_view filter;
  bool has_filter = false;
  bool has_state = false;

  // A parameter of pages only: a stream has everybody, in no order.
  bool is_for_pages(std::string_view name, ParameterMistakes& mistakes) const {
    if (form == ListForm::pages) return true;
    mistakes.add(name, "not_in_a_stream", "A stream has all users in any order: leave it out.");
    return false;
  }

  bool read(std::string_view name, std::string_view value, ParameterMistakes& mistakes) {
    if (name == "provider") {
      read_providers(value, result.providers, mistakes);
    } else if (name == "limit") {
      if (is_for_pages(name, mistakes)) read_limit(value, result.limit, mistakes);
    } else if (name == "cursor") {
      if (is_for_pages(name, mistakes)) result.cursor = value;
    } else if (name == "sort") {
      if (is_for_pages(name, mistakes)) read_sort(value, result.sort, mistakes);
    } else if (name == "filter") {
      filter = value;
      has_filter = true;
    } else if (name == "state") {
      has_state = true;
      read_state(value, result.selection.state, mistakes);
    } else if (name == "search") {
      read_search(value, result.selection.search, mistakes);
    } else if (name == "fields") {
      read_fields(value, result.shape, mistakes);
    } else if (name == "include") {
      read_include(value, result.shape, mistakes);
    } else if (name == "require" && form != ListForm::across_customers) {
      read_require(value, result.require_all, mistakes);
    } else if (name == "customer" && form == ListForm::across_customers) {
      read_customers(value, result.customers, mistakes);
    } else if (name == "after" && form == ListForm::across_customers) {
      if (value.empty()) mistakes.add(name, "empty", "It is the name of the last customer that ended.");
      result.after = value;
    } else {
      return false;
    }
    return true;
  }
};

}  // namespace

boost::system::result<ListQuery, Problem> list_query(const Query& query, ListForm form) {
  Reader reader{form, {}, {}};
  auto mistakes = read_each(query, [&](std::string_view name, std::string_view value, auto& told) {
    return reader.read(name, value, told);
  });
  check_shape(reader.result.shape, mistakes);
  if (!mistakes.empty()) return std::move(mistakes).problem();
  if (!reader.has_filter) return std::move(reader.result);
  auto filter = schema::Filter::parse(reader.filter);
  if (!filter) return filter_problem(filter.error());
  // Who filters by state means to see others than the active ones.
  if (!reader.has_state && filter->names_state()) reader.result.selection.state = WantedState::any;
  reader.result.selection.filter = std::make_shared<const schema::Filter>(std::move(*filter));
  return std::move(reader.result);
}

boost::system::result<UserQuery, Problem> user_query(const Query& query) {
  UserQuery result;
  auto mistakes = read_each(query, [&](std::string_view name, std::string_view value, auto& told) {
    if (name == "provider") {
      read_providers(value, result.providers, told);
    } else if (name == "fields") {
      read_fields(value, result.shape, told);
    } else if (name == "include") {
      read_include(value, result.shape, told);
    } else {
      return false;
    }
    return true;
  });
  check_shape(result.shape, mistakes);
  if (!mistakes.empty()) return std::move(mistakes).problem();
  return result;
}

boost::system::result<CreateQuery, Problem> create_query(const Query& query, CreateForm form) {
  CreateQuery result;
  auto mistakes = read_each(query, [&](std::string_view name, std::string_view value, auto& told) {
    if (name == "provider") {
      read_providers(value, result.providers, told);
    } else if (name == "validateOnly" && form == CreateForm::one) {
      result.validate_only = value == "true";
      if (value != "true" && value != "false") told.add(name, "invalid", "It is `true` or `false`.");
    } else {
      return false;
    }
    return true;
  });
  if (!mistakes.empty()) return std::move(mistakes).problem();
  return result;
}

std::optional<Problem> no_query(const Query& query) {
  auto mistakes =
      read_each(query, [](std::string_view, std::string_view, ParameterMistakes&) { return false; });
  if (mistakes.empty()) return std::nullopt;
  return std::move(mistakes).problem();
}

Problem nobody_lists_deleted() {
  Problem problem(schema::ProblemCode::invalid_parameter,
                  "No provider of this customer can list deleted users.");
  problem.errors.push_back({"", "state", "", "not_listed", "Ask for active or any."});
  return problem;
}

std::string canonical_query(const Query& query) {
  Query sorted;
  for (const auto& parameter : query) {
    if (parameter.first != "cursor" && parameter.first != "limit") sorted.push_back(parameter);
  }
  std::sort(sorted.begin(), sorted.end());
  std::string text;
  for (const auto& [name, value] : sorted) {
    // With lengths, so that no value can look like another parameter.
    text += std::to_string(name.size()) + ':' + name + std::to_string(value.size()) + ':' + value;
  }
  return text;
}

}  // namespace gateway::steps
