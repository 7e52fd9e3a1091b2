#include "tests/support/json_schema.hpp"

#include "tests/support/json_checker.hpp"

namespace tests::support {
namespace json = boost::json;

const std::map<std::string_view, Checker::Rule>& Checker::rules() {
  static const std::map<std::string_view, Rule> all = {
      {"title", &Checker::note},
      {"description", &Checker::note},
      {"default", &Checker::note},
      {"example", &Checker::note},
      {"examples", &Checker::note},
      {"readOnly", &Checker::note},
      {"writeOnly", &Checker::note},
      {"then", &Checker::note},
      {"else", &Checker::note},
      {"$ref", &Checker::ref},
      {"type", &Checker::type},
      {"const", &Checker::constant},
      {"enum", &Checker::enumeration},
      {"properties", &Checker::properties},
      {"additionalProperties", &Checker::additional_properties},
      {"propertyNames", &Checker::property_names},
      {"required", &Checker::required},
      {"items", &Checker::items},
      {"uniqueItems", &Checker::unique_items},
      {"pattern", &Checker::pattern},
      {"format", &Checker::format},
      {"allOf", &Checker::all_of},
      {"anyOf", &Checker::any_of},
      {"oneOf", &Checker::one_of},
      {"if", &Checker::if_then_else},
      {"minimum", &Checker::number<true>},
      {"maximum", &Checker::number<false>},
      {"minLength", &Checker::length<true>},
      {"maxLength", &Checker::length<false>},
      {"minItems", &Checker::item_count<true>},
      {"maxItems", &Checker::item_count<false>},
      {"minProperties", &Checker::property_count<true>},
      {"maxProperties", &Checker::property_count<false>},
  };
  return all;
}

void Checker::check(const json::value& schema, const json::value& instance, const std::string& at) {
  if (schema.is_bool()) {
    if (!schema.get_bool()) fail(at, "must not be there");
    return;
  }
  if (!schema.is_object()) return gap("neither an object nor a boolean");
  for (const auto& [name, argument] : schema.get_object()) {
    const auto rule = rules().find(view_of(name));
    if (rule == rules().end()) {
      gap("the keyword " + std::string(name) + " is not checked");
      continue;
    }
    (this->*rule->second)({schema.get_object(), argument, instance, at});
  }
}

void Checker::follow(const std::string& pointer, const json::value& instance, const std::string& at) {
  json::error_code lost;
  const json::value* const schema = document_.find_pointer(pointer, lost);
  if (schema == nullptr) return gap("nothing is at " + pointer);
  check(*schema, instance, at);
}

bool Checker::holds(const json::value& schema, const Spot& spot) {
  Checker silent(document_);
  silent.check(schema, spot.instance, spot.at);
  gaps_.insert(gaps_.end(), silent.gaps_.begin(), silent.gaps_.end());
  return silent.found_.empty();
}

std::size_t Checker::count_holding(const Spot& spot) {
  std::size_t count = 0;
  for (const auto& schema : spot.argument.as_array())
    count += holds(schema, spot) ? 1 : 0;
  return count;
}

void Checker::all_of(const Spot& spot) {
  for (const auto& schema : spot.argument.as_array())
    check(schema, spot.instance, spot.at);
}

void Checker::any_of(const Spot& spot) {
  if (count_holding(spot) == 0) fail(spot.at, "must fit one of several schemas, and fits none");
}

void Checker::one_of(const Spot& spot) {
  const std::size_t count = count_holding(spot);
  if (count != 1) fail(spot.at, "must fit exactly one of several schemas, and fits " + std::to_string(count));
}

void Checker::if_then_else(const Spot& spot) {
  const json::value* const next = spot.schema.if_contains(holds(spot.argument, spot) ? "then" : "else");
  if (next != nullptr) check(*next, spot.instance, spot.at);
}

std::vector<std::string> violations(const json::value& document, std::string_view schema,
                                    const json::value& instance) {
  const bool is_pointer = schema.starts_with('/');
  Checker checker(document);
  checker.follow((is_pointer ? "" : "/components/schemas/") + std::string(schema), instance, "");
  return checker.take();
}

}  // namespace tests::support
