// The published document from YAML to JSON, by YAML 1.2's JSON schema: a plain null, true, false or number is
// one, and everything else is text.
#include "gateway/openapi_document.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <yaml-cpp/yaml.h>

namespace gateway {
namespace {

namespace json = boost::json;

json::value to_scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  // yaml-cpp marks a quoted scalar with the tag "!".
  if (node.Tag() == "!") return json::string(text);
  boost::system::error_code not_json;
  json::value value = json::parse(text, not_json);
  const bool is_literal = !not_json && !value.is_string() && !value.is_structured();
  return is_literal ? value : json::value(json::string(text));
}

json::value to_json(const YAML::Node& node) {
  if (node.IsMap()) {
    json::object object;
    for (const auto& member : node)
      object.emplace(member.first.Scalar(), to_json(member.second));
    return object;
  }
  if (node.IsSequence()) {
    json::array array;
    for (const auto& item : node)
      array.push_back(to_json(item));
    return array;
  }
  return node.IsNull() ? json::value(nullptr) : to_scalar(node);
}

}  // namespace

std::string openapi_json() { return json::serialize(to_json(YAML::Load(std::string(openapi_yaml())))); }

}  // namespace gateway
