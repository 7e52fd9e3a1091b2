#include "gateway/cli/json_writers.hpp"

#include "gateway/cli/terminal_text.hpp"
#include "schema/json_text.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace gateway::cli {
namespace {
namespace json = boost::json;

std::string user_text(const ListedUser& user, bool across_customers) {
  if (!across_customers) return std::string(user.json);
  std::string text = "{\"customer\":";
  schema::append_json_string(text, user.customer);
  if (!user.members.empty()) text += ',';
  return text.append(user.json.substr(1));
}

void print(Output& output, const std::string& text, bool is_for_terminal) {
  if (!is_for_terminal) return output.append(text);
  std::string visible;
  append_visible_json(visible, text);
  output.append(visible);
}

json::value error_of(const ApiFailure& failure) {
  if (failure.problem) return *failure.problem;
  return json::object{{"detail", failure.detail}};
}

json::object members_behind_items(const ListOutcome& outcome, bool across_customers) {
  json::object members;
  if (across_customers) {
    members["customers"] = outcome.customers;
    members["count"] = outcome.count;
  } else {
    members["totalCount"] = outcome.total && !outcome.failure ? json::value(*outcome.total) : json::value();
  }
  members["complete"] = outcome.failure    ? json::value(false)
                        : outcome.complete ? json::value(*outcome.complete)
                                           : json::value();
  members["providers"] = outcome.providers;
  members["warnings"] = outcome.warnings;
  if (outcome.failure) members["error"] = error_of(*outcome.failure);
  return members;
}

}  // namespace

NdjsonWriter::NdjsonWriter(const WriterWish& wish, Output& output)
    : across_customers_(wish.across_customers), is_for_terminal_(wish.is_for_terminal), output_(output) {}

void NdjsonWriter::write(const ListedUser& user) {
  print(output_, user_text(user, across_customers_) + '\n', is_for_terminal_);
}

JsonWriter::JsonWriter(const WriterWish& wish, Output& output)
    : across_customers_(wish.across_customers), is_for_terminal_(wish.is_for_terminal), output_(output) {}

void JsonWriter::begin() { output_.append("{\"items\":["); }

void JsonWriter::write(const ListedUser& user) {
  print(output_, (is_first_ ? "\n" : ",\n") + user_text(user, across_customers_), is_for_terminal_);
  is_first_ = false;
}

void JsonWriter::end(const ListOutcome& outcome) {
  const std::string behind = json::serialize(members_behind_items(outcome, across_customers_));
  print(output_, (is_first_ ? "]," : "\n],") + behind.substr(1) + '\n', is_for_terminal_);
}

}  // namespace gateway::cli
