#include "adapters/draft_check.hpp"

#include <algorithm>

namespace adapters {

namespace {

const std::string* text_of(const schema::UserDraft& draft, schema::DraftField field) {
  const auto* text = draft.text(field);
  return text && *text ? &**text : nullptr;
}

}  // namespace

void DraftCheck::require(schema::DraftField field) {
  const std::string* text = text_of(draft_, field);
  if (text && !is_blank(*text)) return;
  mistake(pointer_to(field), "required", std::string(name_of(field)) + " is required.");
}

void DraftCheck::limit(schema::DraftField field, std::size_t longest) {
  const std::string* text = text_of(draft_, field);
  if (!text || utf16_length(*text) <= longest) return;
  mistake(pointer_to(field), "too_long",
          std::string(name_of(field)) + " has at most " + std::to_string(longest) + " characters.");
}

void DraftCheck::match(schema::DraftField field, bool (*is_good)(std::string_view), std::string detail) {
  const std::string* text = text_of(draft_, field);
  const bool is_mere_blanks = text && !text->empty() && is_blank(*text);
  if (!text || (is_good(*text) && !is_mere_blanks)) return;
  const std::string pointer = pointer_to(field);
  const auto says_required = [&](const schema::FieldError& error) {
    return error.pointer == pointer && error.reason == "required";
  };
  if (std::ranges::any_of(errors_, says_required)) return;
  mistake(pointer_to(field), "invalid_syntax", std::move(detail));
}

void DraftCheck::mistake(std::string pointer, std::string reason, std::string detail) {
  errors_.push_back({std::move(pointer), {}, {}, std::move(reason), std::move(detail)});
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

std::size_t utf16_length(std::string_view utf8) {
  std::size_t length = 0;
  for (const char byte : utf8) {
    const auto value = static_cast<unsigned char>(byte);
    const bool begins = (value & 0xc0) != 0x80;
    length += begins ? 1 : 0;
    length += value >= 0xf0 ? 1 : 0;  // a surrogate pair
  }
  return length;
}

std::string pointer_to(schema::DraftField field) { return "/" + std::string(name_of(field)); }

}  // namespace adapters
