#include "tests/support/json_checker.hpp"
#include "tests/support/json_format.hpp"

#include <boost/json/serialize.hpp>

#include <cmath>

namespace tests::support {
namespace json = boost::json;
namespace {

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

}  // namespace

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
  const json::value* const known = spot.schema.if_contains("properties");
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

// What the table of json_schema.cpp names.
template void Checker::number<true>(const Spot&);
template void Checker::number<false>(const Spot&);
template void Checker::length<true>(const Spot&);
template void Checker::length<false>(const Spot&);
template void Checker::item_count<true>(const Spot&);
template void Checker::item_count<false>(const Spot&);
template void Checker::property_count<true>(const Spot&);
template void Checker::property_count<false>(const Spot&);

}  // namespace tests::support
