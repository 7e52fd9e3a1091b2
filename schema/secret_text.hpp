// A password, token or key while it must be in memory: cannot be printed, compared or copied by accident, and
// its bytes are wiped when it goes. `reveal()` is the one way to them, so that a reviewer can list every use.
#pragma once

#include <string>
#include <string_view>

namespace schema {

class SecretText {
 public:
  SecretText() = default;
  // Takes the bytes over and wipes what a move leaves behind in `value` (a short string's own buffer).
  explicit SecretText(std::string&& value) noexcept;
  // A copy; the caller's own stays the caller's to wipe.
  explicit SecretText(const std::string& value) : value_(value) {}
  SecretText(SecretText&& other) noexcept;
  SecretText& operator=(SecretText&& other) noexcept;
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  ~SecretText();

  // A deliberate copy, for a holder that outlives this one.
  SecretText duplicate() const { return SecretText(value_); }
  bool empty() const { return value_.empty(); }
  std::string_view reveal() const { return value_; }

 private:
  std::string value_;
};

// Overwrites the whole buffer in a way that the compiler keeps, and leaves the string empty.
void wipe(std::string& bytes) noexcept;

}  // namespace schema
