// Equal lists that were read in one flight have the same bytes: the first is rendered, the others share it
// for as long as somebody is still writing it. Nothing is kept beyond that, so it is no cache: who comes
// later has the providers asked again. Shared by all threads; the one lock on a list's way, held for a look
// at a few pointers.
#pragma once

#include "gateway/aggregate/gather.hpp"
#include "gateway/call.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gateway::steps {

class SharedLists {
 public:
  // As render_list().
  Answer answer(const aggregate::Gathered& gathered, std::size_t limit);

 private:
  struct Entry {
    std::vector<std::weak_ptr<const aggregate::UserList>> lists;  // by precedence
    std::size_t limit = 0;
    std::weak_ptr<const Answer> answer;
  };

  std::shared_ptr<const Answer> find(const aggregate::Gathered& gathered, std::size_t limit);

  std::mutex mutex_;
  std::vector<Entry> entries_;
};

}  // namespace gateway::steps
