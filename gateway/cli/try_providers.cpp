#include "gateway/cli/try_providers.hpp"

#include "gateway/build_provider.hpp"
#include "gateway/random.hpp"
#include "gateway/state/sqlite_store.hpp"
#include "gateway/state/state_key.hpp"
#include "gateway/transport/steady_clock.hpp"

#include <boost/asio/co_spawn.hpp>

#include <atomic>
#include <filesystem>
#include <mutex>

namespace gateway::cli {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using Failure = std::optional<adapters::ProviderError>;

constexpr std::size_t most_threads = 4;

// Homes on several threads may have something to say at once.
struct Notes {
  std::mutex mutex;
  std::vector<std::string> all;

  void add(std::string note) {
    const std::lock_guard lock(mutex);
    all.push_back(std::move(note));
  }
};

adapters::ProviderError failed(std::string detail) {
  adapters::ProviderError error;
  error.detail = std::move(detail);
  return error;
}

asio::awaitable<Failure> read_a_page(std::shared_ptr<ProviderHome> home,
                                     std::optional<adapters::CustomerBinding> customer,
                                     adapters::TimePoint deadline) {
  adapters::CallContext context;
  context.deadline = deadline;
  context.correlation_id = random_uuid();
  if (customer) {
    const auto page = co_await home->page(std::move(context), *customer, adapters::UserSet::current, {});
    co_return page ? Failure() : Failure(page.error());
  }
  const auto customers = co_await home->customers(std::move(context));
  if (!customers) co_return customers.error();
  if (*customers == nullptr)
    co_return failed("No customer is configured and the provider lists none: there was nothing to read.");
  co_return Failure();
}

std::optional<adapters::CustomerBinding> first_customer(const TenantPlan& plan, std::size_t place) {
  for (const CustomerPlan& customer : plan.customers) {
    if (customer.bindings[place]) return customer.bindings[place];
  }
  return std::nullopt;
}

bool has_refresh_token(const Blueprint& blueprint) {
  for (const TenantPlan& plan : blueprint.tenants) {
    for (const auto& settings : plan.settings) {
      if (kept_grant(*settings) != nullptr) return true;
    }
  }
  return false;
}

// Null where there is none to use. What is not there is not made: a check may be run by somebody else than
// the gateway's user.
std::shared_ptr<state::Store> open_state(const Blueprint& blueprint, Notes& notes) {
  const auto& state = blueprint.config.state;
  if (!state || !has_refresh_token(blueprint)) return nullptr;
  const auto refuse = [&notes](const std::string& why) {
    notes.add(why +
              ": the configured refresh tokens are tried, and what they are replaced by is let go "
              "of (the tokens in use stay good)");
    return nullptr;
  };
  const fs::path key_file = fs::path(state->sqlite).parent_path() / "state.key";
  if (!fs::exists(state->sqlite) || (!state->key && !fs::exists(key_file)))
    return refuse("there is no state at " + state->sqlite + " yet");
  auto key = state::state_key(&*state);
  if (!key) return refuse(key.error().detail);
  auto store = state::SqliteStore::open(state->sqlite, *key);
  if (store) return std::move(*store);
  return refuse(store.error().detail +
                " (a running gateway holds newer ones: its /readyz?verbose says how "
                "they are)");
}

std::shared_ptr<state::KeptToken> keep(const std::shared_ptr<state::Store>& store, const TenantPlan& plan,
                                       std::size_t place, const std::shared_ptr<Notes>& notes) {
  const auto* grant = kept_grant(*plan.settings[place]);
  if (!store || grant == nullptr) return nullptr;
  const auto now = [] {
    return std::chrono::duration_cast<adapters::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  return std::make_shared<state::KeptToken>(store, state::KeptToken::Owner{plan.name, plan.providers[place]},
                                            grant->refresh_token, now,
                                            [notes](const std::string& detail) { notes->add(detail); });
}

}  // namespace

Trial try_providers(const Blueprint& blueprint) {
  Trial trial;
  observe::Metrics metrics(USHER_VERSION, std::chrono::system_clock::now(), {});
  server::IoThreads threads(most_threads);
  const auto notes = std::make_shared<Notes>();
  const auto store = open_state(blueprint, *notes);
  ProviderSite site{nullptr, std::make_shared<transport::SteadyClock>(), blueprint.config.limits, &metrics,
                    nullptr};
  struct Job {
    std::shared_ptr<ProviderHome> home;
    asio::io_context* context = nullptr;
    std::optional<adapters::CustomerBinding> customer;
  };
  std::vector<Job> jobs;
  for (const TenantPlan& plan : blueprint.tenants) {
    for (std::size_t place = 0; place < plan.providers.size(); ++place) {
      site.thread = &threads[jobs.size()];
      auto home = build_provider(plan, place, site, keep(store, plan, place, notes), trial.mistakes);
      jobs.push_back({std::move(home), &site.thread->context, first_customer(plan, place)});
      trial.tried.push_back({plan.name, plan.providers[place], nullptr, std::nullopt});
    }
  }
  if (!trial.mistakes.empty() || jobs.empty()) return trial;

  const auto deadline = std::chrono::steady_clock::now() + blueprint.config.limits.list_deadline;
  std::atomic<std::size_t> left = jobs.size();
  asio::io_context& own = threads[0].context;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    asio::co_spawn(*jobs[i].context, read_a_page(jobs[i].home, jobs[i].customer, deadline),
                   [&row = trial.tried[i], &left, &own](std::exception_ptr thrown, Failure failure) {
                     row.failure = thrown ? failed("The provider could not be asked.") : std::move(failure);
                     if (--left == 0) own.stop();
                   });
  }
  threads.start();
  own.run();
  for (std::size_t i = 0; i < jobs.size(); ++i)
    trial.tried[i].credential = jobs[i].home->credential();
  threads.stop();
  trial.notes = std::move(notes->all);
  return trial;
}

}  // namespace gateway::cli
