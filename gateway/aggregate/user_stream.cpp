#include "gateway/aggregate/user_stream.hpp"

#include "gateway/aggregate/outcomes.hpp"
#include "schema/fold.hpp"
#include "schema/user_json.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <algorithm>
#include <xxhash.h>

namespace gateway::aggregate {
namespace asio = boost::asio;
using adapters::UserSet;
namespace {

// A page may wait for a provider that asks for patience; each exchange has its own, shorter limits.
constexpr std::chrono::minutes page_patience{2};
// How many of the whole lists are told at a time.
constexpr std::uint32_t batch = 500;

adapters::ProviderError paging_fault() {
  adapters::ProviderError error;
  error.kind = adapters::ErrorKind::bad_response;
  error.detail = "The provider's paging came back to a page it had given.";
  return error;
}

std::uint64_t has_of(const std::vector<const schema::User*>& accounts) {
  std::uint64_t has = 0;
  for (std::size_t i = 0; i < accounts.size(); ++i)
    has |= std::uint64_t{accounts[i] != nullptr} << i;
  return has;
}

std::uint64_t hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

}  // namespace

UserStream::UserStream(Order order) : order_(std::move(order)) {
  for (const auto& place : order_.where.places) {
    Slot slot;
    slot.place = &place;
    slot.home = order_.tenant->providers[place.provider];
    slots_.push_back(std::move(slot));
  }
  choose_passing();
}

void UserStream::choose_passing() {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const auto& adapter = slots_[i].home->adapter();
    const bool can_pass = slots_[i].place->is_bound() && adapter.has_pages();
    const auto sets = sets_of(adapter, order_.selection.state);
    if (!can_pass || sets.empty()) continue;
    passing_ = i;
    sets_ = sets;
    return;
  }
}

void UserStream::fail(Slot& slot, const adapters::ProviderError& error) {
  slot.status = "error";
  slot.error =
      failed_outcome(*order_.tenant, slot.place->provider, error, order_.context.correlation_id).error;
  const bool is_earlier = !first_problem_ || std::ranges::none_of(slots_, [&](const Slot& other) {
    return &other < &slot && other.status == "error";
  });
  if (is_earlier) first_problem_ = slot.error.front();
}

adapters::Async<adapters::PagePtr> UserStream::read_page(UserSet set, std::string next,
                                                         adapters::TimePoint deadline) {
  adapters::CallContext context = order_.context;
  context.deadline = deadline;
  const Slot& slot = slots_[*passing_];
  return slot.home->page(std::move(context), *slot.place->binding, set, std::move(next));
}

asio::awaitable<void> UserStream::open() {
  using namespace asio::experimental::awaitable_operators;
  std::vector<Question> questions;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (!slots_[i].place->is_bound() || passing_ == i) continue;
    for (const UserSet set : sets_of(slots_[i].home->adapter(), order_.selection.state))
      questions.push_back({slots_[i].home, *slots_[i].place->binding, set});
  }
  std::vector<adapters::Result<UserListPtr>> lists;
  auto whole = questions.empty()
                   ? std::optional<asio::awaitable<std::vector<adapters::Result<UserListPtr>>>>()
                   : std::optional(list_everywhere(std::move(questions), Freshness::shared, order_.context));
  adapters::Result<adapters::PagePtr> first = adapters::PagePtr();
  if (!passing_) {
    if (whole) lists = co_await std::move(*whole);
  } else {
    auto page = read_page(sets_.front(), {}, order_.context.deadline);
    if (whole) {
      auto both = std::move(*whole) && std::move(page);
      auto [all, one] = co_await std::move(both);
      lists = std::move(all);
      first = std::move(one);
    } else {
      first = co_await std::move(page);
    }
  }
  take_lists(std::move(lists));
  if (!passing_) co_return;
  Slot& slot = slots_[*passing_];
  if (first) {
    slot.status = "ok";
    page_ = std::move(*first);
    any_answer_ = true;
  } else {
    fail(slot, first.error());
    sets_.clear();
  }
}

void UserStream::take_lists(std::vector<adapters::Result<UserListPtr>> lists) {
  std::vector<Part> parts;
  std::size_t at = 0;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    Slot& slot = slots_[i];
    if (passing_ == i) continue;
    const auto& adapter = slot.home->adapter();
    const std::size_t sets = sets_of(adapter, order_.selection.state).size();
    if (sets == 0) {
      slot.status = "not_asked";
    } else if (slot.place->error) {
      fail(slot, *slot.place->error);
    } else if (!slot.place->is_bound()) {
      slot.status = "not_bound";
    } else {
      const auto list = put_together({lists.data() + at, sets}, order_.selection.state, adapter.identity());
      at += sets;
      if (!list) {
        fail(slot, list.error());
        continue;
      }
      slot.status = "ok";
      slot.part = parts.size();
      any_answer_ = true;
      parts.push_back({order_.tenant->plan.providers[slot.place->provider], adapter.identity(), *list});
    }
  }
  listing_ = merge(std::move(parts));
  warnings_ = listing_.warnings();
  if (!passing_) return;
  matched_.resize(listing_.size());
  for (std::uint32_t person = 0; person < listing_.size(); ++person) {
    if (const auto identity = listing_.identity_of(person); !identity.empty())
      by_identity_.emplace(identity, person);
  }
}

bool UserStream::is_wanted(const schema::User& user) const {
  switch (order_.selection.state) {
    case WantedState::active:
      return user.state != schema::UserState::deleted;
    case WantedState::deleted:
      return user.state == schema::UserState::deleted;
    case WantedState::any:
      break;
  }
  return true;
}

UserStream::Accounts UserStream::accounts_of(std::uint32_t person) const {
  Accounts accounts(slots_.size(), nullptr);
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].part) accounts[i] = listing_[person].accounts[*slots_[i].part];
  }
  return accounts;
}

void UserStream::render(const Accounts& accounts, std::string& line) const {
  std::vector<std::string_view> names;
  names.reserve(slots_.size());
  for (const Slot& slot : slots_)
    names.push_back(slot.home->name());
  const schema::Person person{accounts, names};
  if (!is_selected(order_.selection, person)) return;
  line += order_.line_begin;
  schema::append_person(line, person, {}, order_.shape);
  line += order_.line_end;
  line += '\n';
}

void UserStream::tell(std::string& lines, std::string_view line, Has has) {
  if (line.empty()) return;
  lines += line;
  ++count_;
  for (std::size_t i = 0; i < slots_.size(); ++i)
    slots_[i].count += has >> i & 1;
}

void UserStream::warn(std::string_view identity, const std::string& first, std::string_view id) {
  const std::string prefix = slots_[*passing_].home->name() + ':';
  const auto [place, fresh] = warned_.try_emplace(hash_of(identity), warnings_.size());
  if (fresh) {
    const auto& adapter = slots_[*passing_].home->adapter();
    warnings_.push_back(ambiguous_identity(slots_[*passing_].home->name(), adapter.identity()));
    const auto match = by_identity_.find(identity);
    if (match != by_identity_.end() && matched_[match->second]) {
      warnings_.back().detail =
          "These users have the same " + std::string(schema::name_of(adapter.identity())) +
          ": the first was told, merged with another provider's, before the second came.";
    }
    warnings_.back().ids.push_back(prefix + first);
  }
  warnings_[place->second].ids.push_back(prefix + std::string(id));
}

void UserStream::pass(const schema::User& user, std::string_view identity, bool is_ambiguous,
                      std::string& lines) {
  Accounts accounts(slots_.size(), nullptr);
  if (!identity.empty()) {
    const auto earlier = seen_.first_with(identity, user.id.view());
    if (earlier) warn(identity, *earlier, user.id.view());
    const auto match = by_identity_.find(identity);
    if (!earlier && !is_ambiguous && match != by_identity_.end()) {
      accounts = accounts_of(match->second);
      matched_[match->second] = true;
    }
  }
  accounts[*passing_] = &user;
  std::string line;
  render(accounts, line);
  tell(lines, line, has_of(accounts));
}

// Within one page it is known of everybody whether they share their identity.
void UserStream::pass(const adapters::Page& page, std::string& lines) {
  const auto field = slots_[*passing_].home->adapter().identity();
  std::vector<const schema::User*> users;
  FoldedTexts identities;
  for (const schema::User& user : page.users) {
    if (!is_wanted(user) || !seen_.is_new(user.id.view())) continue;
    users.push_back(&user);
    identities.add(user.text(field), schema::append_identity);
  }
  const auto ambiguous = find_ambiguous(identities, users.size());
  for (std::size_t i = 0; i < users.size(); ++i)
    pass(*users[i], identities[i], ambiguous[i], lines);
}

// False: there is none.
asio::awaitable<bool> UserStream::turn_page() {
  const auto next = page_->next;
  page_.reset();
  if (!next) {
    sets_.erase(sets_.begin());
    turned_.clear();
    if (sets_.empty()) co_return false;
  } else if (!turned_.insert(hash_of(*next)).second) {
    fail(slots_[*passing_], paging_fault());
    sets_.clear();
    co_return false;
  }
  const auto deadline = std::chrono::steady_clock::now() + page_patience;
  auto page = co_await read_page(sets_.front(), next.value_or(""), deadline);
  if (!page) {
    fail(slots_[*passing_], page.error());
    sets_.clear();
    co_return false;
  }
  page_ = std::move(*page);
  co_return true;
}

bool UserStream::tell_listed(std::string& lines) {
  const auto end = std::min<std::uint32_t>(told_ + batch, static_cast<std::uint32_t>(listing_.size()));
  std::string line;
  for (; told_ < end; ++told_) {
    if (!matched_.empty() && matched_[told_]) continue;
    const Accounts accounts = accounts_of(told_);
    line.clear();
    render(accounts, line);
    tell(lines, line, has_of(accounts));
  }
  return told_ < listing_.size();
}

asio::awaitable<bool> UserStream::next(std::string& lines) {
  // The page that open() read, first.
  if (page_ && !started_) {
    started_ = true;
    pass(*page_, lines);
    co_return true;
  }
  if (page_) {
    const bool turned = co_await turn_page();
    if (turned) pass(*page_, lines);
    co_return true;
  }
  co_return tell_listed(lines);
}

std::vector<schema::ProviderOutcome> UserStream::outcomes() const {
  std::vector<schema::ProviderOutcome> outcomes;
  for (const Slot& slot : slots_) {
    schema::ProviderOutcome outcome;
    outcome.name = slot.home->name();
    outcome.status = slot.status;
    if (slot.status == "ok") outcome.count = slot.count;
    outcome.error = slot.error;
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

schema::Problem UserStream::problem() const {
  schema::Problem problem = first_problem_.value_or(schema::Problem(
      schema::ProblemCode::customer_not_found, "No provider of this tenant knows this customer."));
  problem.providers = outcomes();
  return problem;
}

}  // namespace gateway::aggregate
