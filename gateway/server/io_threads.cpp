#include "gateway/server/io_threads.hpp"

namespace gateway::server {

IoThreads::IoThreads(std::size_t count) : resolver_threads_(4) {
  for (std::size_t i = 0; i < count; ++i)
    threads_.push_back(std::make_unique<IoThread>(resolver_threads_));
}

IoThreads::~IoThreads() { stop(); }

void IoThreads::start() {
  for (std::size_t i = 1; i < threads_.size(); ++i) {
    running_.emplace_back([this, i] { threads_[i]->context.run(); });
  }
}

void IoThreads::stop() {
  for (auto& thread : threads_) {
    thread->work.reset();
    thread->context.stop();
  }
  for (auto& thread : running_)
    thread.join();
  running_.clear();
  resolver_threads_.stop();
  resolver_threads_.join();
  // One thread is left: what still waits is woken with an error, round after round, until nothing moves.
  constexpr int rounds = 1000;
  for (int round = 0; round < rounds; ++round) {
    std::size_t moved = 0;
    for (auto& thread : threads_) {
      thread->watch().expire_all();
      thread->context.restart();
      moved += thread->context.poll();
    }
    if (moved == 0) break;
  }
}

}  // namespace gateway::server
