// Creating one person in one or more providers: look the person up in all of them, then send, one after the
// other, each once. What is unclear is looked up once more before it is told. Nothing is ever undone.
#pragma once

#include "adapters/call_context.hpp"
#include "gateway/runtime.hpp"
#include "schema/problem.hpp"
#include "schema/user_draft.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace gateway {

struct CreateTarget {
  std::shared_ptr<ProviderHome> home;
  adapters::CustomerBinding customer;
  bool optional = false;
};

struct CreateOrder {
  std::shared_ptr<const Runtime> runtime;  // kept alive for as long as the work takes
  const Tenant* tenant = nullptr;
  std::vector<CreateTarget> targets;  // in the order in which they are sent
  std::shared_ptr<const schema::UserDraft> draft;
  adapters::CallContext context;
};

// The user as created, each provider's page by precedence (null where it has none); or the problem.
struct Created {
  std::vector<adapters::PagePtr> pages;  // one place for each provider of the tenant
  std::optional<schema::Problem> problem;
};

// People of whom a create is under way, so that two at once cannot both find nobody and both send.
class CreatesUnderWay {
 public:
  // The names of one person, one for each provider: all enter or none. False: a create of this person is
  // under way somewhere. Ends with leave().
  bool enter(const std::vector<std::string>& names);
  void leave(const std::vector<std::string>& names);
  bool empty() const;

 private:
  mutable std::mutex mutex_;
  std::set<std::string> names_;
};

boost::asio::awaitable<Created> create_user(CreateOrder order, std::shared_ptr<CreatesUnderWay> under_way);

}  // namespace gateway
