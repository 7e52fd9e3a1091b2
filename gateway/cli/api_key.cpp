#include "gateway/cli/api_key.hpp"

#include "schema/ascii.hpp"

#include <algorithm>
#include <utility>

namespace gateway::cli {
namespace {

constexpr std::size_t max_key_bytes = 4096;
constexpr const char* default_variable = "USHER_API_KEY";

void cut_newline(std::string& bytes) {
  if (!bytes.ends_with('\n')) return;
  bytes.pop_back();
  if (bytes.ends_with('\r')) bytes.pop_back();
}

}  // namespace

std::string KeySource::to_string() const {
  if (!file.empty()) return "the file " + file;
  return "the variable " + (variable.empty() ? std::string(default_variable) : variable);
}

config::Checked<schema::SecretText> read_api_key(const KeySource& source,
                                                 const config::Environment& environment) {
  std::string bytes;
  if (!source.file.empty()) {
    config::FileRead read = environment.read_file(source.file, max_key_bytes);
    if (!read.error.empty()) return config::Refusal{source.to_string() + " cannot be read: " + read.error};
    if (read.too_big) return config::Refusal{source.to_string() + " is bigger than 4 KiB: it is no key"};
    bytes = std::move(read.bytes);
    if ((read.mode & 04u) != 0) {
      schema::wipe(bytes);
      return config::Refusal{source.to_string() + " is readable by everybody: chmod o-r it"};
    }
  } else {
    auto value = environment.variable(source.variable.empty() ? default_variable : source.variable);
    if (source.variable.empty() && (!value || value->empty())) return schema::SecretText();
    if (!value) return config::Refusal{source.to_string() + " is not set"};
    bytes = std::move(*value);
  }
  cut_newline(bytes);
  schema::SecretText key(std::move(bytes));
  if (key.empty()) return config::Refusal{source.to_string() + " is empty: it should hold the key"};
  const bool is_visible = std::ranges::all_of(key.reveal(), schema::is_visible);
  if (!is_visible) {
    return config::Refusal{source.to_string() +
                           " holds no key: a key has neither spaces nor control characters"};
  }
  return key;
}

}  // namespace gateway::cli
