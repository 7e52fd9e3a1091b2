#include "gateway/cli/batch_body.hpp"

#include "schema/json_text.hpp"

namespace gateway::cli {
namespace {

constexpr std::string_view begin = "{\"items\":[";
constexpr std::string_view end = "]}";

}  // namespace

BatchBody::BatchBody() {
  text_.reserve(most_bytes);
  text_ = begin;
}

bool BatchBody::add(std::string_view key, std::string_view draft) {
  std::string before = size_ == 0 ? "{\"idempotencyKey\":" : ",{\"idempotencyKey\":";
  schema::append_json_string(before, key);
  before += ",\"user\":";
  const std::size_t bytes = text_.size() + before.size() + draft.size() + 1 + end.size();
  if (size_ > 0 && (size_ == most_items || bytes > most_bytes)) return false;
  text_.append(before).append(draft).append("}");
  ++size_;
  return true;
}

std::string_view BatchBody::finish() {
  text_ += end;
  return text_;
}

}  // namespace gateway::cli
