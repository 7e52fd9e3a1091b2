#include "gateway/aggregate/views.hpp"

#include <algorithm>

namespace gateway::aggregate {
namespace {

bool is_same(const std::vector<std::weak_ptr<const UserList>>& lists, const std::vector<Part>& parts) {
  // A list that is gone compares as null, and so never equals one that is there.
  return std::ranges::equal(lists, parts,
                            [](const auto& list, const Part& part) { return list.lock() == part.list; });
}

}  // namespace

std::shared_ptr<const View> Views::find(const std::vector<Part>& parts, const std::string& question) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [](const Entry& entry) { return entry.view.expired(); });
  for (const Entry& entry : entries_) {
    if (entry.question != question || !is_same(entry.lists, parts)) continue;
    if (auto view = entry.view.lock()) return view;
  }
  return nullptr;
}

std::shared_ptr<const View> Views::of(std::vector<Part> parts, const std::string& question,
                                      const Selection& selection, Sort sort) {
  if (auto view = find(parts, question)) return view;
  Entry entry;
  for (const Part& part : parts)
    entry.lists.emplace_back(part.list);
  entry.question = question;
  auto view = std::make_shared<const View>(std::move(parts), selection, sort);
  entry.view = view;
  const std::lock_guard lock(mutex_);
  entries_.push_back(std::move(entry));
  return view;
}

}  // namespace gateway::aggregate
