// Who is at work on which create, and what is durable of it. The journal gives turns: one operation, one key
// and one person are worked on by one at a time, whatever process or thread came first; and it commits each
// step to the store before the next may be taken. Open operations are in memory, all others in the store
// only.
#pragma once

#include "gateway/state/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace gateway::create {

class Journal;

// The right to work on one operation, and its working copy. Ends with the object: what was committed last is
// then what the operation is.
class Turn {
 public:
  Turn() = default;
  Turn(Turn&& other) noexcept;
  Turn& operator=(Turn&& other) noexcept;
  ~Turn() { end(); }

  state::Operation& operation() { return operation_; }
  const state::Operation& operation() const { return operation_; }
  // Whether the operation was there before this turn.
  bool is_resumed() const { return is_resumed_; }
  explicit operator bool() const { return journal_ != nullptr; }

 private:
  friend class Journal;
  Turn(std::shared_ptr<Journal> journal, state::Operation operation, bool is_resumed);
  void end();

  std::shared_ptr<Journal> journal_;
  state::Operation operation_;
  bool is_resumed_ = false;
};

// What a create meets at the door.
struct Admission {
  enum class Kind : std::uint8_t {
    turn,         // go on: `turn` is yours
    replay,       // the key was used up: `operation` has the answer
    reused_key,   // the key stands for another request
    in_progress,  // the key, or the person, is being worked on
    in_doubt,     // another create of this person is unresolved: `operation`
    unavailable,  // nothing can be remembered: nothing may be sent
  };
  Kind kind = Kind::unavailable;
  Turn turn;
  state::Operation operation;
};

struct JournalStats {
  std::size_t open = 0;       // neither ended nor settled
  std::size_t in_doubt = 0;   // of them: with a provider where nobody knows, and no caller who waits
  state::Instant oldest = 0;  // when the oldest open one was made; 0: there is none
};

struct OpenOperation {
  state::Operation operation;  // as it is durable, or was loaded
  bool is_busy = false;        // somebody is at work on it
};

class Journal : public std::enable_shared_from_this<Journal> {
 public:
  struct Hooks {
    std::function<std::chrono::system_clock::time_point()> wall;
    // After each change that became durable; `before` is null for a new operation.
    std::function<void(const state::Operation* before, const state::Operation& after)> on_change;
    std::function<void(const std::string& detail)> on_fault;
  };

  Journal(std::shared_ptr<state::Store> store, Hooks hooks);

  // What an earlier process left open becomes this one's to find out. Only reads: a disk that is full is no
  // reason not to start. Blocks; before anything else.
  state::StateResult<state::Done> load();

  // For an operation that nobody has seen yet; its key and its people decide.
  boost::asio::awaitable<Admission> admit(state::Operation wanted);
  // A turn at an open operation that nobody is at work on.
  std::optional<Turn> take(const std::string& id);
  // The turn's copy as it is now. False: it is not durable, and stays what it was.
  boost::asio::awaitable<bool> commit(Turn& turn);

  boost::asio::awaitable<state::StateResult<std::optional<state::Operation>>> find(std::string id);
  // Whether another operation than this one has made the account.
  state::AsyncState<bool> is_anothers(state::AccountName account, std::string operation);

  std::vector<OpenOperation> open_operations() const;
  // Whether a create is under way: the process must not end before it.
  bool has_creates() const;
  JournalStats stats() const;
  state::Store& store() { return *store_; }
  state::Instant now() const;

 private:
  friend class Turn;
  struct Entry {
    state::Operation committed;
    bool is_durable = false;  // some state of it is
    bool is_busy = false;
    bool is_create = false;           // busy for a caller, not for the resolver
    std::string key;                  // as in keys_; empty: it has none
    std::vector<std::string> people;  // held, for as long as it is worked on or nobody knows
  };

  Admission enter(state::Operation&& wanted);
  bool hold(const std::string& id, const std::vector<std::string>& people, Admission& refused);
  void let_go(const std::string& id, Entry& entry);
  void end(const std::string& id);

  std::shared_ptr<state::Store> store_;
  Hooks hooks_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;       // by operation id
  std::map<std::string, std::string> keys_;    // to operation ids
  std::map<std::string, std::string> people_;  // to operation ids
};

}  // namespace gateway::create
