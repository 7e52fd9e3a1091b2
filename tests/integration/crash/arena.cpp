#include "tests/integration/crash/arena.hpp"

#include "tests/integration/crash/books.hpp"
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>
#include <thread>
#include <utility>

namespace tests::integration::crash {
namespace json = boost::json;
using Clock = std::chrono::steady_clock;
using support::EmulatorProcess;
using support::HttpConnection;
namespace {

void add_fault(const EmulatorProcess& emulator, const std::string& provider, const std::string& action,
               int times) {
  const json::object match = {{"operation", "create"}, {"provider", provider}};
  emulator.fault(
      json::serialize(json::object{{"match", match}, {"times", times}, {"action", json::parse(action)}}));
}

// False: it did not come.
bool await_post(const EmulatorProcess& emulator, const std::string& provider, std::size_t more_than) {
  const auto end = Clock::now() + std::chrono::seconds(3);
  while (count_posts(emulator, provider) <= more_than) {
    if (Clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace

std::string crash_yaml(const EmulatorProcess& emulator, const StateFolder& state) {
  const std::string lenient = "    create_in: [partner_center, {provider: cloud_cockpit, optional: true}]\n";
  return file_of(state.yaml(),
                 {emulated_tenant(emulator, "contoso"), emulated_tenant(emulator, "lenient", lenient)});
}

Arena::Arena() : gateway_(USHER_WITH_FAULTS, crash_yaml(emulator_, state_)) { history_.password = password; }

void Arena::set_scene(const Cell& cell) {
  const std::string action = action_of(cell);
  if (!action.empty()) add_fault(emulator_, cell.providers[cell.faulty], action, cell.times);
  if (cell.behaviour == Behaviour::lags) emulator_.set("list_lag_ms", late_ms);
}

Told Arena::ask_and_kill_in_flight(const Cell& cell, const Wish& wish) {
  const std::string& provider = cell.providers[cell.faulty];
  const std::size_t before = count_posts(emulator_, provider);
  HttpConnection connection(gateway_.port());
  connection.send(wish.request());
  await_post(emulator_, provider, before);
  die();
  return told(wish, connection.read_reply());
}

// And while it is dead: whatever reached a provider must have been written down before.
void Arena::die() {
  gateway_.kill();
  const auto sent = posts(emulator_);
  for (std::string& one : unrecorded(sent, kept(state_.database()).sent))
    broken_.push_back(std::move(one));
  for (auto& [name, bytes] : bytes_of(state_.database()))
    history_.texts[name] = std::move(bytes);
  for (std::string& one : broken_promises({.password = history_.password, .texts = history_.texts}))
    broken_.push_back(std::move(one));
}

void Arena::run(const Cell& cell, const std::string& name) {
  const Wish wish{name, "key-" + name, cell.providers, cell.second_is_optional};
  set_scene(cell);
  const bool is_by_hand = cell.kill_at == in_flight;
  gateway_.start(is_by_hand ? "" : cell.kill_at);
  std::vector<Told> all;
  all.push_back(is_by_hand ? ask_and_kill_in_flight(cell, wish) : ask_once(gateway_.port(), wish));
  // Also where it did not come to the point: an answer that was given outlives everybody.
  die();
  gateway_.start(cell.kill_again_at);
  bool is_second_life = true;
  const auto again = ask_until_final(
      [&] {
        if (!gateway_.is_alive() && std::exchange(is_second_life, false)) {
          die();
          gateway_.start();
        }
        return ask_once(gateway_.port(), wish);
      },
      Clock::now() + time_to_settle);
  all.insert(all.end(), again.begin(), again.end());
  landed_by_ = std::max(landed_by_, Clock::now() + std::chrono::milliseconds(2 * late_ms));
  emulator_.remove("/faults");
  emulator_.set("list_lag_ms", 0);
  check_settled(wish, all);
  history_.told.insert(history_.told.end(), all.begin(), all.end());
}

void Arena::check_settled(const Wish& wish, const std::vector<Told>& told) {
  if (!gateway_.is_alive()) gateway_.start();
  if (!await_settled(gateway_.process(), told, time_to_settle))
    broken_.push_back(wish.person() + ": an operation did not settle");
}

std::vector<std::string> Arena::judge() {
  // What a provider carries out late is announced by nothing.
  std::this_thread::sleep_until(landed_by_);
  history_.posts = posts(emulator_);
  history_.people = people(emulator_);
  history_.operations = operations(gateway_.process(), history_.told);
  die();
  // One that has succeeded is open while an optional provider is in doubt: for ten minutes, where nobody
  // turns up.
  for (const std::string& open : kept(state_.database()).open)
    if (!open.ends_with(" succeeded")) broken_.push_back("still open in the state file: " + open);
  history_.texts["the log"] = gateway_.log();
  for (std::string& one : broken_promises(history_))
    broken_.push_back(std::move(one));
  const std::set<std::string> once(broken_.begin(), broken_.end());
  return {once.begin(), once.end()};
}

}  // namespace tests::integration::crash
