#include "gateway/create/journal.hpp"

#include "gateway/create/people.hpp"

#include <algorithm>
#include <utility>

namespace gateway::create {
namespace {

using state::Operation;
using state::Target;

}  // namespace

Turn::Turn(std::shared_ptr<Journal> journal, Operation operation, bool is_resumed)
    : journal_(std::move(journal)), operation_(std::move(operation)), is_resumed_(is_resumed) {}

Turn::Turn(Turn&& other) noexcept
    : journal_(std::exchange(other.journal_, nullptr)),
      operation_(std::move(other.operation_)),
      is_resumed_(other.is_resumed_) {}

Turn& Turn::operator=(Turn&& other) noexcept {
  if (this == &other) return *this;
  end();
  journal_ = std::exchange(other.journal_, nullptr);
  operation_ = std::move(other.operation_);
  is_resumed_ = other.is_resumed_;
  return *this;
}

void Turn::end() {
  if (const auto journal = std::exchange(journal_, nullptr)) journal->end(operation_.id);
}

Journal::Journal(std::shared_ptr<state::Store> store, Hooks hooks)
    : store_(std::move(store)), hooks_(std::move(hooks)) {}

state::Instant Journal::now() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(hooks_.wall().time_since_epoch()).count();
}

boost::asio::awaitable<Admission> Journal::admit(Operation wanted) {
  Admission refused;
  if (wanted.key.empty()) co_return enter(std::move(wanted));
  const std::string key = key_name(wanted);
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = keys_.find(key); known != keys_.end()) {
      Entry& entry = entries_.at(known->second);
      // A mere reservation is no request that the key stands for: the store may know another one.
      if (entry.is_durable && entry.committed.fingerprint != wanted.fingerprint) {
        refused.kind = Admission::Kind::reused_key;
        co_return refused;
      }
      if (entry.committed.answer) {
        refused.kind = Admission::Kind::replay;
        refused.operation = entry.committed;
        co_return refused;
      }
      if (entry.is_busy || !hold(known->second, people_of(entry.committed), refused)) {
        if (entry.is_busy) refused.kind = Admission::Kind::in_progress;
        co_return refused;
      }
      entry.is_busy = entry.is_create = true;
      refused.kind = Admission::Kind::turn;
      refused.turn = Turn(shared_from_this(), entry.committed, true);
      co_return refused;
    }
    // From here on the key is taken: the store is asked once, however many come with it.
    Entry reserved;
    reserved.committed = wanted;
    reserved.is_busy = reserved.is_create = true;
    reserved.key = key;
    entries_.emplace(wanted.id, std::move(reserved));
    keys_.emplace(key, wanted.id);
  }
  Turn reservation(shared_from_this(), wanted, false);  // given back on every way out
  state::KeyName name{wanted.tenant, wanted.client, wanted.key};
  auto known = co_await store_->find_by_key(std::move(name));
  if (!known) {
    hooks_.on_fault(known.error().detail);
    co_return refused;
  }
  if (*known) {
    const bool is_same = (*known)->fingerprint == wanted.fingerprint;
    refused.kind = is_same ? Admission::Kind::replay : Admission::Kind::reused_key;
    refused.operation = std::move(**known);
    // One that has ended without an answer has given its key back; a row that says otherwise is not ours.
    if (is_same && !refused.operation.answer) refused.kind = Admission::Kind::unavailable;
    co_return refused;
  }
  {
    const std::lock_guard lock(mutex_);
    if (!hold(wanted.id, people_of(wanted), refused)) co_return refused;
  }
  refused.kind = Admission::Kind::turn;
  refused.turn = std::move(reservation);
  co_return refused;
}

Admission Journal::enter(Operation&& wanted) {
  Admission admission;
  const std::lock_guard lock(mutex_);
  Entry& entry = entries_[wanted.id];
  entry.committed = wanted;
  entry.is_busy = entry.is_create = true;
  if (!hold(wanted.id, people_of(wanted), admission)) {
    entries_.erase(wanted.id);
    return admission;
  }
  admission.kind = Admission::Kind::turn;
  admission.turn = Turn(shared_from_this(), std::move(wanted), false);
  return admission;
}

// All of them or none; the mutex is held.
bool Journal::hold(const std::string& id, const std::vector<std::string>& people, Admission& refused) {
  for (const std::string& person : people) {
    const auto holder = people_.find(person);
    if (holder == people_.end() || holder->second == id) continue;
    const Entry& other = entries_.at(holder->second);
    // The gateway's own look at it is no work that will soon be done.
    const bool is_asked_for = other.is_busy && other.is_create;
    refused.kind = is_asked_for ? Admission::Kind::in_progress : Admission::Kind::in_doubt;
    refused.operation = other.committed;
    return false;
  }
  for (const std::string& person : people)
    people_[person] = id;
  entries_.at(id).people = people;
  return true;
}

void Journal::let_go(const std::string& id, Entry& entry) {
  for (const std::string& person : std::exchange(entry.people, {})) {
    const auto holder = people_.find(person);
    if (holder != people_.end() && holder->second == id) people_.erase(holder);
  }
}

std::optional<Turn> Journal::take(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end() || found->second.is_busy) return std::nullopt;
  Admission refused;
  // Only what is in doubt: a person of whom all is known may be another's by now.
  std::vector<std::string> people = people_in_doubt(found->second.committed);
  if (!hold(id, people, refused)) return std::nullopt;
  found->second.is_busy = true;
  return Turn(shared_from_this(), found->second.committed, true);
}

boost::asio::awaitable<bool> Journal::commit(Turn& turn) {
  turn.operation_.updated_at = now();
  auto put = co_await store_->put(turn.operation_);
  if (!put) {
    hooks_.on_fault(put.error().detail);
    co_return false;
  }
  std::optional<Operation> before;
  {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_.at(turn.operation_.id);
    if (entry.is_durable) before = std::move(entry.committed);
    entry.committed = turn.operation_;
    entry.is_durable = true;
  }
  hooks_.on_change(before ? &*before : nullptr, turn.operation_);
  co_return true;
}

void Journal::end(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  entry.is_busy = entry.is_create = false;
  let_go(id, entry);
  if (entry.is_durable && entry.committed.is_open()) {
    Admission refused;
    hold(id, people_in_doubt(entry.committed), refused);
    return;
  }
  if (!entry.key.empty()) keys_.erase(entry.key);
  entries_.erase(found);
}

boost::asio::awaitable<state::StateResult<std::optional<Operation>>> Journal::find(std::string id) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(id);
    if (found != entries_.end() && found->second.is_durable)
      co_return std::optional<Operation>(found->second.committed);
  }
  auto kept = co_await store_->find(std::move(id));
  if (!kept) hooks_.on_fault(kept.error().detail);
  co_return kept;
}

state::AsyncState<bool> Journal::is_anothers(state::AccountName account, std::string operation) {
  const auto claimant = co_await store_->claimant(std::move(account));
  if (!claimant) {
    hooks_.on_fault(claimant.error().detail);
    co_return claimant.error();
  }
  co_return claimant->value_or(operation) != operation;
}

std::vector<OpenOperation> Journal::open_operations() const {
  std::vector<OpenOperation> open;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, entry] : entries_) {
    if (entry.is_durable) open.push_back({entry.committed, entry.is_busy});
  }
  return open;
}

bool Journal::has_creates() const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(
      entries_, [](const auto& entry) { return entry.second.is_busy && entry.second.is_create; });
}

JournalStats Journal::stats() const {
  JournalStats stats;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, entry] : entries_) {
    if (!entry.is_durable) continue;
    ++stats.open;
    const auto& targets = entry.committed.targets;
    const bool is_asked_for = entry.is_busy && entry.is_create;
    if (!is_asked_for && !entry.committed.doubt_is_over && std::ranges::any_of(targets, &Target::is_unclear))
      ++stats.in_doubt;
    if (stats.oldest == 0 || entry.committed.created_at < stats.oldest)
      stats.oldest = entry.committed.created_at;
  }
  return stats;
}

}  // namespace gateway::create
