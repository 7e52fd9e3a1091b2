#include "gateway/cli/report.hpp"

#include "gateway/cli/problem_parts.hpp"
#include "gateway/cli/terminal_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace gateway::cli {
namespace {
namespace json = boost::json;

constexpr std::size_t customers_told = 20;

void append_line(std::string& out, std::string_view indent, std::string_view label, const std::string& text) {
  if (!text.empty()) out.append(indent).append(label).append(text).append("\n");
}

// "cloud_cockpit, which answered 403, 900421, No reseller."
std::string provider_of(const json::object& problem) {
  std::string out = visible_member(problem, "provider");
  std::string answer;
  for (const char* name : {"providerStatus", "providerCode", "providerMessage"}) {
    const std::string part = visible_member(problem, name);
    if (!part.empty()) answer += (answer.empty() ? "" : ", ") + part;
  }
  if (!answer.empty()) out += ", which answered " + answer;
  return out;
}

void append_outcome(std::string& out, const json::object& provider, std::string_view indent);

void append_details(std::string& out, const json::object& problem, std::string_view indent) {
  append_line(out, indent, "provider: ", provider_of(problem));
  append_line(out, indent, "remedy: ", visible_member(problem, "remedy"));
  for_each_object(problem, "errors", [&](const json::object& error) {
    std::string where = visible_member(error, "parameter");
    if (where.empty()) where = visible_member(error, "pointer");
    append_line(out, indent, "",
                joined({where, visible_member(error, "provider"), visible_member(error, "reason"),
                        visible_member(error, "detail")}));
  });
  for_each_object(problem, "providers",
                  [&](const json::object& provider) { append_outcome(out, provider, indent); });
  append_line(out, indent, "operation: ", visible_member(problem, "operation"));
  append_line(out, indent, "correlation id: ", visible_member(problem, "correlationId"));
}

// Only of a provider that failed.
void append_outcome(std::string& out, const json::object& provider, std::string_view indent) {
  const json::value* error = provider.if_contains("error");
  if (error == nullptr || !error->is_object()) return;
  const json::object& problem = error->get_object();
  append_line(out, indent, "",
              joined({visible_member(provider, "name"), visible_member(problem, "code"),
                      visible_member(problem, "detail")}));
  std::string deeper(indent);
  deeper += "  ";
  append_line(out, deeper, "remedy: ", visible_member(problem, "remedy"));
}

void append_missing(std::string& out, const ListOutcome& outcome) {
  out += "usher: the list is incomplete\n";
  for (const json::value& provider : outcome.providers) {
    if (provider.is_object()) append_outcome(out, provider.get_object(), "  ");
  }
  std::size_t told = 0;
  for (const json::value& line : outcome.customers) {
    const json::object& customer = line.get_object();
    const json::value* complete = customer.if_contains("complete");
    if (complete == nullptr || *complete != false || ++told > customers_told) continue;
    append_line(out, "  ", "customer ", visible_member(customer, "customer"));
    for_each_object(customer, "providers",
                    [&](const json::object& provider) { append_outcome(out, provider, "    "); });
  }
  if (told > customers_told) {
    out += "  and " + std::to_string(told - customers_told) + " customers more\n";
  }
}

void append_warnings(std::string& out, const json::object& holder, const std::string& whose) {
  for_each_object(holder, "warnings", [&](const json::object& warning) {
    std::string ids;
    const json::value* list = warning.if_contains("ids");
    if (list != nullptr && list->is_array()) {
      for (const json::value& id : list->get_array())
        ids += ' ' + visible(id.is_string() ? std::string(id.get_string().c_str()) : json::serialize(id));
    }
    const std::string text = joined({whose, visible_member(warning, "code"),
                                     visible_member(warning, "provider"), visible_member(warning, "detail")});
    append_line(out, "usher: warning: ", "", text + (ids.empty() ? "" : " (" + ids.substr(1) + ")"));
  });
}

}  // namespace

std::string problem_text(const json::object& problem, std::string_view indent) {
  std::string out(indent);
  const std::string title = visible_member(problem, "title");
  out += joined({title.empty() ? "the request failed" : title, visible_member(problem, "detail")});
  out += " (" + visible_member(problem, "status") + ' ' + visible_member(problem, "code") + ")\n";
  append_details(out, problem, std::string(indent) + "  ");
  return out;
}

std::string failure_text(const ApiFailure& failure) {
  return failure.problem ? "usher: " + problem_text(*failure.problem)
                         : "usher: " + visible(failure.detail) + '\n';
}

std::string outcome_text(const ListOutcome& outcome) {
  std::string out;
  if (outcome.failure) {
    out += failure_text(*outcome.failure);
    if (outcome.count > 0) {
      out += "usher: the list ends after " + std::to_string(outcome.count) + " users: it is not whole\n";
    }
  }
  if (outcome.complete == false) append_missing(out, outcome);
  append_warnings(out, json::object{{"warnings", outcome.warnings}}, {});
  for (const json::value& customer : outcome.customers)
    append_warnings(out, customer.get_object(), visible_member(customer.get_object(), "customer"));
  return out;
}

}  // namespace gateway::cli
