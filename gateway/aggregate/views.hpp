// Equal lists that were read in one flight are one View: the first to come makes it, the others share it for
// as long as somebody needs it. Nothing is kept beyond that, so it is no cache: who comes later has the
// providers asked again. Shared by all threads; its lock is held for a look at a few pointers.
#pragma once

#include "gateway/aggregate/view.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gateway::aggregate {

class Views {
 public:
  // `question`: whatever of the request decides what the view shows, as text (the tenant's and customer's
  // part is in the lists).
  std::shared_ptr<const View> of(std::vector<Part> parts, const std::string& question,
                                 const Selection& selection, Sort sort);

 private:
  struct Entry {
    std::vector<std::weak_ptr<const UserList>> lists;  // by precedence
    std::string question;
    std::weak_ptr<const View> view;
  };

  std::shared_ptr<const View> find(const std::vector<Part>& parts, const std::string& question);

  std::mutex mutex_;
  std::vector<Entry> entries_;
};

}  // namespace gateway::aggregate
