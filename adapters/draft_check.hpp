// Collects what a provider would refuse of a draft. Adapters' draft rules are written with it: one line a
// rule.
#pragma once

#include "schema/problem.hpp"
#include "schema/user_draft.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace adapters {

class DraftCheck {
 public:
  explicit DraftCheck(const schema::UserDraft& draft) : draft_(draft) {}

  // Each adds at most one mistake. Lengths count UTF-16 code units, as the providers do.
  void require(schema::DraftField field);
  void limit(schema::DraftField field, std::size_t longest);
  // Runs `is_good` on the text, where there is one that is not blank, and says `detail` where it is not.
  void match(schema::DraftField field, bool (*is_good)(std::string_view), std::string detail);
  void mistake(std::string pointer, std::string reason, std::string detail);

  std::vector<schema::FieldError> take() { return std::move(errors_); }

 private:
  const schema::UserDraft& draft_;
  std::vector<schema::FieldError> errors_;
};

bool is_blank(std::string_view text);  // empty, or nothing but white space
std::size_t utf16_length(std::string_view utf8);
// "/displayName"
std::string pointer_to(schema::DraftField field);

}  // namespace adapters
