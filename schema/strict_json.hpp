// RFC 8259 to the letter, for bodies from outside: Boost.JSON behind a handler that also refuses duplicate
// names (escaped spellings too), numbers that are no finite double, a BOM, depth past the limit and trailing
// bytes. Mistakes carry their offset, never the offending value.
#pragma once

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace schema {

struct JsonMistake {
  std::size_t offset = 0;  // in bytes, into the body
  std::string detail;
};

boost::system::result<boost::json::value, JsonMistake> parse_strict_json(std::string_view body,
                                                                         std::size_t max_depth);

}  // namespace schema
