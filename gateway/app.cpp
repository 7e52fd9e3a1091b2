#include "gateway/app.hpp"

#include "gateway/create/audit.hpp"
#include "gateway/openapi_document.hpp"
#include "gateway/random.hpp"
#include "gateway/state/seal.hpp"
#include "gateway/state/sqlite_store.hpp"
#include "gateway/state/state_key.hpp"
#include "gateway/state/unavailable_store.hpp"
#include "gateway/transport/steady_clock.hpp"
#include "gateway/transport/tls.hpp"

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

std::vector<std::string> secrets_of(const adapters::ProviderSettings& settings) {
  std::vector<std::string> secrets;
  const auto add = [&secrets](const schema::SecretText& secret) {
    if (!secret.empty()) secrets.emplace_back(secret.reveal());
  };
  if (const auto* given = std::get_if<adapters::oauth2::GivenToken>(&settings.credential))
    add(given->bearer_token);
  if (const auto* grant = std::get_if<adapters::oauth2::TokenRequest>(&settings.credential)) {
    add(grant->client_secret);
    add(grant->refresh_token);
  }
  return secrets;
}

std::size_t thread_count() { return std::clamp(std::thread::hardware_concurrency(), 1u, 8u); }

}  // namespace

App::App(Blueprint blueprint)
    : blueprint_(std::move(blueprint)),
      log_({}, [] { return std::chrono::system_clock::now(); }),
      metrics_(USHER_VERSION, std::chrono::system_clock::now(), [this] { return log_.dropped(); }),
      threads_(thread_count()),
      drain_timer_(threads_[0].context),
      house_timer_(threads_[0].context),
      runtime_(std::make_shared<Runtime>(blueprint_.config.limits, blueprint_.config.clients)) {
  PipelineParts parts;
  open_state(parts);
  build_tenants();
  parts.runtime = runtime_;
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

App::~App() { threads_.stop(); }

std::shared_ptr<state::Store> App::open_store(const schema::SecretText& key) {
  const auto& state = blueprint_.config.state;
  auto store = state::SqliteStore::open(state ? state->sqlite : ":memory:", key);
  if (store) return std::move(*store);
  // Lists need no state: they go on while somebody looks at it.
  log_.error("state_unavailable", {{"detail", store.error().detail}});
  return std::make_shared<state::UnavailableStore>(store.error());
}

void App::open_state(PipelineParts& parts) {
  const auto& state = blueprint_.config.state;
  auto key = state::state_key(state ? &*state : nullptr);
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
  hooks.wall = [] { return std::chrono::system_clock::now(); };
  hooks.on_change = [this](const state::Operation* before, const state::Operation& after) {
    create::audit(log_, metrics_, before, after);
  };
  hooks.on_fault = [this](const std::string& detail) { log_.error("state_fault", {{"detail", detail}}); };
  store_ = open_store(*key);
  journal_ = std::make_shared<create::Journal>(store_, std::move(hooks));
  const auto loaded = journal_->load();
  if (!loaded) mistakes_.push_back(loaded.error().detail);
  parts.journal = journal_;
  resolver_ = std::make_shared<create::Resolver>(threads_[0].context.get_executor(), journal_, runtime_);
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

std::shared_ptr<state::KeptToken> App::keep_token(const std::string& tenant, const std::string& provider,
                                                  const adapters::oauth2::TokenRequest& grant) {
  return std::make_shared<state::KeptToken>(
      store_, state::KeptToken::Owner{tenant, provider}, grant.refresh_token,
      [journal = journal_] { return journal->now(); },
      [this, tenant, provider](const std::string& detail) {
        log_.error("token_not_kept", {{"tenant", tenant}, {"provider", provider}, {"detail", detail}});
      });
}

void App::build_tenants() {
  auto clock = std::make_shared<transport::SteadyClock>();
  std::size_t next_thread = 0;
  for (const TenantPlan& plan : blueprint_.tenants) {
    auto tenant = std::make_unique<Tenant>();
    tenant->plan = plan;
    for (std::size_t i = 0; i < plan.providers.size(); ++i) {
      const auto& settings = plan.settings[i];
      server::IoThread& thread = threads_[next_thread++];
      policy::StackParts parts{.home = thread.context.get_executor(),
                               .watch = &thread.watch(),
                               .resolver = thread.resolver,
                               .tls = nullptr,
                               .authority_tls = nullptr,
                               .clock = clock,
                               .limits = blueprint_.config.limits,
                               .metrics = metrics_.provider(plan.name, plan.providers[i]),
                               .random = random_fraction,
                               .make_uuid = random_uuid,
                               .log = &log_,
                               .tenant = plan.name};
      if (settings->base_url.tls()) {
        auto context = transport::make_client_context(settings->ca_file);
        if (!context)
          mistakes_.push_back(plan.name + ", " + plan.providers[i] + ": " + context.error().detail);
        if (context) parts.tls = *context;
      }
      const auto* grant = std::get_if<adapters::oauth2::TokenRequest>(&settings->credential);
      if (grant != nullptr && grant->authority.tls()) {
        auto context = transport::make_client_context(settings->ca_file);
        if (!context)
          mistakes_.push_back(plan.name + ", " + plan.providers[i] + ": " + context.error().detail);
        if (context) parts.authority_tls = *context;
      }
      if (grant != nullptr && !grant->refresh_token.empty() && store_)
        parts.kept_token = keep_token(plan.name, plan.providers[i], *grant);
      tenant->providers.push_back(
          std::make_shared<ProviderHome>(plan.providers[i], settings, std::move(parts)));
      for (auto& secret : secrets_of(*settings))
        tenant->secrets.push_back(std::move(secret));
    }
    for (std::size_t i = 0; i < plan.customers.size(); ++i) {
      tenant->by_alias.emplace(plan.customers[i].alias, i);
      for (const auto& binding : plan.customers[i].bindings) {
        if (binding) tenant->by_guid.emplace(binding->id, i);
      }
    }
    runtime_->tenants.push_back(std::move(tenant));
  }
}

void App::open_listener(const config::ListenAddress& address, const std::vector<std::string>& hosts,
                        const config::TlsFiles* tls, bool is_admin, std::vector<std::string>& mistakes) {
  const bool has_clients = !runtime_->clients.empty();
  auto entrance = std::make_shared<Entrance>();
  entrance->asks_for_client = has_clients && !is_admin;
  entrance->door = is_admin                                   ? steps::Door::admin
                   : !blueprint_.config.admin && !has_clients ? steps::Door::both
                                                              : steps::Door::portal;
  const bool by_name_only = address.is_loopback() && (is_admin || !has_clients);
  if (by_name_only) entrance->host_rule = steps::HostRule(hosts);

  server::ListenerParts parts{.address = address,
                              .tls = nullptr,
                              .entrance = std::move(entrance),
                              .pipeline = pipeline_,
                              .limits = blueprint_.config.limits,
                              .threads = &threads_,
                              .census = &census_,
                              .log = &log_};
  if (tls != nullptr) {
    auto context = transport::make_server_context(tls->certificate, tls->key);
    if (!context) {
      mistakes.push_back(address.to_string() + ": " + context.error().detail);
      return;
    }
    parts.tls = *context;
  }
  auto listener = server::Listener::open(std::move(parts));
  if (!listener) {
    mistakes.push_back(listener.error());
    return;
  }
  log_.info("listening", {{"address", (*listener)->bound()}, {"tls", tls != nullptr}, {"admin", is_admin}});
  if (!is_admin && !has_clients) {
    log_.warning("no_clients",
                 {{"address", (*listener)->bound()},
                  {"detail", "no clients are configured: every local caller may use every tenant"}});
  }
  listeners_.push_back(std::move(*listener));
}

std::vector<std::string> App::open() {
  std::vector<std::string> mistakes = mistakes_;
  const auto& config = blueprint_.config;
  for (const auto& listener : config.listen) {
    open_listener(listener.address, listener.hosts, listener.tls ? &*listener.tls : nullptr, false, mistakes);
  }
  if (config.admin) open_listener(config.admin->address, config.admin->hosts, nullptr, true, mistakes);
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
  log_.info(
      "started",
      {{"version", USHER_VERSION}, {"threads", threads_.size()}, {"tenants", runtime_->tenants.size()}});
  keep_house();
  resolver_->start();
  threads_.start();
  main_context.run();
  resolver_->stop();
  threads_.stop();
  log_.info("stopped", {{"connections", census_.connections.load()}});
  return 0;
}

void App::keep_house() {
  pipeline_->purge();
  house_timer_.expires_after(house_interval);
  house_timer_.async_wait([this](boost::system::error_code error) {
    if (!error) keep_house();
  });
}

void App::drain() {
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
