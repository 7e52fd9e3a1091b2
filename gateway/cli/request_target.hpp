// The path and query of a request to the API, percent-encoded piece by piece.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace gateway::cli {

std::string encoded(std::string_view text);

class RequestTarget {
 public:
  explicit RequestTarget(std::string path) : text_(std::move(path)) {}
  // A parameter; none where `value` is empty.
  RequestTarget& with(std::string_view name, std::string_view value);
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool has_query_ = false;
};

}  // namespace gateway::cli
