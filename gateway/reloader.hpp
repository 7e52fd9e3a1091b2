// Reads the configuration anew and, where all of it is good, puts a new runtime in the place of the old one.
// Any mistake changes nothing. Works on a thread of its own, one reload at a time, so that no request waits
// for it.
#pragma once

#include "gateway/build_runtime.hpp"
#include "gateway/reload_outcome.hpp"
#include "gateway/runtime_slot.hpp"
#include "gateway/watched_files.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gateway {

// Where the configuration comes from.
struct Source {
  std::string path;
  config::Environment environment;
  std::vector<adapters::Provider> registry;
};

class Reloader {
 public:
  struct Parts {
    RuntimeParts runtime;
    std::shared_ptr<RuntimeSlot> slot;
    std::shared_ptr<WatchedFiles> files;
    std::function<void()> on_swapped;  // on the reloader's thread
  };

  // `running`: what cannot change while the process lives (addresses, the state) is compared with it.
  Reloader(Source source, const config::Config& running, Parts parts);
  ~Reloader();

  // On any executor; comes back there.
  boost::asio::awaitable<ReloadOutcome> reload(std::string why);
  // Without waiting for it.
  void start(std::string why);
  // Starts one where a secret, a certificate or a key was replaced: of the configuration as it was last
  // taken, for an edit of it takes effect when somebody says that it is whole.
  void look();
  void stop();

 private:
  enum class Text { from_disk, as_taken };
  static boost::asio::awaitable<ReloadOutcome> run(Reloader* self, std::string why, Text text);
  ReloadOutcome attempt(Text text);
  config::Environment reading(Text text);
  void tell(const std::string& why, const ReloadOutcome& outcome) const;

  Source source_;
  std::string fixed_;
  schema::SecretText taken_;  // the configuration's bytes that serve
  Parts parts_;
  boost::asio::thread_pool thread_{1};
};

}  // namespace gateway
