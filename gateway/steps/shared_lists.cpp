#include "gateway/steps/shared_lists.hpp"

#include "gateway/steps/render.hpp"

#include <algorithm>

namespace gateway::steps {
namespace {

bool is_same(const std::vector<std::weak_ptr<const aggregate::UserList>>& lists,
             const std::vector<aggregate::Part>& parts) {
  // A list that is gone compares as null, and so never equals one that is there.
  return std::ranges::equal(
      lists, parts, [](const auto& list, const aggregate::Part& part) { return list.lock() == part.list; });
}

// The bytes are the body of somebody's Answer, kept alive through it.
Answer share(const std::shared_ptr<const Answer>& rendered) {
  Answer answer;
  answer.status = rendered->status;
  answer.content_type = rendered->content_type;
  answer.headers = rendered->headers;
  answer.shared_body = std::shared_ptr<const std::string>(rendered, &rendered->body);
  return answer;
}

}  // namespace

std::shared_ptr<const Answer> SharedLists::find(const aggregate::Gathered& gathered, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [](const Entry& entry) { return entry.answer.expired(); });
  for (const Entry& entry : entries_) {
    if (entry.limit == limit && is_same(entry.lists, gathered.parts)) return entry.answer.lock();
  }
  return nullptr;
}

Answer SharedLists::answer(const aggregate::Gathered& gathered, std::size_t limit) {
  // A provider that failed or was not there stands in the answer too, with this request's correlation id.
  if (gathered.parts.size() != gathered.outcomes.size()) return render_list(gathered, limit);
  if (const auto rendered = find(gathered, limit)) return share(rendered);
  const auto rendered = std::make_shared<const Answer>(render_list(gathered, limit));
  Entry entry;
  for (const auto& part : gathered.parts)
    entry.lists.emplace_back(part.list);
  entry.limit = limit;
  entry.answer = rendered;
  {
    const std::lock_guard lock(mutex_);
    entries_.push_back(std::move(entry));
  }
  return share(rendered);
}

}  // namespace gateway::steps
