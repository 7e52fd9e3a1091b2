// Reading the members of a problem (RFC 9457) for a person. Texts come as they are: whoever prints them makes
// them harmless.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace gateway::cli {

// A text without its quotes, nothing for null, other values as JSON.
std::string member_text(const boost::json::object& object, std::string_view name);
// The same, fit for a terminal.
std::string visible_member(const boost::json::object& object, std::string_view name);

// Parts that are there, with ": " between them.
std::string joined(std::initializer_list<std::string> parts);

// The whole problem on one line: title, detail, each error, remedy.
std::string one_line(const boost::json::object& problem);

template <class OnObject>
void for_each_object(const boost::json::object& parent, std::string_view name, OnObject on_object) {
  const boost::json::value* member = parent.if_contains({name.data(), name.size()});
  if (member == nullptr || !member->is_array()) return;
  for (const boost::json::value& item : member->get_array()) {
    if (item.is_object()) on_object(item.get_object());
  }
}

}  // namespace gateway::cli
