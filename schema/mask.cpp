#include "schema/mask.hpp"

#include "schema/ascii.hpp"
#include "schema/secret_text.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace schema {
namespace {

constexpr std::size_t shortest = 3;

std::string in_json(std::string_view secret) {
  std::string form;
  form.reserve(2 * secret.size());
  for (const char c : secret) {
    if (c == '"' || c == '\\') form += '\\';
    form += c;
  }
  return form;
}

// application/x-www-form-urlencoded, as the requests to a token service are.
std::string in_form(std::string_view secret) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view kept = "*-._";
  std::string form;
  form.reserve(3 * secret.size());
  for (const char c : secret) {
    if (is_letter_or_digit(c) || kept.find(c) != kept.npos) {
      form += c;
    } else if (c == ' ') {
      form += '+';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      form.append({'%', digits[byte >> 4], digits[byte & 0xf]});
    }
  }
  return form;
}

}  // namespace

std::string mask(std::string text, std::span<const std::string_view> secrets) {
  if (text.size() < shortest) return text;
  std::vector<std::string> forms;
  // Never grows: a growing vector would leave secrets behind in freed memory.
  forms.reserve(3 * secrets.size());
  const auto add = [&forms](std::string form) {
    if (std::ranges::find(forms, form) == forms.end()) forms.push_back(std::move(form));
    wipe(form);
  };
  for (const std::string_view secret : secrets) {
    if (secret.size() < shortest) continue;
    add(std::string(secret));
    add(in_json(secret));
    add(in_form(secret));
  }
  // The longest first: masking a part of a secret would let the rest of it show.
  std::ranges::sort(forms, std::greater<>(), &std::string::size);
  for (std::string& form : forms) {
    for (std::size_t at = text.find(form); at != std::string::npos; at = text.find(form, at + 3)) {
      text.replace(at, form.size(), "***");
    }
    wipe(form);
  }
  return text;
}

}  // namespace schema
