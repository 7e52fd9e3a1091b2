#include "gateway/steps/list_query.hpp"

#include "gateway/steps/parameter_mistakes.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace gateway::steps {

namespace {

using schema::Problem;

constexpr std::uint32_t max_limit = 1000;
constexpr std::size_t max_provider_name = 63;

constexpr std::array<std::string_view, 7> lists_serve_later = {"cursor", "sort",   "filter", "state",
                                                               "search", "fields", "include"};
constexpr std::array<std::string_view, 1> creates_serve_later = {"validateOnly"};

template <class Range>
bool contains(const Range& range, std::string_view text) {
  return std::find(std::begin(range), std::end(range), text) != std::end(range);
}

// Names as the configuration writes them; which exist is not known here.
bool is_provider_name(std::string_view name) {
  const auto is_alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const auto is_name_byte = [&](char c) { return is_alphanumeric(c) || c == '_' || c == '-'; };
  return !name.empty() && name.size() <= max_provider_name && is_alphanumeric(name.front()) &&
         std::all_of(name.begin(), name.end(), is_name_byte);
}

void read_providers(std::string_view value, std::vector<std::string>& providers,
                    ParameterMistakes& mistakes) {
  for (bool more = true; more;) {
    const auto comma = value.find(',');
    more = comma != std::string_view::npos;
    const auto name = value.substr(0, comma);
    value.remove_prefix(more ? comma + 1 : value.size());
    if (!is_provider_name(name)) {
      mistakes.add("provider", "malformed", "It is a comma-separated list of provider names.");
      return;
    }
    if (contains(providers, name)) {
      mistakes.add("provider", "repeated", "It names a provider more than once.");
      return;
    }
    providers.emplace_back(name);
  }
}

void read_limit(std::string_view value, std::uint32_t& limit, ParameterMistakes& mistakes) {
  const bool is_number =
      !value.empty() && value.size() <= 4 && value.find_first_not_of("0123456789") == std::string_view::npos;
  std::uint32_t number = 0;
  for (const char digit : is_number ? value : std::string_view{}) {
    number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  if (number < 1 || number > max_limit) {
    mistakes.add("limit", "out_of_range", "It is a whole number from 1 to 1000.");
  } else {
    limit = number;
  }
}

void read_require(std::string_view value, bool& require_all, ParameterMistakes& mistakes) {
  if (value != "all" && value != "any") {
    mistakes.add("require", "out_of_range", "It is all or any.");
  } else {
    require_all = value == "all";
  }
}

void refuse(std::string_view name, std::span<const std::string_view> served_later,
            ParameterMistakes& mistakes) {
  if (contains(served_later, name)) {
    mistakes.add(name, "not_served", "This version of Usher does not serve this parameter.");
  } else {
    mistakes.add(name, "unknown", "There is no such parameter here.");
  }
}

// Hands each parameter to `read`, which says whether it knows it. A name that repeats is told once.
template <class Read>
ParameterMistakes read_each(const Query& query, std::span<const std::string_view> served_later, Read read) {
  ParameterMistakes mistakes;
  std::vector<std::string_view> seen;
  std::vector<std::string_view> told;
  for (const auto& [name, value] : query) {
    if (!contains(seen, name)) {
      seen.push_back(name);
      if (!read(name, value, mistakes)) refuse(name, served_later, mistakes);
    } else if (!contains(told, name)) {
      told.push_back(name);
      mistakes.add(name, "repeated", "It is given more than once.");
    }
  }
  return mistakes;
}

boost::system::result<ProviderQuery, Problem> provider_query(const Query& query,
                                                             std::span<const std::string_view> served_later) {
  ProviderQuery result;
  auto mistakes =
      read_each(query, served_later, [&](std::string_view name, std::string_view value, auto& told) {
        if (name != "provider") return false;
        read_providers(value, result.providers, told);
        return true;
      });
  if (!mistakes.empty()) return std::move(mistakes).problem();
  return result;
}

}  // namespace

boost::system::result<ListQuery, Problem> list_query(const Query& query) {
  ListQuery result;
  auto mistakes =
      read_each(query, lists_serve_later, [&](std::string_view name, std::string_view value, auto& told) {
        if (name == "provider") {
          read_providers(value, result.providers, told);
        } else if (name == "limit") {
          read_limit(value, result.limit, told);
        } else if (name == "require") {
          read_require(value, result.require_all, told);
        } else {
          return false;
        }
        return true;
      });
  if (!mistakes.empty()) return std::move(mistakes).problem();
  return result;
}

boost::system::result<ProviderQuery, Problem> create_query(const Query& query) {
  return provider_query(query, creates_serve_later);
}

boost::system::result<ProviderQuery, Problem> user_query(const Query& query) {
  return provider_query(query, {});
}

std::optional<Problem> no_query(const Query& query) {
  auto mistakes =
      read_each(query, {}, [](std::string_view, std::string_view, ParameterMistakes&) { return false; });
  if (mistakes.empty()) return std::nullopt;
  return std::move(mistakes).problem();
}

}  // namespace gateway::steps
