// A user of a test, with the text that it is of.
#pragma once

#include "gateway/cli/user_cells.hpp"

#include <boost/json/parse.hpp>

#include <string>
#include <utility>

namespace tests::cli {

struct Person {
  explicit Person(std::string json) : text(std::move(json)), value(boost::json::parse(text)) {}
  gateway::cli::ListedUser user(std::string_view customer = {}) const {
    return {customer, text, value.get_object()};
  }
  std::string text;
  boost::json::value value;
};

inline constexpr const char* ada =
    R"({"id":"partner_center:1","userPrincipalName":"ada@x.example","email":null,"displayName":"Ada, Countess",)"
    R"("state":"active","role":{"name":"Admin"},"groups":[{"id":"g1","name":"Sales"},{"id":"g2","name":null}],)"
    R"("sources":[{"provider":"partner_center","customerId":"c","id":"1"},)"
    R"({"provider":"cloud_cockpit","customerId":"d","id":"2"}]})";

}  // namespace tests::cli
