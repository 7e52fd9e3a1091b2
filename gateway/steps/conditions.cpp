#include "gateway/steps/conditions.hpp"

namespace gateway::steps {
namespace {

std::string_view without_weakness(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  return tag;
}

// Weak comparison, the only one that If-None-Match has. A tag's text holds no quote (RFC 9110, 8.8.3).
bool names(std::string_view list, std::string_view tag) {
  const std::string_view wanted = without_weakness(tag);
  const auto skip = [&list] {
    const auto begin = list.find_first_not_of(" \t,");
    list.remove_prefix(begin == std::string_view::npos ? list.size() : begin);
  };
  for (skip(); !list.empty(); skip()) {
    if (list.front() == '*') return true;
    list = without_weakness(list);
    const auto end = list.starts_with('"') ? list.find('"', 1) : std::string_view::npos;
    // Not a list of tags: it names none.
    if (end == std::string_view::npos) return false;
    if (list.substr(0, end + 1) == wanted) return true;
    list.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace

void apply_conditions(Answer& answer, std::string_view if_none_match) {
  if (answer.etag.empty()) return;
  answer.headers.emplace_back("ETag", answer.etag);
  if (answer.status != 200 || !names(if_none_match, answer.etag)) return;
  answer.status = 304;
  answer.content_type.clear();
  answer.shared_body.reset();
  answer.body.clear();
}

}  // namespace gateway::steps
