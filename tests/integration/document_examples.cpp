#include "tests/integration/document_examples.hpp"

#include "tests/integration/list_scene.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

namespace tests::integration {
namespace json = boost::json;

std::string kind_of(const std::string& at) {
  if (at.starts_with("/components/parameters/")) return "parameter";
  if (at.starts_with("/components/headers/")) return "header";
  if (at.starts_with("/components/responses/")) return "problem";
  const bool is_body = at.starts_with("/paths/") && at.find("/requestBody/") != at.npos;
  if (is_body) return at.find("users:batchCreate") != at.npos ? "batch" : "draft";
  if (at.starts_with("/paths/") && at.find("/responses/") != at.npos) return "answer";
  return "";
}

std::vector<support::Example> examples_of(std::string_view kind) {
  std::vector<support::Example> all;
  for (auto& example : support::examples(example_world().document())) {
    if (kind_of(example.at) == kind) all.push_back(example);
  }
  return all;
}

std::string last_of(const std::string& at) { return at.substr(at.rfind('/') + 1); }

std::string text_of(const json::value& value) {
  if (value.is_string()) return value.get_string().c_str();
  if (!value.is_array()) return json::serialize(value);
  std::string joined;
  for (const auto& item : value.get_array())
    joined += (joined.empty() ? "" : ",") + text_of(item);
  return joined;
}

json::object draft_named(std::string_view name) {
  for (const auto& draft : examples_of("draft")) {
    if (last_of(draft.at) == name) return draft.value->as_object();
  }
  FAIL("the document has no draft ", name);
  return {};
}

Answered post_example(const json::object& draft, const std::string& providers, support::Headers headers) {
  headers.emplace_back("Content-Type", "application/json");
  return example_world().ask({"POST",
                              "/v1/tenants/{tenant}/customers/{customer}/users",
                              "provider=" + providers,
                              std::move(headers),
                              json::serialize(draft),
                              {}});
}

json::object draft_of(std::string_view name, std::string_view person) {
  json::object draft = draft_named(name);
  for (const char* member : {"userPrincipalName", "email"}) {
    if (!draft.contains(member)) continue;
    const std::string address = text_at(draft, member);
    draft[member] = std::string(person) + address.substr(address.find('@'));
  }
  return draft;
}

}  // namespace tests::integration
