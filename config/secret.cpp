#include "config/plain_text.hpp"
#include "config/reading.hpp"
#include "config/value.hpp"
#include "schema/ascii.hpp"

namespace config {

namespace {

constexpr std::size_t max_secret_bytes = 64 * 1024;
constexpr const char* forms = "${env:NAME} or ${file:PATH}";

// A secret on its way: found, or why not.
struct Found {
  schema::SecretText secret;
  std::string mistake;
};

Found refused(std::string mistake) { return {schema::SecretText(), std::move(mistake)}; }

bool is_variable_name(std::string_view name) {
  const auto letter = [](char c) { return schema::is_letter(c) || c == '_'; };
  if (name.empty() || !letter(name.front())) return false;
  for (const char c : name) {
    if (!letter(c) && !schema::is_digit(c)) return false;
  }
  return true;
}

void cut_newline(std::string& bytes) {
  if (!bytes.ends_with('\n')) return;
  bytes.pop_back();
  if (bytes.ends_with('\r')) bytes.pop_back();
}

Found from_variable(const Reading& reading, const std::string& name) {
  if (!is_variable_name(name)) return refused("must be ${env:NAME} with the name of an environment variable");
  auto value = reading.environment.variable(name);
  if (!value) return refused("the environment variable " + quoted(name) + " is not set: set it");
  cut_newline(*value);
  if (value->empty()) return refused("the environment variable " + quoted(name) + " is empty: set it");
  return {schema::SecretText(std::move(*value)), ""};
}

// A file of exactly `whole` bytes is taken as it is: a key may end with any byte.
Found from_file(const Reading& reading, const std::string& written, std::size_t whole) {
  if (written.empty()) return refused("must be ${file:PATH} with the path of a file");
  const std::string path = reading.resolve(written);
  FileRead read = reading.environment.read_file(path, max_secret_bytes);
  if (!read.error.empty()) return refused("the file " + quoted(path) + " cannot be read: " + read.error);
  if (read.too_big) return refused("the file " + quoted(path) + " is bigger than 64 KiB: it is no secret");
  if (read.bytes.size() != whole) cut_newline(read.bytes);
  schema::SecretText bytes(std::move(read.bytes));
  if ((read.mode & 04u) != 0 && !reading.allow_world_readable) {
    return refused("the file " + quoted(path) +
                   " is readable by everybody: chmod o-r it, or set `secrets: {allow_world_readable: true}`");
  }
  if (bytes.empty()) return refused("the file " + quoted(path) + " is empty: write the secret into it");
  return {std::move(bytes), ""};
}

Found find_secret(const Reading& reading, const std::string& text, std::size_t whole = 0) {
  constexpr std::string_view env = "${env:";
  constexpr std::string_view file = "${file:";
  if (text.starts_with("${")) {
    if (text.ends_with('}') && text.starts_with(env)) {
      return from_variable(reading, text.substr(env.size(), text.size() - env.size() - 1));
    }
    if (text.ends_with('}') && text.starts_with(file)) {
      return from_file(reading, text.substr(file.size(), text.size() - file.size() - 1), whole);
    }
    return refused(std::string("must be ") + forms + ", and nothing else");
  }
  if (!reading.allow_inline_secrets) {
    return refused(std::string("is a secret in clear: write ") + forms +
                   ", or set `allow_inline_secrets: true` for a demo");
  }
  if (text.empty()) return refused(std::string("is empty: write ") + forms);
  return {schema::SecretText(text), ""};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> from_hex(std::string_view digits) {
  std::string bytes;
  bytes.reserve(digits.size() / 2);
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    const int high = hex_digit(digits[i]);
    const int low = hex_digit(digits[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

}  // namespace

std::optional<schema::SecretText> Value::key(std::size_t bytes) const {
  const std::string* text = scalar(forms);
  if (text == nullptr) return std::nullopt;
  Found found = find_secret(*reading_, *text, bytes);
  if (found.mistake.empty() && found.secret.reveal().size() != bytes) {
    auto decoded = found.secret.reveal().size() == 2 * bytes ? from_hex(found.secret.reveal()) : std::nullopt;
    if (decoded) {
      found.secret = schema::SecretText(std::move(*decoded));
    } else {
      found.mistake = "must be a key of " + std::to_string(bytes) + " bytes, or the " +
                      std::to_string(2 * bytes) + " hexadecimal digits of one";
    }
  }
  if (!found.mistake.empty()) {
    mistake(std::move(found.mistake));
    return std::nullopt;
  }
  effective_->set_text("***");
  return std::move(found.secret);
}

std::optional<schema::SecretText> Value::secret() const {
  const std::string* text = scalar(forms);
  if (text == nullptr) return std::nullopt;
  Found found = find_secret(*reading_, *text);
  if (found.mistake.empty() && has_control_character(found.secret.reveal())) {
    found.mistake = "holds a line break or another control character: a secret is one line";
  }
  if (!found.mistake.empty()) {
    mistake(std::move(found.mistake));
    return std::nullopt;
  }
  effective_->set_text("***");
  return std::move(found.secret);
}

}  // namespace config
