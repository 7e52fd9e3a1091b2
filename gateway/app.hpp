// The program at run time: builds everything once from a Blueprint, owns it, and takes it down in order.
#pragma once

#include "gateway/blueprint.hpp"
#include "gateway/callers/known_keys.hpp"
#include "gateway/callers/rate_buckets.hpp"
#include "gateway/create/resolver.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/observe/metrics.hpp"
#include "gateway/pipeline.hpp"
#include "gateway/reloader.hpp"
#include "gateway/server/listener.hpp"
#include "gateway/server/service_manager.hpp"

#include <boost/asio/signal_set.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace gateway {

class App {
 public:
  // `files`: what the blueprint was read from, `source`: where it is read from again.
  App(Blueprint blueprint, Source source, std::shared_ptr<WatchedFiles> files);
  ~App();

  // Opens every listener; what the system said where one cannot be opened.
  std::vector<std::string> open();
  // Serves until SIGTERM or SIGINT, then drains; returns the exit code. SIGHUP reloads.
  int run();

 private:
  // What outlives the process, and what is signed and kept with its key.
  void open_state(PipelineParts& parts);
  std::shared_ptr<state::Store> open_store(const schema::SecretText& key);
  std::shared_ptr<state::Store> without_state(state::StateFault fault);
  void build_first(Source source, std::shared_ptr<WatchedFiles> files, PipelineParts& parts);
  void renew_tls();
  void keep_house();
  void open_listener(std::string name, const config::ListenAddress& address,
                     std::vector<std::string>& mistakes);
  void await_hangup();
  void watch_threads();
  void drain();
  void await_drained();

  Blueprint blueprint_;
  observe::Log log_;
  observe::Metrics metrics_;
  server::IoThreads threads_;
  boost::asio::steady_timer drain_timer_;
  boost::asio::steady_timer house_timer_;
  adapters::TimePoint drained_by_{};
  server::Census census_;
  // What outlives every configuration.
  callers::RateBuckets rate_buckets_;
  callers::KnownKeys known_keys_;
  std::shared_ptr<state::Store> store_;
  std::shared_ptr<create::Journal> journal_;
  std::shared_ptr<RuntimeSlot> runtime_;
  std::shared_ptr<create::Resolver> resolver_;
  std::shared_ptr<Pipeline> pipeline_;
  std::vector<server::PassedSocket> passed_;
  std::vector<std::shared_ptr<server::Listener>> listeners_;
  std::unique_ptr<Reloader> reloader_;
  boost::asio::signal_set hangup_;
  boost::asio::steady_timer watchdog_timer_;
  std::atomic<std::size_t> unheard_{0};  // threads that have not answered the last call
  std::vector<std::string> mistakes_;
};

}  // namespace gateway
