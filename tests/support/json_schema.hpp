// Holds JSON to the schemas of an OpenAPI 3.1 document, by those keywords of JSON Schema 2020-12 that ours
// uses. For tests of the document itself and of what a running gateway answers. A keyword or format that is
// not known here is a violation as well: a promise that nobody checks must not look kept.
#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tests::support {

// What is wrong with `instance`, each as "/items/0/id: what"; empty: nothing. `schema` is the name of one
// under components/schemas, or a JSON pointer into the document, as schema_of_response() gives it.
std::vector<std::string> violations(const boost::json::value& document, std::string_view schema,
                                    const boost::json::value& instance);

}  // namespace tests::support
