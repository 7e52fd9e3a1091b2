// HTTP messages as adapters and codecs hold them: values, without I/O. Who sends them is http_client.hpp.
#pragma once

#include "adapters/wire_bytes.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters {

enum class Method : std::uint8_t { get, post };

class HttpRequest {
 public:
  HttpRequest(Method method, std::string target) : method_(method), target_(std::move(target)) {}

  Method method() const { return method_; }
  const std::string& target() const { return target_; }  // origin-form
  const std::vector<std::pair<std::string, std::string>>& headers() const { return headers_; }
  const std::string& body() const { return body_; }

  // The one way to an outgoing header value. A value with CR, LF, NUL or another control byte would let its
  // author write headers of their own: std::invalid_argument.
  void set_header(std::string_view name, std::string_view value);
  void set_body(std::string content_type, std::string body);
  // Wipes the body, which may hold a password, and the credential.
  ~HttpRequest();
  HttpRequest(const HttpRequest&) = default;
  HttpRequest(HttpRequest&&) noexcept = default;
  HttpRequest& operator=(const HttpRequest&) = default;
  HttpRequest& operator=(HttpRequest&&) noexcept = default;

 private:
  Method method_;
  std::string target_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::string body_;
};

struct HttpReply {
  unsigned status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  WireBytes body;
  std::string reason;  // the reason phrase; a provider may say why only there

  // The first value of the field, empty where there is none. `name` in lower case.
  std::string_view header(std::string_view name) const;
};

}  // namespace adapters
