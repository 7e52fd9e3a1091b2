// Says on standard output what the filter makes of expressions, for those who compare it with another
// implementation. Reads {"users": [User], "filters": [text]}, users in the published form and of one source;
// writes one line for each filter: {"matches": [bool for each user]} or {"offset", "reason"}.
#include "schema/filter.hpp"
#include "tests/schema/filter_model.hpp"

#include <boost/json.hpp>

#include <iostream>
#include <iterator>

namespace {

namespace json = boost::json;
namespace model = tests::filter_model;

std::string text_of(const json::value& value) { return json::value_to<std::string>(value); }

model::Maybe maybe_text_of(const json::value& value) {
  if (value.is_null()) return std::nullopt;
  return text_of(value);
}

model::Person person_of(const json::object& user) {
  const json::object& source = user.at("sources").at(0).as_object();
  model::Account account;
  account.provider = text_of(source.at("provider"));
  account.id = text_of(source.at("id"));
  account.customer_id = maybe_text_of(source.at("customerId"));
  for (const auto& [name, value] : user) {
    if (name == "id" || !value.is_string()) continue;
    account.texts[std::string(name)] = text_of(value);
    account.derived[std::string(name)] = false;
  }
  account.has_role = user.at("role").is_object();
  if (account.has_role) account.role_name = maybe_text_of(user.at("role").at("name"));
  for (const json::value& group : user.at("groups").as_array())
    account.groups.push_back({maybe_text_of(group.at("id")), maybe_text_of(group.at("name"))});
  return {account};
}

json::object answer_to(std::string_view text, const std::vector<model::Person>& people) {
  const auto filter = schema::Filter::parse(text);
  if (!filter.has_value()) return {{"offset", filter.error().offset}, {"reason", filter.error().reason}};
  json::array matches;
  for (const model::Person& person : people)
    matches.emplace_back(filter->matches(model::RealPerson(person).view()));
  return {{"matches", std::move(matches)}};
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  const std::string input(std::istreambuf_iterator<char>(std::cin), {});
  const json::value asked = json::parse(input);
  std::vector<model::Person> people;
  for (const json::value& user : asked.at("users").as_array())
    people.push_back(person_of(user.as_object()));
  for (const json::value& filter : asked.at("filters").as_array())
    std::cout << json::serialize(answer_to(text_of(filter), people)) << '\n';
  return std::cout.flush() ? 0 : 1;
}
