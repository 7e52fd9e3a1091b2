#include "gateway/create/stored_user.hpp"

#include "schema/json_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <optional>

namespace gateway::create {
namespace json = boost::json;
namespace {

using schema::Text;
using schema::TextField;

json::string_view of(std::string_view text) { return {text.data(), text.size()}; }

json::value value_of(const Text& text) {
  if (text.is_null()) return nullptr;
  return json::value(of(text.view()));
}

// Throws what Boost.JSON throws where the member is of another kind; decode_stored_user() catches it.
Text text_of(const json::value* value, adapters::Page& page, Text::Origin origin = Text::Origin::given) {
  if (value == nullptr || value->is_null()) return {};
  const json::string& text = value->as_string();
  const std::string_view kept = page.keep({text.data(), text.size()});
  return {kept, schema::is_plain_json(kept), origin};
}

template <class Enum, std::size_t count>
Enum enum_of(const json::value& value) {
  const auto number = value.as_int64();
  return number >= 0 && number < static_cast<std::int64_t>(count) ? static_cast<Enum>(number) : Enum();
}

void read(const json::object& from, adapters::Page& page) {
  schema::User& user = page.users.emplace_back();
  user.id = text_of(&from.at("id"), page);
  user.customer_id = text_of(&from.at("customer"), page);
  const json::object& derived = from.at("derived").as_object();
  const json::object& texts = from.at("texts").as_object();
  for (std::size_t i = 0; i < schema::text_field_count; ++i) {
    const auto field = static_cast<TextField>(i);
    if (const auto* value = texts.if_contains(of(schema::name_of(field))))
      user.text(field) = text_of(value, page);
    if (const auto* value = derived.if_contains(of(schema::name_of(field))))
      user.text(field) = text_of(value, page, Text::Origin::derived);
  }
  user.state = enum_of<schema::UserState, 3>(from.at("state"));
  user.state_derived = from.at("stateDerived").as_bool();
  user.user_domain_type = enum_of<schema::UserDomainType, 4>(from.at("domainType"));
  user.has_role = from.at("hasRole").as_bool();
  user.role_name = text_of(&from.at("role"), page);
  auto& groups = page.groups.emplace_back();
  for (const json::value& group : from.at("groups").as_array())
    groups.push_back(
        {text_of(&group.as_object().at("id"), page), text_of(&group.as_object().at("name"), page)});
  user.groups = groups;
}

}  // namespace

std::string encode_stored_user(const schema::User& user) {
  json::object texts, derived;
  for (std::size_t i = 0; i < schema::text_field_count; ++i) {
    const auto field = static_cast<TextField>(i);
    const Text& text = user.text(field);
    if (text.is_null()) continue;
    (text.is_derived() ? derived : texts).emplace(of(schema::name_of(field)), value_of(text));
  }
  json::array groups;
  for (const schema::Group& group : user.groups)
    groups.push_back(json::object{{"id", value_of(group.id)}, {"name", value_of(group.name)}});
  return json::serialize(json::object{{"id", value_of(user.id)},
                                      {"customer", value_of(user.customer_id)},
                                      {"texts", std::move(texts)},
                                      {"derived", std::move(derived)},
                                      {"state", static_cast<int>(user.state)},
                                      {"stateDerived", user.state_derived},
                                      {"domainType", static_cast<int>(user.user_domain_type)},
                                      {"hasRole", user.has_role},
                                      {"role", value_of(user.role_name)},
                                      {"groups", std::move(groups)}});
}

adapters::PagePtr decode_stored_user(std::string_view text) {
  boost::system::error_code error;
  const json::value parsed = json::parse(of(text), error);
  if (error || !parsed.is_object()) return nullptr;
  auto page = std::make_shared<adapters::Page>();
  try {
    read(parsed.get_object(), *page);
  } catch (const std::exception&) {
    return nullptr;
  }
  return page;
}

}  // namespace gateway::create
