#include "tests/emulator/faults.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace tests::emulator {
namespace {

namespace json = boost::json;

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

void check_names(const json::object& object, std::initializer_list<std::string_view> known,
                 std::string_view where) {
  for (const auto& entry : object) {
    const std::string_view name(entry.key().data(), entry.key().size());
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      refuse("unknown member '" + std::string(name) + "' in " + std::string(where));
    }
  }
}

std::int64_t number(const json::value& value, std::string_view name) {
  if (!value.is_int64() || value.get_int64() < 0) refuse(std::string(name) + " must be a number from 0 up");
  return value.get_int64();
}

std::string text(const json::value& value, std::string_view name) {
  if (!value.is_string()) refuse(std::string(name) + " must be a string");
  return std::string(value.get_string());
}

bool boolean(const json::value& value, std::string_view name) {
  if (!value.is_bool()) refuse(std::string(name) + " must be true or false");
  return value.get_bool();
}

// JSON text holds code points; \u0000 to \u00ff stand for the bytes themselves.
std::string latin1(const std::string& utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    if (c < 0x80) {
      out += utf8[i];
    } else if ((c == 0xc2 || c == 0xc3) && i + 1 < utf8.size()) {
      out += static_cast<char>(((c & 0x03) << 6) | (static_cast<unsigned char>(utf8[++i]) & 0x3f));
    } else {
      refuse("raw may hold \\u0000 to \\u00ff only");
    }
  }
  return out;
}

void read_kind(const json::object& object, FaultAction& action) {
  int kinds = 0;
  const auto choose = [&](FaultKind kind) {
    action.kind = kind;
    if (++kinds > 1)
      refuse(
          "an action is one of status, reset, truncate, garbage, execute_late_ms, raw, stall, "
          "close_after, surplus, expire_token (delays may join any)");
  };
  for (const auto& entry : object) {
    const std::string_view name(entry.key().data(), entry.key().size());
    const json::value& value = entry.value();
    if (name == "status") {
      choose(FaultKind::status);
      action.status = static_cast<int>(number(value, name));
      if (action.status < 200 || action.status > 599) refuse("status must be 200 to 599");
    } else if (name == "body") {
      action.body = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    } else if (name == "headers") {
      if (!value.is_object()) refuse("headers must be an object");
      for (const auto& header : value.get_object()) {
        action.headers.emplace_back(std::string(header.key()), text(header.value(), "a header"));
      }
    } else if (name == "execute") {
      action.execute = boolean(value, name);
    } else if (name == "delay_ms") {
      action.delay = number(value, name);
    } else if (name == "delay_answer_ms") {
      action.delay_answer = number(value, name);
    } else if (name == "reset") {
      const std::string when = text(value, name);
      if (when != "before" && when != "after") refuse("reset must be before or after");
      choose(when == "before" ? FaultKind::reset_before : FaultKind::reset_after);
    } else if (name == "truncate" || name == "stall") {
      choose(name == "stall" ? FaultKind::stall : FaultKind::truncate);
      action.count = static_cast<std::size_t>(number(value, name));
    } else if (name == "execute_late_ms") {
      choose(FaultKind::execute_late);
      action.count = static_cast<std::size_t>(number(value, name));
    } else if (name == "raw" || name == "surplus") {
      choose(name == "raw" ? FaultKind::raw : FaultKind::surplus);
      action.bytes = latin1(text(value, name));
    } else if (boolean(value, name)) {
      choose(name == "garbage"       ? FaultKind::garbage
             : name == "close_after" ? FaultKind::close_after
                                     : FaultKind::expire_token);
    }
  }
  if (kinds == 0 && action.delay == 0 && action.delay_answer == 0) refuse("action does nothing");
}

FaultAction read_action(const json::value* value) {
  if (value == nullptr || !value->is_object()) refuse("action must be an object");
  const json::object& object = value->get_object();
  check_names(object,
              {"status", "body", "headers", "execute", "delay_ms", "delay_answer_ms", "reset", "truncate",
               "garbage", "execute_late_ms", "raw", "stall", "close_after", "surplus", "expire_token"},
              "action");
  FaultAction action;
  read_kind(object, action);
  return action;
}

void read_match(const json::value* value, Fault& fault) {
  if (value == nullptr) return;
  if (!value->is_object()) refuse("match must be an object");
  const json::object& object = value->get_object();
  check_names(object, {"provider", "method", "operation", "customer", "page"}, "match");
  for (const auto& entry : object) {
    const std::string_view name(entry.key().data(), entry.key().size());
    if (name == "page") {
      fault.page = static_cast<int>(number(entry.value(), name));
    } else {
      std::string& field = name == "provider"    ? fault.provider
                           : name == "method"    ? fault.method
                           : name == "operation" ? fault.operation
                                                 : fault.customer;
      field = text(entry.value(), name);
    }
  }
  fault.customer = lower(fault.customer);
  const bool known = fault.provider.empty() || fault.provider == "partner_center" ||
                     fault.provider == "cloud_cockpit" || fault.provider == "token_service";
  if (!known) refuse("provider must be partner_center, cloud_cockpit or token_service");
}

bool matches(const Fault& fault, const Call& call, const std::string& method) {
  const auto fits = [](const std::string& wanted, const std::string& is) {
    return wanted.empty() || wanted == is;
  };
  return fits(fault.provider, call.provider) && fits(fault.operation, call.operation) &&
         fits(fault.customer, call.customer) && fits(fault.method, method) &&
         (fault.page == 0 || fault.page == call.page);
}

}  // namespace

int Faults::add(const json::object& description) {
  check_names(description, {"match", "skip", "times", "action"}, "the fault");
  Fault fault;
  read_match(description.if_contains("match"), fault);
  if (const json::value* skip = description.if_contains("skip"))
    fault.skip = static_cast<int>(number(*skip, "skip"));
  if (const json::value* times = description.if_contains("times")) {
    fault.times = static_cast<int>(number(*times, "times"));
  }
  fault.action = read_action(description.if_contains("action"));
  fault.source = description;
  fault.id = next_id_++;
  faults_.push_back(std::move(fault));
  return faults_.back().id;
}

TakenFault Faults::take(const Call& call, const std::string& method) {
  TakenFault taken;
  for (Fault& fault : faults_) {
    const bool spent = fault.times > 0 && fault.hits >= fault.times;
    const bool only_delays = fault.action.kind == FaultKind::none;
    if (spent || !matches(fault, call, method)) continue;
    if (!only_delays && taken.action.kind != FaultKind::none) continue;
    if (fault.skip > 0) {
      --fault.skip;
      continue;
    }
    ++fault.hits;
    taken.ids.push_back(fault.id);
    const Millis delay = taken.action.delay + fault.action.delay;
    const Millis delay_answer = taken.action.delay_answer + fault.action.delay_answer;
    if (!only_delays) taken.action = fault.action;
    taken.action.delay = delay;
    taken.action.delay_answer = delay_answer;
  }
  return taken;
}

json::object Faults::to_json() const {
  json::array all;
  for (const Fault& fault : faults_) {
    json::object entry = fault.source;
    entry["id"] = fault.id;
    entry["skip"] = fault.skip;
    entry["hits"] = fault.hits;
    entry["remaining"] = fault.times == 0 ? json::value("always") : json::value(fault.times - fault.hits);
    all.push_back(std::move(entry));
  }
  json::object out;
  out["faults"] = std::move(all);
  return out;
}

}  // namespace tests::emulator
