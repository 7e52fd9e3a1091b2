// The OpenAPI document that this program serves, and the ways into it that its tests share.
#pragma once

#include "gateway/openapi_document.hpp"
#include "gateway/steps/route.hpp"
#include "tests/support/openapi.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tests::gateway_openapi {

inline const boost::json::value& document() {
  static const boost::json::value parsed = boost::json::parse(gateway::openapi_json());
  return parsed;
}

inline const boost::json::object& schema_named(std::string_view name) {
  return document().at("components").at("schemas").at(name).as_object();
}

inline std::vector<std::string> texts_of(const boost::json::value& array) {
  std::vector<std::string> texts;
  for (const auto& text : array.as_array())
    texts.emplace_back(text.as_string());
  return texts;
}

inline support::Operation operation_of(gateway::steps::RouteId id) {
  const auto& row = gateway::steps::route_table()[static_cast<std::size_t>(id)];
  for (const auto& operation : support::operations(document())) {
    if (operation.method == row.method && operation.path == row.path_template) return operation;
  }
  FAIL("the document does not have ", row.method, " ", row.path_template);
  return {};
}

}  // namespace tests::gateway_openapi
