// What a log wrote into a file, one event a line; for tests. The log has ended by now.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

namespace gateway::observe {

inline std::vector<boost::json::object> written_events(std::FILE* file) {
  std::rewind(file);
  std::string text;
  for (int byte = std::fgetc(file); byte != EOF; byte = std::fgetc(file))
    text += static_cast<char>(byte);
  std::vector<boost::json::object> events;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    events.push_back(boost::json::parse(line).as_object());
  return events;
}

}  // namespace gateway::observe
