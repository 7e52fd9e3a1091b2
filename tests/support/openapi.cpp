#include "tests/support/openapi.hpp"

#include "tests/support/json_schema.hpp"

#include <array>

namespace tests::support {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 8> methods = {"get",  "put",   "post",  "delete",
                                                     "head", "patch", "trace", "options"};

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return lower;
}

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals)
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
  return capitals;
}

const json::value* find(const json::value& document, const std::string& pointer) {
  json::error_code lost;
  return document.find_pointer(pointer, lost);
}

// Moves `pointer` on to what a reference there names.
const json::value* arrive(const json::value& document, std::string& pointer) {
  const json::value* there = find(document, pointer);
  while (there != nullptr && there->is_object() && there->get_object().contains("$ref")) {
    pointer = std::string(there->get_object().at("$ref").as_string()).substr(1);
    there = find(document, pointer);
  }
  return there;
}

// The pointer to the content of one media type of a response; empty where there is none.
std::string content_of(const json::value& document, std::string_view method, std::string_view path,
                       unsigned status, std::string_view media_type) {
  const std::string response = response_at(document, method, path, status);
  if (response.empty()) return {};
  const std::string pointer = pointer_to(response + "/content", media_type);
  return find(document, pointer) == nullptr ? std::string() : pointer;
}

void add_examples(const json::value& document, const json::object& holder, const std::string& at,
                  std::vector<Example>& found) {
  if (const json::value* const one = holder.if_contains("example"))
    found.push_back({at, at + "/schema", one});
  const json::value* const many = holder.if_contains("examples");
  if (many == nullptr) return;
  for (const auto& entry : many->as_object()) {
    std::string pointer = pointer_to(at + "/examples", entry.key());
    const json::value* const example = arrive(document, pointer);
    // One that leads nowhere is found by whoever asks for its value.
    found.push_back({pointer_to(at, entry.key()), at + "/schema",
                     example == nullptr ? &entry.value() : example->as_object().if_contains("value")});
  }
}

void walk(const json::value& document, const json::value& here, const std::string& at,
          std::vector<Example>& found) {
  if (here.is_array()) {
    std::size_t place = 0;
    for (const auto& item : here.get_array())
      walk(document, item, pointer_to(at, std::to_string(place++)), found);
  }
  if (!here.is_object()) return;
  const json::object& object = here.get_object();
  const bool holds_examples = object.contains("schema");
  if (holds_examples) add_examples(document, object, at, found);
  for (const auto& [name, value] : object) {
    const bool is_data = holds_examples && (name == "example" || name == "examples" || name == "schema");
    if (!is_data && name != "schemas") walk(document, value, pointer_to(at, name), found);
  }
}

}  // namespace

std::string pointer_to(std::string_view parent, std::string_view name) {
  std::string pointer = std::string(parent) + '/';
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

std::string response_at(const json::value& document, std::string_view method, std::string_view path,
                        unsigned status) {
  const std::string name = method == "HEAD" ? "get" : in_lower_case(method);
  std::string pointer =
      pointer_to(pointer_to(pointer_to("/paths", path), name) + "/responses", std::to_string(status));
  return arrive(document, pointer) == nullptr ? std::string() : pointer;
}

std::vector<Operation> operations(const json::value& document) {
  std::vector<Operation> all;
  for (const auto& [path, item] : document.at("paths").as_object()) {
    for (const std::string_view method : methods) {
      const json::value* const body = item.as_object().if_contains(method);
      if (body != nullptr) all.push_back({in_capitals(method), std::string(path), &body->as_object()});
    }
  }
  return all;
}

std::vector<const json::object*> parameters(const json::value& document, const Operation& operation,
                                            std::string_view in) {
  std::vector<const json::object*> all;
  const std::string path = pointer_to("/paths", operation.path);
  for (const std::string& holder : {path, pointer_to(path, in_lower_case(operation.method))}) {
    const json::value* const list = find(document, holder + "/parameters");
    if (list == nullptr) continue;
    for (std::size_t i = 0; i < list->as_array().size(); ++i) {
      std::string pointer = pointer_to(holder + "/parameters", std::to_string(i));
      const json::object& parameter = arrive(document, pointer)->as_object();
      if (parameter.at("in").as_string() == in) all.push_back(&parameter);
    }
  }
  return all;
}

std::string schema_of_response(const json::value& document, std::string_view method,
                               std::string_view path_template, unsigned status) {
  for (const std::string_view media_type : {"application/json", "application/problem+json"}) {
    const std::string content = content_of(document, method, path_template, status, media_type);
    if (!content.empty()) return content + "/schema";
  }
  return {};
}

std::vector<std::string> problem_codes_of_response(const json::value& document, std::string_view method,
                                                   std::string_view path_template, unsigned status) {
  std::vector<std::string> codes;
  const std::string content = content_of(document, method, path_template, status, "application/problem+json");
  if (content.empty()) return codes;
  std::vector<Example> listed;
  add_examples(document, find(document, content)->as_object(), content, listed);
  for (const Example& example : listed)
    codes.emplace_back(example.value->at("code").as_string());
  return codes;
}

std::vector<Example> examples(const json::value& document) {
  std::vector<Example> found;
  walk(document, document, "", found);
  return found;
}

}  // namespace tests::support
