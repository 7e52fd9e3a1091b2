// The I/O threads: one io_context each, run by one thread. A connection, of either side, lives and dies on
// one of them, so nothing on a request's way takes a lock.
#pragma once

#include "gateway/transport/resolver.hpp"
#include "gateway/transport/watch.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace gateway::server {

struct IoThread {
  explicit IoThread(boost::asio::thread_pool& resolver_threads)
      : context(1),
        resolver(std::make_shared<transport::Resolver>(context.get_executor(), resolver_threads)),
        work(context.get_executor()) {
    watch_place.emplace(context);
  }
  ~IoThread() { watch_place->retire(); }
  transport::Watch& watch() { return *watch_place; }

  // Before the context, so that it goes after it: the context's last coroutines leave the watch.
  std::optional<transport::Watch> watch_place;
  boost::asio::io_context context;
  std::shared_ptr<transport::Resolver> resolver;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
};

class IoThreads {
 public:
  explicit IoThreads(std::size_t count);
  ~IoThreads();

  std::size_t size() const { return threads_.size(); }
  IoThread& operator[](std::size_t index) { return *threads_[index % threads_.size()]; }

  // The first io_context is the caller's to run; the others get threads of their own.
  void start();
  // Ends the threads, then every operation that is left, so that no coroutine outlives what it uses.
  void stop();

 private:
  boost::asio::thread_pool resolver_threads_;
  std::vector<std::unique_ptr<IoThread>> threads_;
  std::vector<std::thread> running_;
};

}  // namespace gateway::server
