// A value made from text, or why it cannot be: for the parsers that know nothing of files and places.
#pragma once

#include <boost/system/result.hpp>

#include <string>

namespace config {

struct Refusal {
  std::string message;  // what is wrong and what would be right; never the text itself
};

template <class T>
using Checked = boost::system::result<T, Refusal>;

}  // namespace config
