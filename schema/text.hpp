// A piece of text as a provider sent it: a nullable view of decoded UTF-8 that somebody else owns (the page
// it came with). Codecs make them, merge compares them, render copies them; nobody decodes twice.
#pragma once

#include <cstdint>
#include <string_view>

namespace schema {

class Text {
 public:
  enum class Origin : std::uint8_t {
    given,    // the provider said so
    derived,  // an adapter made it from other fields; any given value beats it
  };

  constexpr Text() = default;  // null
  // `plain`: no byte needs a JSON escape, so it can be written between quotes as it stands.
  constexpr Text(std::string_view utf8, bool plain, Origin origin = Origin::given)
      : data_(utf8.data()), size_(static_cast<std::uint32_t>(utf8.size())), plain_(plain), origin_(origin) {}

  constexpr bool is_null() const { return data_ == nullptr; }
  constexpr bool is_plain() const { return plain_; }
  constexpr bool is_derived() const { return origin_ == Origin::derived; }
  constexpr std::string_view view() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::uint32_t size_ = 0;
  bool plain_ = false;
  Origin origin_ = Origin::given;
};

}  // namespace schema
