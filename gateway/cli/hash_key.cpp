#include "gateway/cli/command_line.hpp"
#include "gateway/steps/authenticate.hpp"
#include "schema/hex_text.hpp"
#include "schema/secret_text.hpp"

#include <openssl/rand.h>

#include <array>
#include <iostream>
#include <iterator>
#include <string>

namespace gateway::cli {

int hash_key(bool from_stdin) {
  std::string key;
  if (from_stdin) {
    key.assign(std::istreambuf_iterator<char>(std::cin), {});
    if (key.ends_with('\n')) key.pop_back();
    if (key.empty()) {
      std::cerr << "usher: hash-key --stdin: there is no key on standard input\n";
      return 2;
    }
  } else {
    std::array<unsigned char, 32> bytes;
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
      std::cerr << "usher: hash-key: the system gives no random bytes\n";
      return 1;
    }
    key = schema::hex_text(bytes);
    std::cout << "key: " << key << '\n';
  }
  std::cout << "api_key_sha256: " << schema::hex_text(steps::sha256(key)) << '\n';
  schema::wipe(key);
  return 0;
}

}  // namespace gateway::cli
