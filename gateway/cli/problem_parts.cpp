#include "gateway/cli/problem_parts.hpp"

#include "gateway/cli/terminal_text.hpp"

#include <boost/json/serialize.hpp>

namespace gateway::cli {
namespace json = boost::json;

std::string member_text(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains({name.data(), name.size()});
  if (member == nullptr || member->is_null()) return {};
  if (!member->is_string()) return json::serialize(*member);
  return {member->get_string().data(), member->get_string().size()};
}

std::string visible_member(const json::object& object, std::string_view name) {
  return visible(member_text(object, name));
}

std::string joined(std::initializer_list<std::string> parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += ": ";
    out += part;
  }
  return out;
}

std::string one_line(const json::object& problem) {
  std::string out = joined({member_text(problem, "title"), member_text(problem, "detail")});
  const auto append = [&out](const std::string& text) {
    if (!text.empty()) out += (out.empty() ? "" : " ") + text;
  };
  for_each_object(problem, "errors", [&](const json::object& error) {
    append(joined({member_text(error, "pointer"), member_text(error, "provider"),
                   member_text(error, "reason"), member_text(error, "detail")}));
  });
  append(member_text(problem, "providerMessage"));
  append(member_text(problem, "remedy"));
  return out;
}

}  // namespace gateway::cli
