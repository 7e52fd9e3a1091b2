#include "tests/emulator/ledger.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace tests::emulator {
namespace {

namespace json = boost::json;

json::value body_json(const std::string& body) {
  if (body.empty()) return nullptr;
  boost::system::error_code failed;
  json::value parsed = json::parse(body, failed);
  if (!failed) return parsed;
  return json::value(body);
}

json::object entry_json(const LedgerEntry& entry) {
  json::object out;
  out["n"] = entry.n;
  out["at_ms"] = entry.at;
  out["provider"] = entry.call.provider;
  out["operation"] = entry.call.operation;
  out["method"] = entry.request.method;
  out["target"] = entry.request.target;
  json::object headers;
  for (const auto& [name, value] : entry.request.headers) {
    // A repeated header is joined as HTTP allows.
    if (const json::value* earlier = headers.if_contains(name)) {
      headers[name] = std::string(earlier->get_string()) + ", " + value;
    } else {
      headers[name] = value;
    }
  }
  out["headers"] = std::move(headers);
  out["body"] = body_json(entry.request.body);
  out["status"] = entry.status;
  out["settled"] = entry.settled;
  out["executed"] = entry.executed;
  out["replayed"] = entry.replayed;
  out["customer"] = entry.call.customer.empty() ? json::value(nullptr) : json::value(entry.call.customer);
  out["page"] = entry.call.page == 0 ? json::value(nullptr) : json::value(entry.call.page);
  out["connection"] = entry.connection;
  json::array faults;
  for (const int id : entry.faults)
    faults.emplace_back(id);
  out["faults"] = std::move(faults);
  out["beside"] = json::value_from(entry.beside);
  return out;
}

}  // namespace

std::uint64_t Ledger::open(Millis at, const Call& call, const Request& request, std::uint64_t connection,
                           const std::vector<int>& faults, bool keep_entry) {
  const std::uint64_t n = next_++;
  ++counts_[call.provider][call.operation].requests;
  if (!keep_entry) return n;
  LedgerEntry entry;
  entry.n = n;
  entry.at = at;
  entry.call = call;
  entry.request = request;
  entry.connection = connection;
  entry.faults = faults;
  entries_.push_back(std::move(entry));
  return n;
}

LedgerEntry* Ledger::find(std::uint64_t n) {
  const auto found =
      std::lower_bound(entries_.begin(), entries_.end(), n,
                       [](const LedgerEntry& entry, std::uint64_t wanted) { return entry.n < wanted; });
  return found == entries_.end() || found->n != n ? nullptr : &*found;
}

void Ledger::note_beside(std::uint64_t n, std::vector<std::uint64_t> others) {
  LedgerEntry* entry = find(n);
  if (entry != nullptr) entry->beside = std::move(others);
}

void Ledger::settle(std::uint64_t n, const Call& call, int status, const Answer& answer) {
  Counts& counts = counts_[call.provider][call.operation];
  if (status != 0) ++counts.statuses[status];
  if (answer.executed) ++counts.executed;
  if (answer.replayed) ++counts.replayed;
  if (answer.executed && !answer.person.empty()) ++creates_[call.provider][call.customer][answer.person];
  LedgerEntry* entry = find(n);
  if (entry == nullptr) return;
  if (status != 0) entry->status = status;
  entry->settled = true;
  entry->executed = entry->executed || answer.executed;
  entry->replayed = answer.replayed;
}

void Ledger::clear() {
  entries_.clear();
  counts_.clear();
  connections_.clear();
  creates_.clear();
}

json::object Ledger::to_json(std::string_view provider, std::string_view operation,
                             std::string_view method) const {
  json::array requests;
  for (const LedgerEntry& entry : entries_) {
    const bool wanted = (provider.empty() || entry.call.provider == provider) &&
                        (operation.empty() || entry.call.operation == operation) &&
                        (method.empty() || entry.request.method == method);
    if (wanted) requests.push_back(entry_json(entry));
  }
  json::object out;
  out["requests"] = std::move(requests);
  return out;
}

json::object Ledger::summary() const {
  json::object providers;
  for (const auto& [provider, operations] : counts_) {
    json::object by_operation;
    for (const auto& [operation, counts] : operations) {
      json::object statuses;
      for (const auto& [status, count] : counts.statuses)
        statuses[std::to_string(status)] = count;
      by_operation[operation] = {{"requests", counts.requests},
                                 {"executed", counts.executed},
                                 {"replayed", counts.replayed},
                                 {"statuses", std::move(statuses)}};
    }
    providers[provider] = std::move(by_operation);
  }
  json::array creates;
  std::uint64_t doubles = 0;
  for (const auto& [provider, customers] : creates_) {
    for (const auto& [customer, people] : customers) {
      for (const auto& [person, count] : people) {
        if (count > 1) ++doubles;
        creates.push_back(
            {{"provider", provider}, {"customer", customer}, {"person", person}, {"executed", count}});
      }
    }
  }
  json::object connections;
  for (const auto& [provider, count] : connections_)
    connections[provider] = count;
  json::object out;
  out["operations"] = std::move(providers);
  out["creates"] = std::move(creates);
  out["doubles"] = doubles;
  out["connections"] = std::move(connections);
  return out;
}

}  // namespace tests::emulator
