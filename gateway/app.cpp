#include "gateway/app.hpp"

#include "gateway/create/audit.hpp"
#include "gateway/openapi_document.hpp"
#include "gateway/random.hpp"
#include "gateway/state/seal.hpp"
#include "gateway/state/sqlite_store.hpp"
#include "gateway/state/state_key.hpp"
#include "gateway/state/unavailable_store.hpp"
#include "gateway/trust_issuers.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <thread>

namespace gateway {
namespace asio = boost::asio;
namespace {

// How long running requests may take to end after a SIGTERM; within Kubernetes' grace period of 30 s.
constexpr std::chrono::seconds drain_time{25};
// How often what is kept past its time is let go of.
constexpr std::chrono::seconds house_interval{5};

std::size_t thread_count() { return std::clamp(std::thread::hardware_concurrency(), 1u, 8u); }

}  // namespace

App::App(Blueprint blueprint, Source source, std::shared_ptr<WatchedFiles> files)
    : blueprint_(std::move(blueprint)),
      log_({}, [] { return std::chrono::system_clock::now(); }),
      metrics_(USHER_VERSION, std::chrono::system_clock::now(), [this] { return log_.dropped(); }),
      threads_(thread_count()),
      drain_timer_(threads_[0].context),
      house_timer_(threads_[0].context),
      hangup_(threads_[0].context, SIGHUP),
      watchdog_timer_(threads_[0].context) {
  PipelineParts parts;
  open_state(parts);
  build_first(std::move(source), std::move(files), parts);
  if (!mistakes_.empty()) return;
  auto publications = std::make_shared<Publications>();
  publications->openapi_yaml = std::make_shared<std::string>(openapi_yaml());
  publications->openapi_json = std::make_shared<std::string>(openapi_json());
  parts.publications = std::move(publications);
  parts.metrics = &metrics_;
  parts.log = &log_;
  parts.make_guid = random_guid;
  parts.is_ready = [this] { return !census_.draining; };
  pipeline_ = std::make_shared<Pipeline>(std::move(parts));
}

void App::build_first(Source source, std::shared_ptr<WatchedFiles> files, PipelineParts& parts) {
  Reloader::Parts reloading;
  reloading.runtime.log = &log_;
  reloading.runtime.metrics = &metrics_;
  reloading.runtime.threads = &threads_;
  reloading.runtime.store = store_;
  reloading.runtime.rate_buckets = &rate_buckets_;
  reloading.runtime.known_keys = &known_keys_;
  reloading.runtime.now = [journal = journal_] { return journal->now(); };
  BuiltRuntime built = build_runtime(blueprint_, reloading.runtime);
  mistakes_.insert(mistakes_.end(), built.mistakes.begin(), built.mistakes.end());
  if (!mistakes_.empty()) return;
  known_keys_.keep_only(names_of_issuers(blueprint_.config));
  built.runtime->begin();
  runtime_ = std::make_shared<RuntimeSlot>(std::move(built.runtime));
  resolver_ = std::make_shared<create::Resolver>(threads_[0].context.get_executor(), journal_, runtime_);
  reloading.slot = runtime_;
  reloading.files = std::move(files);
  reloading.on_swapped = [this] { asio::post(threads_[0].context, [this] { renew_tls(); }); };
  reloader_ = std::make_unique<Reloader>(std::move(source), blueprint_.config, std::move(reloading));
  parts.runtime = runtime_;
  parts.reload = [this] { return reloader_->reload("POST /admin/reload"); };
}

void App::renew_tls() {
  const auto runtime = runtime_->current();
  for (auto& listener : listeners_)
    listener->set_tls(runtime->entrances.find(listener->name())->second.tls);
}

App::~App() {
  if (reloader_) reloader_->stop();
  threads_.stop();
}

std::shared_ptr<state::Store> App::open_store(const schema::SecretText& key) {
  const auto& state = blueprint_.config.state;
  auto store = state::SqliteStore::open(state ? state->sqlite : ":memory:", key);
  return store ? std::move(*store) : without_state(store.error());
}

// Lists need no state: they go on while somebody looks at it.
std::shared_ptr<state::Store> App::without_state(state::StateFault fault) {
  log_.error("state_unavailable", {{"detail", fault.detail}});
  return std::make_shared<state::UnavailableStore>(std::move(fault));
}

void App::open_state(PipelineParts& parts) {
  const auto& state = blueprint_.config.state;
  auto key = state::state_key(state ? &*state : nullptr);
  std::optional<state::StateFault> no_state;
  if (!key && key.error().is_of_disk) {
    no_state = state::StateFault{key.error().detail};
    key = state::state_key(nullptr);
  }
  if (!key) {
    mistakes_.push_back(key.error().detail);
    return;
  }
  if (!state) {
    log_.warning("no_state",
                 {{"detail",
                   "no `state` is configured: cursors, Idempotency-Keys and what is known of creates "
                   "do not outlive this process"}});
  }
  parts.cursor_seal = std::make_shared<const aggregate::CursorSeal>(key->reveal());
  auto seal = std::make_shared<const state::Seal>(*key);
  parts.fingerprint = [seal](std::string_view bytes) { return seal->fingerprint(bytes); };

  create::Journal::Hooks hooks;
  // Wall time as it was at the start, going on steadily: a clock that is set meanwhile ends no doubt and
  // forgets no key.
  hooks.wall = [wall = std::chrono::system_clock::now(), steady = std::chrono::steady_clock::now()] {
    const auto since = std::chrono::steady_clock::now() - steady;
    return wall + std::chrono::duration_cast<std::chrono::system_clock::duration>(since);
  };
  hooks.on_change = [this](const state::Operation* before, const state::Operation& after) {
    create::audit(log_, metrics_, before, after);
  };
  hooks.on_fault = [this](const std::string& detail) { log_.error("state_fault", {{"detail", detail}}); };
  store_ = no_state ? without_state(std::move(*no_state)) : open_store(*key);
  journal_ = std::make_shared<create::Journal>(store_, hooks);
  if (const auto loaded = journal_->load(); !loaded) {
    store_ = without_state(loaded.error());
    journal_ = std::make_shared<create::Journal>(store_, std::move(hooks));
  }
  parts.journal = journal_;
  metrics_.watch_issuers([this] { return known_keys_.read_at(); });
  metrics_.watch_operations([journal = journal_] {
    const create::JournalStats stats = journal->stats();
    observe::Metrics::Operations now;
    now.open = stats.open;
    now.in_doubt = stats.in_doubt;
    if (stats.oldest != 0) now.oldest_seconds = static_cast<double>(journal->now() - stats.oldest) / 1000;
    now.state_is_up = journal->store().trouble().empty();
    return now;
  });
}

void App::open_listener(std::string name, const config::ListenAddress& address,
                        std::vector<std::string>& mistakes) {
  const bool is_admin = name == admin_name;
  auto tls = runtime_->current()->entrances.find(name)->second.tls;
  server::ListenerParts parts{.name = std::move(name),
                              .address = address,
                              .tls = std::move(tls),
                              .is_admin = is_admin,
                              .pipeline = pipeline_,
                              .threads = &threads_,
                              .census = &census_,
                              .log = &log_};
  const auto passed = std::ranges::find(passed_, address, &server::PassedSocket::address);
  if (passed != passed_.end()) {
    parts.passed_socket = passed->descriptor;
    passed_.erase(passed);
  }
  const bool is_tls = parts.tls != nullptr;
  const bool is_passed = parts.passed_socket >= 0;
  auto listener = server::Listener::open(std::move(parts));
  if (!listener) {
    mistakes.push_back(listener.error());
    return;
  }
  const std::string& bound = (*listener)->bound();
  log_.info("listening", {{"address", bound}, {"tls", is_tls}, {"admin", is_admin}, {"passed", is_passed}});
  listeners_.push_back(std::move(*listener));
}

std::vector<std::string> App::open() {
  std::vector<std::string> mistakes = mistakes_;
  if (!mistakes.empty()) return mistakes;
  const auto& config = blueprint_.config;
  passed_ = server::take_passed_sockets();
  for (std::size_t i = 0; i < config.listen.size(); ++i)
    open_listener(listener_name(i), config.listen[i].address, mistakes);
  if (config.admin) open_listener(std::string(admin_name), config.admin->address, mistakes);
  if (config.clients.empty()) tell_no_clients(log_);
  for (const auto& unknown : passed_) {
    mistakes.push_back(
        "was passed a socket at " + unknown.address.to_string() +
        ", which is no address of `listen` or `admin`: make the socket unit and the file agree");
  }
  return mistakes;
}

int App::run() {
  auto& main_context = threads_[0].context;
  asio::signal_set signals(main_context, SIGTERM, SIGINT);
  signals.async_wait([this](boost::system::error_code error, int) {
    if (!error) drain();
  });
  for (auto& listener : listeners_)
    listener->start();
  const std::size_t tenants = runtime_->current()->tenants.size();
  log_.info("started", {{"version", USHER_VERSION}, {"threads", threads_.size()}, {"tenants", tenants}});
  await_hangup();
  keep_house();
  resolver_->start();
  threads_.start();
  server::tell_ready();
  watch_threads();
  main_context.run();
  reloader_->stop();
  resolver_->stop();
  threads_.stop();
  // An answer of the writer's must find the thread that it is for.
  store_->settle();
  log_.info("stopped", {{"connections", census_.connections.load()}});
  return 0;
}

void App::await_hangup() {
  hangup_.async_wait([this](boost::system::error_code error, int) {
    if (error) return;
    reloader_->start("SIGHUP");
    await_hangup();
  });
}

// A watchdog that hears of one thread only would not see another one stuck.
void App::watch_threads() {
  const auto interval = server::watchdog_interval();
  if (!interval) return;
  if (unheard_ == 0) {
    server::tell_alive();
    unheard_ = threads_.size();
    for (std::size_t i = 0; i < threads_.size(); ++i)
      asio::post(threads_[i].context, [this] { --unheard_; });
  }
  watchdog_timer_.expires_after(*interval);
  watchdog_timer_.async_wait([this](boost::system::error_code error) {
    if (!error) watch_threads();
  });
}

void App::keep_house() {
  pipeline_->purge();
  reloader_->look();
  house_timer_.expires_after(house_interval);
  house_timer_.async_wait([this](boost::system::error_code error) {
    if (!error) keep_house();
  });
}

void App::drain() {
  server::tell_stopping();
  census_.draining = true;
  for (auto& listener : listeners_)
    listener->stop();
  log_.info("draining", {{"connections", census_.connections.load()}});
  drained_by_ = std::chrono::steady_clock::now() + drain_time;
  await_drained();
}

void App::await_drained() {
  // Sessions end by themselves: idle ones at the next tick, busy ones after their answer.
  const bool idle = census_.connections == 0 && !pipeline_->has_creates_under_way();
  const bool over = idle || std::chrono::steady_clock::now() >= drained_by_;
  if (over) return threads_[0].context.stop();
  drain_timer_.expires_after(std::chrono::milliseconds(20));
  drain_timer_.async_wait([this](boost::system::error_code) { await_drained(); });
}

}  // namespace gateway
