// A filter that must parse; the test says which did not, and why.
#pragma once

#include "schema/filter.hpp"

#include <doctest/doctest.h>

#include <string_view>

namespace tests::schema_filters {

inline schema::Filter parsed(std::string_view text) {
  auto filter = schema::Filter::parse(text);
  INFO(text);
  REQUIRE_MESSAGE(filter.has_value(), filter.error().detail);
  return *filter;
}

}  // namespace tests::schema_filters
