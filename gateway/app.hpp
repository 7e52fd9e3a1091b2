// The program at run time: builds everything once from a Blueprint, owns it, and takes it down in order.
#pragma once

#include "gateway/blueprint.hpp"
#include "gateway/create/resolver.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/observe/metrics.hpp"
#include "gateway/pipeline.hpp"
#include "gateway/server/listener.hpp"

#include <memory>
#include <string>
#include <vector>

namespace gateway {

class App {
 public:
  explicit App(Blueprint blueprint);
  ~App();

  // Opens every listener; what the system said where one cannot be opened.
  std::vector<std::string> open();
  // Serves until SIGTERM or SIGINT, then drains; returns the exit code.
  int run();

 private:
  void build_tenants();
  // What outlives the process, and what is signed and kept with its key.
  void open_state(PipelineParts& parts);
  std::shared_ptr<state::Store> open_store(const schema::SecretText& key);
  std::shared_ptr<state::KeptToken> keep_token(const std::string& tenant, const std::string& provider,
                                               const adapters::oauth2::TokenRequest& grant);
  void keep_house();
  void open_listener(const config::ListenAddress& address, const std::vector<std::string>& hosts,
                     const config::TlsFiles* tls, bool is_admin, std::vector<std::string>& mistakes);
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
  std::shared_ptr<Runtime> runtime_;
  std::shared_ptr<state::Store> store_;
  std::shared_ptr<create::Journal> journal_;
  std::shared_ptr<create::Resolver> resolver_;
  std::shared_ptr<Pipeline> pipeline_;
  std::vector<std::shared_ptr<server::Listener>> listeners_;
  std::vector<std::string> mistakes_;
};

}  // namespace gateway
