// The examples of the published document by what they are of, and its drafts posted as other people.
#pragma once

#include "tests/integration/example_world.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {

// "parameter", "header", "problem", "draft", "batch" or "answer", by where an example stands; empty: none of
// them.
std::string kind_of(const std::string& at);
std::vector<support::Example> examples_of(std::string_view kind);
// The last reference token of a JSON pointer.
std::string last_of(const std::string& at);
// A parameter's value as it stands in a request.
std::string text_of(const boost::json::value& value);

boost::json::object draft_named(std::string_view name);
// The same draft of somebody else.
boost::json::object draft_of(std::string_view name, std::string_view person);
Answered post_example(const boost::json::object& draft, const std::string& providers,
                      support::Headers headers = {});

}  // namespace tests::integration
