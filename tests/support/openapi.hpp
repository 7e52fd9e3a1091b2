// Finds its way in an OpenAPI document: operations, responses and examples, with references followed. What is
// returned as a pointer or view lives as long as the document.
#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tests::support {

struct Operation {
  std::string method;  // "GET"
  std::string path;    // the template
  const boost::json::object* body;
};

// In the document's order.
std::vector<Operation> operations(const boost::json::value& document);
// Of the path and of the operation itself, by where they are: "query", "path", "header".
std::vector<const boost::json::object*> parameters(const boost::json::value& document,
                                                   const Operation& operation, std::string_view in);

// A pointer to a response, its reference followed; empty: no such response. HEAD is as GET.
std::string response_at(const boost::json::value& document, std::string_view method,
                        std::string_view path_template, unsigned status);
// One more reference token of RFC 6901.
std::string pointer_to(std::string_view parent, std::string_view name);
// A pointer to the schema of a response's JSON, for violations(); empty: no such response, or not JSON.
std::string schema_of_response(const boost::json::value& document, std::string_view method,
                               std::string_view path_template, unsigned status);
// The problem codes that the document lists for a response, by its examples.
std::vector<std::string> problem_codes_of_response(const boost::json::value& document,
                                                   std::string_view method, std::string_view path_template,
                                                   unsigned status);

struct Example {
  std::string at;      // where it is, as a JSON pointer
  std::string schema;  // a JSON pointer
  const boost::json::value* value;
};

// Every example of a body, a parameter and a header.
std::vector<Example> examples(const boost::json::value& document);

}  // namespace tests::support
