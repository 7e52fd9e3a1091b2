// Which members a JSON value has, wherever its schema is closed: to say that two values are of one shape.
#pragma once

#include <boost/json/value.hpp>

#include <set>
#include <string>

namespace tests::support {

// The places of all members, such as "/items/*/email", but none inside an object that its schema leaves open.
// `value` fits the schema, which is a pointer as for violations().
std::set<std::string> members_of(const boost::json::value& document, const std::string& schema,
                                 const boost::json::value& value);

}  // namespace tests::support
