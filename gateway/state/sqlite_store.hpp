// The store in an SQLite file. It turns each question into a job for the writer's thread and brings the
// answer back to who asked; the work itself is in rows, and what opening means in open_database.
#pragma once

#include "gateway/state/store.hpp"
#include "gateway/state/writer.hpp"

#include <functional>
#include <memory>
#include <string>

namespace gateway::state {

class SqliteStore final : public Store {
 public:
  struct Options {
    std::int64_t most_pages = 0;  // how large the file may grow; 0: as SQLite has it
  };

  // ":memory:": what it knows ends with the process.
  static StateResult<std::unique_ptr<SqliteStore>> open(const std::string& path,
                                                        const schema::SecretText& state_key, Options options);
  static StateResult<std::unique_ptr<SqliteStore>> open(const std::string& path,
                                                        const schema::SecretText& state_key) {
    return open(path, state_key, Options());
  }
  // Going, it does what it was asked first; who waits on an executor is told there, so it goes before that.

  AsyncState<Done> put(Operation operation) override;
  AsyncState<std::optional<Operation>> find(std::string id) override;
  AsyncState<std::optional<Operation>> find_by_key(KeyName name) override;
  AsyncState<std::optional<std::string>> claimant(AccountName account) override;
  AsyncState<std::size_t> forget(Instant before) override;
  AsyncState<Done> put_token(RotatedToken token) override;
  StateResult<std::vector<Operation>> open_operations() override;
  StateResult<std::optional<RotatedToken>> token(std::string_view tenant, std::string_view provider) override;
  void settle() override;
  std::string trouble() const override { return writer_.trouble(); }

  std::uint64_t transactions() const { return writer_.transactions(); }

 private:
  enum class Access { read, write };
  template <class T>
  class JobOf;
  template <class T>
  using Work = std::function<T(Database&, const Seal&)>;

  SqliteStore(std::unique_ptr<Database> database, Seal seal)
      : writer_(std::move(database), std::move(seal)) {}
  template <class T>
  AsyncState<T> ask(Access access, Work<T> work);
  template <class T>
  StateResult<T> ask_now(Work<T> work);

  Writer writer_;
};

}  // namespace gateway::state
