#include "tests/integration/crash/cell.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <random>
#include <utility>

namespace tests::integration::crash {
namespace json = boost::json;
namespace {

constexpr std::array<const char*, 6> behaviours = {"answers", "loses",        "is late",
                                                   "refuses", "does nothing", "loses and lags"};
// How long a provider holds a request whose gateway is to be killed meanwhile.
constexpr int hold_ms = 300;

const std::vector<std::string>& moments() {
  static const std::vector<std::string> all = {"before_intent",
                                               "after_intent",
                                               "before_send_commit",
                                               "before_send_commit:2",
                                               "after_send_commit",
                                               "after_send_commit:2",
                                               in_flight,
                                               "after_answer",
                                               "after_answer:2",
                                               "before_conclusion",
                                               "after_conclusion"};
  return all;
}

struct Places {
  std::vector<std::string> providers;
  bool second_is_optional = false;
};

std::vector<Cell> matrix() {
  const std::string partner = "partner_center", cockpit = "cloud_cockpit";
  std::vector<Cell> cells;
  for (const auto& [providers, is_optional] : {Places{{partner}},
                                               {{cockpit}},
                                               {{partner, cockpit}},
                                               {{cockpit, partner}},
                                               {{partner, cockpit}, true}}) {
    std::vector<std::string> points = moments();
    if (providers.size() > 1) points.insert(points.end(), {"before_done", "after_done"});
    for (std::size_t faulty = 0; faulty < providers.size(); ++faulty) {
      for (std::size_t i = 0; i < behaviours.size(); ++i) {
        for (const std::string& point : points)
          cells.push_back({providers, is_optional, faulty, static_cast<Behaviour>(i), point, {}, 1, false});
      }
    }
  }
  return cells;
}

// std::shuffle and the distributions of the library are not the same everywhere.
std::size_t below(std::size_t end, std::mt19937_64& random) {
  return static_cast<std::size_t>(random() % end);
}

}  // namespace

std::string describe(const Cell& cell) {
  std::string text = "killed at " + cell.kill_at;
  if (!cell.kill_again_at.empty()) text += " and " + cell.kill_again_at;
  text += " of";
  for (const std::string& provider : cell.providers)
    text += ' ' + provider;
  if (cell.second_is_optional) text += " (optional)";
  text += "; " + cell.providers[cell.faulty] + ' ' + behaviours[static_cast<std::size_t>(cell.behaviour)];
  text += " (" + std::to_string(cell.times) + " x)";
  if (cell.kill_at == in_flight) text += cell.holds_unexecuted ? ", executing after" : ", executing before";
  return text;
}

std::string action_of(const Cell& cell) {
  json::object action;
  switch (cell.behaviour) {
    case Behaviour::answers:
      break;
    case Behaviour::loses:
    case Behaviour::lags:
      action["reset"] = "after";
      break;
    case Behaviour::late:
      action["execute_late_ms"] = late_ms;
      break;
    case Behaviour::refuses:
      action["status"] = 400;
      action["body"] = json::object{{"description", "no"}};
      break;
    case Behaviour::not_at_all:
      action["reset"] = "before";
      break;
  }
  if (cell.kill_at == in_flight) {
    const bool answers_nothing = cell.behaviour == Behaviour::late || cell.behaviour == Behaviour::not_at_all;
    action[cell.holds_unexecuted || answers_nothing ? "delay_ms" : "delay_answer_ms"] = hold_ms;
  }
  return action.empty() ? std::string() : json::serialize(action);
}

std::vector<Cell> walk(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Cell> cells, order;
  while (cells.size() < count) {
    if (order.empty()) {
      order = matrix();
      for (std::size_t i = order.size() - 1; i > 0; --i)
        std::swap(order[i], order[below(i + 1, random)]);
    }
    Cell cell = std::move(order.back());
    order.pop_back();
    const auto& points = moments();
    const std::string again = points[below(points.size(), random)];
    if (below(3, random) == 0 && again != in_flight) cell.kill_again_at = again;
    cell.times = static_cast<int>(1 + below(2, random));
    cell.holds_unexecuted = below(2, random) == 0;
    cells.push_back(std::move(cell));
  }
  return cells;
}

std::vector<std::string> fault_points() {
  return {"before_intent", "after_intent", "before_send_commit", "after_send_commit", "after_answer",
          "before_done",   "after_done",   "before_conclusion",  "after_conclusion"};
}

}  // namespace tests::integration::crash
