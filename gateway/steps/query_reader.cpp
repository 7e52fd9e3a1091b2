#include "gateway/steps/query_reader.hpp"

#include "schema/ascii.hpp"
#include "schema/fold.hpp"

namespace gateway::steps {

namespace {

constexpr std::uint32_t max_limit = 1000;
constexpr std::size_t max_provider_name = 63;

// Names as the configuration writes them; which exist is not known here.
bool is_provider_name(std::string_view name) {
  const auto is_alphanumeric = [](char c) { return schema::is_lower(c) || schema::is_digit(c); };
  const auto is_name_byte = [&](char c) { return is_alphanumeric(c) || c == '_' || c == '-'; };
  return !name.empty() && name.size() <= max_provider_name && is_alphanumeric(name.front()) &&
         std::all_of(name.begin(), name.end(), is_name_byte);
}

}  // namespace

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

void read_search(std::string_view value, std::string& search, ParameterMistakes& mistakes) {
  if (value.empty()) {
    mistakes.add("search", "empty", "It is the text to look for: leave it out to see all.");
  } else {
    schema::append_collation(search, value);
  }
}

void refuse_parameter(std::string_view name, ParameterMistakes& mistakes) {
  mistakes.add(name, "unknown", "There is no such parameter here.");
}

}  // namespace gateway::steps
