#include "tests/support/json_schema.hpp"

#include "tests/support/json_format.hpp"

#include <boost/json/serialize.hpp>

#include <cmath>
#include <map>

namespace tests::support {
namespace {

namespace json = boost::json;

std::string_view view_of(json::string_view text) { return {text.data(), text.size()}; }

bool is_integer(const json::value& value) {
  if (value.is_int64() || value.is_uint64()) return true;
  return value.is_double() && std::floor(value.get_double()) == value.get_double();
}

bool is_type(std::string_view type, const json::value& value) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_bool();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  return type == "integer" ? is_integer(value) : type == "number" && value.is_number();
}

const json::value* member(const json::object& object, std::string_view name) {
  return object.if_contains(name);
}

// One place in the schema against one place in the instance.
struct Spot {
  const json::object& schema;
  const json::value& argument;  // of the keyword
  const json::value& instance;
  const std::string& at;
};

class Checker {
 public:
  explicit Checker(const json::value& document) : document_(document) {}

  void check(const json::value& schema, const json::value& instance, const std::string& at);
  void follow(const std::string& pointer, const json::value& instance, const std::string& at);
  std::vector<std::string> take() {
    found_.insert(found_.end(), gaps_.begin(), gaps_.end());
    return std::move(found_);
  }

 private:
  using Rule = void (Checker::*)(const Spot&);
  static const std::map<std::string_view, Rule>& rules();

  void fail(const std::string& at, std::string_view what) { found_.push_back(at + ": " + std::string(what)); }
  void gap(std::string what) { gaps_.push_back("schema: " + std::move(what)); }
  // Judges without telling; what cannot be judged is told all the same.
  bool holds(const json::value& schema, const Spot& spot);
  std::size_t count_holding(const Spot& spot);
  void bound(const Spot& spot, bool is_kind, double size, bool is_minimum, std::string_view of_what);

  void note(const Spot&) {}
  void ref(const Spot& spot) {
    follow(std::string(view_of(spot.argument.as_string()).substr(1)), spot.instance, spot.at);
  }
  void type(const Spot& spot);
  void constant(const Spot& spot);
  void enumeration(const Spot& spot);
  void properties(const Spot& spot);
  void additional_properties(const Spot& spot);
  void property_names(const Spot& spot);
  void required(const Spot& spot);
  void items(const Spot& spot);
  void unique_items(const Spot& spot);
  void pattern(const Spot& spot);
  void format(const Spot& spot);
  void all_of(const Spot& spot);
  void any_of(const Spot& spot);
  void one_of(const Spot& spot);
  void if_then_else(const Spot& spot);
  template <bool is_minimum>
  void number(const Spot& spot);
  template <bool is_minimum>
  void length(const Spot& spot);
  template <bool is_minimum>
  void item_count(const Spot& spot);
  template <bool is_minimum>
  void property_count(const Spot& spot);

  const json::value& document_;
  std::vector<std::string> found_;
  std::vector<std::string> gaps_;
};

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

void Checker::type(const Spot& spot) {
  bool fits = spot.argument.is_string() && is_type(view_of(spot.argument.get_string()), spot.instance);
  if (spot.argument.is_array()) {
    for (const auto& one : spot.argument.get_array())
      fits = fits || is_type(view_of(one.as_string()), spot.instance);
  }
  if (!fits) fail(spot.at, "must be of the type " + json::serialize(spot.argument));
}

void Checker::constant(const Spot& spot) {
  if (spot.instance != spot.argument) fail(spot.at, "must be " + json::serialize(spot.argument));
}

void Checker::enumeration(const Spot& spot) {
  for (const auto& one : spot.argument.as_array()) {
    if (one == spot.instance) return;
  }
  fail(spot.at, "must be one of " + json::serialize(spot.argument));
}

void Checker::properties(const Spot& spot) {
  if (!spot.instance.is_object()) return;
  for (const auto& [name, schema] : spot.argument.as_object()) {
    const json::value* const value = spot.instance.get_object().if_contains(name);
    if (value != nullptr) check(schema, *value, spot.at + "/" + std::string(name));
  }
}

void Checker::additional_properties(const Spot& spot) {
  if (!spot.instance.is_object()) return;
  const json::value* const known = member(spot.schema, "properties");
  for (const auto& [name, value] : spot.instance.get_object()) {
    if (known != nullptr && known->as_object().contains(name)) continue;
    check(spot.argument, value, spot.at + "/" + std::string(name));
  }
}

void Checker::property_names(const Spot& spot) {
  if (!spot.instance.is_object()) return;
  for (const auto& entry : spot.instance.get_object()) {
    check(spot.argument, json::value(entry.key()), spot.at + "/" + std::string(entry.key()));
  }
}

void Checker::required(const Spot& spot) {
  if (!spot.instance.is_object()) return;
  for (const auto& name : spot.argument.as_array()) {
    if (spot.instance.get_object().contains(name.as_string())) continue;
    fail(spot.at, "must have the member " + std::string(view_of(name.as_string())));
  }
}

void Checker::items(const Spot& spot) {
  if (!spot.instance.is_array()) return;
  std::size_t place = 0;
  for (const auto& item : spot.instance.get_array())
    check(spot.argument, item, spot.at + "/" + std::to_string(place++));
}

void Checker::unique_items(const Spot& spot) {
  if (!spot.instance.is_array() || !spot.argument.as_bool()) return;
  const json::array& array = spot.instance.get_array();
  for (std::size_t i = 0; i < array.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (array[i] == array[j]) return fail(spot.at, "must not have one item twice");
    }
  }
}

void Checker::pattern(const Spot& spot) {
  if (!spot.instance.is_string()) return;
  const std::string expression(view_of(spot.argument.as_string()));
  if (!matches_pattern(expression, view_of(spot.instance.get_string())))
    fail(spot.at, "must match " + expression);
}

void Checker::format(const Spot& spot) {
  const std::string name(view_of(spot.argument.as_string()));
  const bool is_text = spot.instance.is_string();
  const auto fits = has_format(name, is_text ? view_of(spot.instance.get_string()) : std::string_view());
  if (!fits) return gap("the format " + name + " is not checked");
  if (is_text && !*fits) fail(spot.at, "must be a " + name);
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
  const json::value* const next = member(spot.schema, holds(spot.argument, spot) ? "then" : "else");
  if (next != nullptr) check(*next, spot.instance, spot.at);
}

void Checker::bound(const Spot& spot, bool is_kind, double size, bool is_minimum, std::string_view of_what) {
  if (!is_kind) return;
  const double limit = spot.argument.to_number<double>();
  if (is_minimum ? size >= limit : size <= limit) return;
  fail(spot.at, std::string(is_minimum ? "must be at least " : "must be at most ") +
                    json::serialize(spot.argument) + std::string(of_what));
}

template <bool is_minimum>
void Checker::number(const Spot& spot) {
  const bool is_kind = spot.instance.is_number();
  bound(spot, is_kind, is_kind ? spot.instance.to_number<double>() : 0, is_minimum, "");
}

template <bool is_minimum>
void Checker::length(const Spot& spot) {
  const bool is_kind = spot.instance.is_string();
  const std::size_t size = is_kind ? length_of(view_of(spot.instance.get_string())) : 0;
  bound(spot, is_kind, static_cast<double>(size), is_minimum, " characters long");
}

template <bool is_minimum>
void Checker::item_count(const Spot& spot) {
  const bool is_kind = spot.instance.is_array();
  const std::size_t size = is_kind ? spot.instance.get_array().size() : 0;
  bound(spot, is_kind, static_cast<double>(size), is_minimum, " items long");
}

template <bool is_minimum>
void Checker::property_count(const Spot& spot) {
  const bool is_kind = spot.instance.is_object();
  const std::size_t size = is_kind ? spot.instance.get_object().size() : 0;
  bound(spot, is_kind, static_cast<double>(size), is_minimum, " members large");
}

}  // namespace

std::vector<std::string> violations(const json::value& document, std::string_view schema,
                                    const json::value& instance) {
  const bool is_pointer = schema.starts_with('/');
  Checker checker(document);
  checker.follow((is_pointer ? "" : "/components/schemas/") + std::string(schema), instance, "");
  return checker.take();
}

}  // namespace tests::support
