// Looks for secrets in what a program lets out, also where they are written another way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {

class Canaries {
 public:
  // `what`: its name in a test's message. The first eight characters count as well where `distinct_start`:
  // they are no ordinary word.
  void add(std::string what, std::string_view secret, bool distinct_start);
  // Of a key in PEM: each line that has something private in it, and each private number, however written.
  void add_private_key(const std::string& what, const std::string& pem);
  // What of it stands in `text`, a line each: "the password, in base64, after: ..."; empty: nothing.
  std::string leaks_in(std::string_view text) const;

 private:
  struct Form {
    std::string what;
    std::string bytes;
  };
  void add_form(std::string what, std::string bytes);
  std::vector<Form> forms_;
};

std::string percent_encoded(std::string_view text, bool in_capitals = true);
std::string json_escaped(std::string_view text);  // without its quotes

}  // namespace tests::integration
