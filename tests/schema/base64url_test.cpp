#include "schema/base64url.hpp"

#include <doctest/doctest.h>

namespace schema {

TEST_CASE("base64url has one text for each sequence of bytes, and reads no other") {
  for (const auto& [bytes, text] : {std::pair<std::string, const char*>{"", ""},
                                    {"f", "Zg"},
                                    {"fo", "Zm8"},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg"},
                                    {"\xff\xef", "_-8"}}) {
    CAPTURE(text);
    CHECK(encode_base64url(bytes) == text);
    CHECK(decode_base64url(text) == bytes);
  }
  for (const char* wrong : {"A", "AAAAA", "_-9", "/+8", "_-8=", "Zm 9", "Zm9v\n", "AB"}) {
    CAPTURE(wrong);
    CHECK(!decode_base64url(wrong));
  }
}

TEST_CASE("base64url brings every byte back, whatever stands beside it") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    CHECK(decode_base64url(encode_base64url(bytes)) == bytes);
  }
}

}  // namespace schema
