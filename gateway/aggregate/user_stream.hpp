// One customer's users as they come, in any order, merged: the lists without pages are read whole, the one
// with pages passes by and is matched against them. So the first users leave before the last are read, and
// memory is bounded by the lists without pages (and some fifty bytes for each user who passes). Whoever takes
// the lines decides when the next page is asked for.
#pragma once

#include "gateway/aggregate/gather.hpp"
#include "gateway/aggregate/seen_users.hpp"
#include "gateway/aggregate/selection.hpp"
#include "schema/user_shape.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::aggregate {

class UserStream {
 public:
  struct Order {
    std::shared_ptr<const Runtime> runtime;  // keeps the tenant
    const Tenant* tenant = nullptr;
    steps::Whereabouts where;
    Selection selection;
    schema::UserShape shape;
    std::string line_begin;  // around each user's object
    std::string line_end;
    adapters::CallContext context;  // its deadline is that of open()
  };

  explicit UserStream(Order order);
  UserStream(const UserStream&) = delete;
  UserStream& operator=(const UserStream&) = delete;

  // Reads the whole lists and the first page of the other. Once, before anything else.
  boost::asio::awaitable<void> open();
  // Appends the lines of some more users, perhaps none; false: those were the last.
  boost::asio::awaitable<bool> next(std::string& lines);

  // What is known so far; of the whole when next() gave false.
  bool any_answer() const { return any_answer_; }
  bool complete() const { return !first_problem_.has_value(); }
  std::uint64_t count() const { return count_; }
  const std::vector<Warning>& warnings() const { return warnings_; }
  std::vector<schema::ProviderOutcome> outcomes() const;
  schema::Problem problem() const;

 private:
  // A provider, at its place in the order of precedence.
  struct Slot {
    const steps::Place* place = nullptr;
    std::shared_ptr<ProviderHome> home;
    std::string status;
    std::vector<schema::Problem> error;
    std::optional<std::size_t> part;  // in the listing
    std::uint64_t count = 0;          // accounts among the people told so far
  };
  using Accounts = std::vector<const schema::User*>;  // one place for each slot
  using Has = std::uint64_t;                          // a bit for each slot that has an account

  adapters::Async<adapters::PagePtr> read_page(adapters::UserSet set, std::string next,
                                               adapters::TimePoint deadline);
  void choose_passing();
  void take_lists(std::vector<adapters::Result<UserListPtr>> lists);
  void fail(Slot& slot, const adapters::ProviderError& error);
  bool is_wanted(const schema::User& user) const;
  void render(const Accounts& accounts, std::string& line) const;
  Accounts accounts_of(std::uint32_t person) const;
  void tell(std::string& lines, std::string_view line, Has has);
  void pass(const adapters::Page& page, std::string& lines);
  void pass(const schema::User& user, std::string_view identity, bool is_ambiguous, std::string& lines);
  void warn(std::string_view identity, const std::string& first, std::string_view id);
  boost::asio::awaitable<bool> turn_page();
  bool tell_listed(std::string& lines);

  Order order_;
  std::vector<Slot> slots_;
  std::optional<std::size_t> passing_;   // the slot of the provider whose pages pass by
  std::vector<adapters::UserSet> sets_;  // of it, still to be read; the first is under way
  Listing listing_;                      // of the others
  boost::unordered_flat_map<std::string_view, std::uint32_t> by_identity_;  // a person in it
  std::vector<bool> matched_;  // of the listing: was told with one who passed
  SeenUsers seen_;
  adapters::PagePtr page_;
  boost::unordered_flat_set<std::uint64_t> turned_;  // the addresses of pages that were read, hashed
  boost::unordered_flat_map<std::uint64_t, std::size_t> warned_;
  std::uint32_t told_ = 0;  // how many of the listing
  std::uint64_t count_ = 0;
  bool any_answer_ = false;
  bool started_ = false;
  std::vector<Warning> warnings_;
  std::optional<schema::Problem> first_problem_;
};

}  // namespace gateway::aggregate
