#include "tests/integration/crash/books.hpp"

#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/state_folder.hpp"
#include "tests/support/read_file.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <memory>
#include <sqlite3.h>
#include <stdexcept>
#include <thread>

namespace tests::integration::crash {
namespace json = boost::json;
namespace fs = std::filesystem;
using support::EmulatorProcess;
using support::GatewayProcess;
namespace {

std::string identity_at(std::string_view provider, const json::value& user) {
  const json::value* const name =
      user.as_object().if_contains(provider == "partner_center" ? "userPrincipalName" : "email");
  return name != nullptr && name->is_string() ? std::string(name->as_string().c_str()) : std::string();
}

// Of one column of text, row by row.
std::vector<std::string> select(const fs::path& database, const char* sql) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(database.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> handle(opened, &sqlite3_close);
  sqlite3_stmt* prepared = nullptr;
  if (code != SQLITE_OK || sqlite3_prepare_v2(opened, sql, -1, &prepared, nullptr) != SQLITE_OK)
    throw std::runtime_error(std::string("the state file cannot be read: ") + sqlite3_errmsg(opened));
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared, &sqlite3_finalize);
  std::vector<std::string> rows;
  int step = sqlite3_step(prepared);
  for (; step == SQLITE_ROW; step = sqlite3_step(prepared))
    rows.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(prepared, 0)));
  if (step != SQLITE_DONE)
    throw std::runtime_error(std::string("the state file cannot be read: ") + sqlite3_errmsg(opened));
  return rows;
}

std::string state_now(const GatewayProcess& gateway, const std::string& address) {
  const support::HttpReply reply = gateway.get(address);
  return reply.status == 200 ? text_at(reply.json(), "state") : code_of(reply);
}

}  // namespace

std::vector<Posted> posts(const EmulatorProcess& emulator) {
  std::vector<Posted> all;
  for (const json::value& entry : emulator.ledger("", "create")) {
    const std::string provider = text_at(entry, "provider");
    all.push_back({{provider, identity_at(provider, entry.at("body"))},
                   entry.at("status").to_number<unsigned>(),
                   entry.at("executed").as_bool(),
                   entry.at("n").to_number<std::uint64_t>(),
                   json::value_to<std::set<std::uint64_t>>(entry.at("beside"))});
  }
  return all;
}

std::size_t count_posts(const EmulatorProcess& emulator, std::string_view provider) {
  const json::value summary = emulator.get("/ledger/summary");
  const json::value* const counts = summary.at("operations").as_object().if_contains(provider);
  const json::value* const creates = counts == nullptr ? nullptr : counts->as_object().if_contains("create");
  return creates == nullptr ? 0 : creates->at("requests").to_number<std::size_t>();
}

std::multiset<Place> people(const EmulatorProcess& emulator) {
  std::multiset<Place> all;
  for (const std::string provider : {"partner_center", "cloud_cockpit"}) {
    const json::value listed = emulator.get("/users?customer=twelve&provider=" + provider);
    for (const json::value& user : listed.at("users").as_array())
      if (const std::string name = identity_at(provider, user); !name.empty()) all.emplace(provider, name);
  }
  return all;
}

std::vector<Ended> operations(const GatewayProcess& gateway, const std::vector<Told>& told) {
  std::set<std::string> addresses;
  for (const Told& one : told)
    if (!one.operation.empty()) addresses.insert(one.operation);
  std::vector<Ended> all;
  for (const std::string& address : addresses)
    all.push_back({address, state_now(gateway, address)});
  return all;
}

bool await_settled(const GatewayProcess& gateway, const std::vector<Told>& told,
                   std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  for (const Ended& one : operations(gateway, told)) {
    for (std::string state = one.state; state == "running" || state == "in_doubt";) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      state = state_now(gateway, one.address);
    }
  }
  return true;
}

Kept kept(const fs::path& database) {
  // A copy: whoever reads the original would also repair it.
  const StateFolder folder;
  for (const char* const suffix : {"", "-wal"}) {
    const fs::path from = database.string() + suffix;
    if (fs::exists(from)) fs::copy_file(from, folder.database().string() + suffix);
  }
  Kept kept;
  for (const std::string& text : select(folder.database(), "SELECT document FROM operations")) {
    const json::value operation = json::parse(text);
    for (const json::value& target : operation.at("targets").as_array()) {
      if (target.at("sends").to_number<int>() > 0)
        kept.sent.emplace(text_at(target, "provider"), text_at(target, "person"));
    }
  }
  kept.open =
      select(folder.database(),
             "SELECT id || ' ' || json_extract(document, '$.state') FROM operations WHERE is_open = 1");
  return kept;
}

std::map<std::string, std::string> bytes_of(const fs::path& database) {
  std::map<std::string, std::string> all;
  for (const char* const suffix : {"", "-wal", "-shm"}) {
    const std::string path = database.string() + suffix;
    if (fs::exists(path)) all[path] = support::read_file(path);
  }
  return all;
}

}  // namespace tests::integration::crash
