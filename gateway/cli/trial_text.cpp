#include "gateway/cli/trial_text.hpp"

#include "gateway/cli/table.hpp"

#include <algorithm>

namespace gateway::cli {
namespace {

std::string left_of(const observe::Credential& credential) {
  const auto days = credential.days_left(std::chrono::system_clock::now());
  if (days) return std::to_string(*days) + (*days == 1 ? " day" : " days");
  // Of what was configured and not replaced nobody knows the age; of a secret nobody tells the end.
  return credential.kind == observe::Credential::Kind::refresh_token ? "at most 90 days" : "not known";
}

std::string why(const adapters::ProviderError& error) {
  std::string text = error.code;
  if (text.empty() && error.status) text = "HTTP " + std::to_string(*error.status);
  text += text.empty() ? "" : ": ";
  text += error.detail.empty() ? "It failed." : error.detail;
  if (!error.remedy.empty()) text += ' ' + error.remedy;
  return text;
}

}  // namespace

bool is_good(const Trial& trial) {
  return trial.mistakes.empty() &&
         std::ranges::none_of(trial.tried, [](const Tried& one) { return one.failure.has_value(); });
}

std::string trial_text(const Trial& trial) {
  Table table({"TENANT", "PROVIDER", "RESULT", "SIGNS IN BY", "LEFT", "WHY"}, std::nullopt);
  for (const Tried& one : trial.tried) {
    table.add({one.tenant, one.provider, one.failure ? "failed" : "ok",
               std::string(name_of(one.credential->kind)), one.failure ? "" : left_of(*one.credential),
               one.failure ? why(*one.failure) : ""});
  }
  std::string text;
  table.print_to(text);
  return text;
}

}  // namespace gateway::cli
