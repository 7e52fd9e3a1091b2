#include "gateway/cli/wrong_usage.hpp"

#include "gateway/cli/terminal_text.hpp"

#include <iostream>

namespace gateway::cli {

int wrong_usage(std::string_view command, const std::string& why) {
  std::cerr << "usher: " << command << ": " << visible(why) << '\n';
  return 2;
}

}  // namespace gateway::cli
