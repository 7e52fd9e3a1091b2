#include "tests/support/schema_members.hpp"

#include "tests/support/json_schema.hpp"
#include "tests/support/openapi.hpp"

namespace tests::support {
namespace {

namespace json = boost::json;

// Whether the schema takes a member there that it does not name.
bool is_open(const json::value& document, const std::string& schema, json::value value,
             const std::string& at) {
  json::value& there = at.empty() ? value : value.at_pointer(at);
  there.as_object()["alien"] = "x";
  return violations(document, schema, value).empty();
}

struct Walk {
  const json::value& document;
  const std::string& schema;
  const json::value& whole;
  std::set<std::string> found;

  void visit(const json::value& here, const std::string& at, const std::string& name) {
    if (here.is_array()) {
      std::size_t place = 0;
      for (const auto& item : here.get_array())
        visit(item, pointer_to(at, std::to_string(place++)), name + "/*");
    }
    if (!here.is_object() || is_open(document, schema, whole, at)) return;
    for (const auto& [member, value] : here.get_object()) {
      found.insert(name + '/' + std::string(member));
      visit(value, pointer_to(at, member), name + '/' + std::string(member));
    }
  }
};

}  // namespace

std::set<std::string> members_of(const json::value& document, const std::string& schema,
                                 const json::value& value) {
  Walk walk{document, schema, value, {}};
  walk.visit(value, "", "");
  return walk.found;
}

}  // namespace tests::support
