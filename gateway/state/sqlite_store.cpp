#include "gateway/state/sqlite_store.hpp"

#include "gateway/state/open_database.hpp"
#include "gateway/state/rows.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <future>
#include <utility>

namespace gateway::state {
namespace asio = boost::asio;

template <class T>
class SqliteStore::JobOf final : public Job {
 public:
  using Deliver = std::function<void(StateResult<T>)>;
  JobOf(Access access, Work<T> work, Deliver deliver)
      : Job(access == Access::write), work_(std::move(work)), deliver_(std::move(deliver)) {}

  void run(Database& database, const Seal& seal) override { result_.emplace(work_(database, seal)); }
  void tell(const StateFault* fault) override {
    deliver_(fault != nullptr ? StateResult<T>(*fault) : StateResult<T>(std::move(*result_)));
  }

 private:
  Work<T> work_;
  Deliver deliver_;
  std::optional<T> result_;
};

StateResult<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path,
                                                            const schema::SecretText& state_key,
                                                            Options options) {
  Seal seal(state_key);
  auto database = open_database(path, seal, options.most_pages);
  if (!database) return database.error();
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(*database), std::move(seal)));
}

// The waiter is told on its own executor. It may be cancelled meanwhile: the job is done all the same.
template <class T>
AsyncState<T> SqliteStore::ask(Access access, Work<T> work) {
  auto initiation = [this, access](auto&& handler, Work<T> given) {
    using Handler = std::decay_t<decltype(handler)>;
    auto executor = asio::get_associated_executor(handler);
    auto waiting = std::make_shared<Handler>(std::forward<decltype(handler)>(handler));
    // Handler and guard move on with the answer: the writer must hold neither once the waiter can go on.
    auto deliver = [waiting = std::move(waiting), executor,
                    guard = asio::make_work_guard(executor)](StateResult<T> result) mutable {
      asio::post(executor, [waiting = std::move(waiting), guard = std::move(guard),
                            result = std::move(result)]() mutable {
        auto last = std::move(*waiting);
        std::move(last)(std::move(result));
      });
    };
    writer_.hand_over(std::make_unique<JobOf<T>>(access, std::move(given), std::move(deliver)));
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(StateResult<T>)>(
      std::move(initiation), asio::use_awaitable, std::move(work));
}

template <class T>
StateResult<T> SqliteStore::ask_now(Work<T> work) {
  auto promise = std::make_shared<std::promise<StateResult<T>>>();
  auto future = promise->get_future();
  writer_.hand_over(std::make_unique<JobOf<T>>(
      Access::read, std::move(work),
      [promise](StateResult<T> result) { promise->set_value(std::move(result)); }));
  return future.get();
}

AsyncState<Done> SqliteStore::put(Operation operation) {
  auto shared = std::make_shared<const Operation>(std::move(operation));
  return ask<Done>(Access::write, [shared](Database& database, const Seal& seal) {
    rows::put(database, seal, *shared);
    return Done{};
  });
}

AsyncState<std::optional<Operation>> SqliteStore::find(std::string id) {
  return ask<std::optional<Operation>>(
      Access::read,
      [id = std::move(id)](Database& database, const Seal& seal) { return rows::find(database, seal, id); });
}

AsyncState<std::optional<Operation>> SqliteStore::find_by_key(KeyName name) {
  return ask<std::optional<Operation>>(Access::read,
                                       [name = std::move(name)](Database& database, const Seal& seal) {
                                         return rows::find_by_key(database, seal, name);
                                       });
}

AsyncState<std::optional<std::string>> SqliteStore::claimant(AccountName account) {
  return ask<std::optional<std::string>>(Access::read,
                                         [account = std::move(account)](Database& database, const Seal&) {
                                           return rows::claimant(database, account);
                                         });
}

AsyncState<std::size_t> SqliteStore::forget(Instant before) {
  return ask<std::size_t>(
      Access::write, [before](Database& database, const Seal&) { return rows::forget(database, before); });
}

AsyncState<Done> SqliteStore::put_token(RotatedToken token) {
  auto shared = std::make_shared<const RotatedToken>(std::move(token));
  return ask<Done>(Access::write, [shared](Database& database, const Seal& seal) {
    rows::put_token(database, seal, *shared);
    return Done{};
  });
}

StateResult<std::vector<Operation>> SqliteStore::open_operations() {
  return ask_now<std::vector<Operation>>(
      [](Database& database, const Seal& seal) { return rows::open_operations(database, seal); });
}

StateResult<std::optional<RotatedToken>> SqliteStore::token(std::string_view tenant,
                                                            std::string_view provider) {
  return ask_now<std::optional<RotatedToken>>(
      [=](Database& database, const Seal& seal) { return rows::token(database, seal, tenant, provider); });
}

// Answers are told in the order of the questions.
void SqliteStore::settle() {
  ask_now<Done>([](Database&, const Seal&) { return Done{}; });
}

}  // namespace gateway::state
