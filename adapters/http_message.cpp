#include "adapters/http_message.hpp"

#include "schema/secret_text.hpp"

#include <algorithm>
#include <stdexcept>

namespace adapters {

void HttpRequest::set_header(std::string_view name, std::string_view value) {
  const auto is_control = [](unsigned char byte) { return (byte < 0x20 && byte != '\t') || byte == 0x7f; };
  if (std::ranges::any_of(value, is_control)) {
    throw std::invalid_argument("control byte in the value of an outgoing header: " + std::string(name));
  }
  for (auto& [present, old] : headers_) {
    if (present != name) continue;
    // It may have been a token, and assigning may leave its buffer behind.
    schema::wipe(old);
    old = value;
    return;
  }
  headers_.emplace_back(name, value);
}

void HttpRequest::set_body(std::string content_type, std::string body) {
  set_header("Content-Type", content_type);
  body_ = std::move(body);
}

HttpRequest::~HttpRequest() {
  schema::wipe(body_);
  for (auto& [name, value] : headers_) {
    if (name == "Authorization") schema::wipe(value);
  }
}

std::string_view HttpReply::header(std::string_view name) const {
  for (const auto& [present, value] : headers) {
    if (present == name) return value;
  }
  return {};
}

}  // namespace adapters
