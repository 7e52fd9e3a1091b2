#include "tests/emulator/control_body.hpp"

#include <boost/json.hpp>

#include <stdexcept>

namespace tests::emulator {

namespace json = boost::json;

void refuse_control(const std::string& what) { throw std::invalid_argument(what); }

json::object body_of_control(const Request& request) {
  if (request.body.empty()) return {};
  boost::system::error_code failed;
  json::value parsed = json::parse(request.body, failed);
  if (failed || !parsed.is_object()) refuse_control("the body must be a JSON object");
  return std::move(parsed.get_object());
}

std::string required_text(const json::object& body, std::string_view name) {
  const json::value* value = body.if_contains(name);
  if (value == nullptr || !value->is_string()) refuse_control("'" + std::string(name) + "' must be a string");
  return std::string(value->get_string());
}

std::optional<std::size_t> count_member(const json::object& body, std::string_view name) {
  const json::value* value = body.if_contains(name);
  if (value != nullptr && value->is_object()) value = value->get_object().if_contains("count");
  if (value == nullptr) return std::nullopt;
  if (!value->is_int64() || value->get_int64() < 0 || value->get_int64() > 1000000) {
    refuse_control("'" + std::string(name) + "' must be a number from 0 to 1000000");
  }
  return static_cast<std::size_t>(value->get_int64());
}

std::int64_t number_member(const json::object& body, std::string_view name, std::int64_t initial) {
  const json::value* value = body.if_contains(name);
  if (value == nullptr) return initial;
  if (!value->is_int64()) refuse_control("'" + std::string(name) + "' must be a whole number");
  return value->get_int64();
}

bool flag_member(const json::object& body, std::string_view name, bool initial) {
  const json::value* value = body.if_contains(name);
  if (value == nullptr) return initial;
  if (!value->is_bool()) refuse_control("'" + std::string(name) + "' must be true or false");
  return value->get_bool();
}

}  // namespace tests::emulator
