// The users of many customers, one customer after the other in their order, while the next few are already
// being opened: so each customer's end can be told, and a walk that broke off goes on behind the last one
// that ended. One customer's failure is told with it and hides no other.
#pragma once

#include "gateway/aggregate/user_stream.hpp"
#include "gateway/call.hpp"

#include <boost/asio/awaitable.hpp>

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace gateway::aggregate {

struct CustomerToStream {
  std::string key;  // the alias, or an id: what the lines call it
  steps::Whereabouts where;
};

class CustomerStreams {
 public:
  // `order`: for every customer; `where`, the lines' ends and the deadline are filled in.
  CustomerStreams(UserStream::Order order, std::vector<CustomerToStream> customers);
  ~CustomerStreams();

  // Every line but the summary. False: the sink takes no more.
  boost::asio::awaitable<bool> run(BodySink& sink);

  std::uint64_t count() const { return count_; }
  std::uint64_t customers() const { return ended_; }
  bool complete() const { return complete_; }

 private:
  struct Opening;

  std::shared_ptr<Opening> open(std::size_t customer, const boost::asio::any_io_executor& executor) const;
  boost::asio::awaitable<bool> write(Opening& opening, const std::string& key, BodySink& sink);

  UserStream::Order order_;
  std::vector<CustomerToStream> customers_;
  std::deque<std::shared_ptr<Opening>> openings_;
  std::uint64_t count_ = 0;
  std::uint64_t ended_ = 0;
  bool complete_ = true;
};

}  // namespace gateway::aggregate
