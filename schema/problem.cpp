#include "schema/problem.hpp"

#include "schema/excerpt.hpp"
#include "schema/json_text.hpp"

namespace schema {
namespace {

constexpr std::size_t provider_message_characters = 512;

// Writes one object's members with the commas between them.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;

  void text(std::string_view name, std::string_view value) { append_json_string(begin(name), value); }
  void text_if_any(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void text_or_null(std::string_view name, std::string_view value) {
    if (value.empty()) {
      begin(name) += "null";
    } else {
      text(name, value);
    }
  }
  void literal(std::string_view name, std::string_view json) { begin(name) += json; }

  template <class Items, class AppendItem>
  void array_if_any(std::string_view name, const Items& items, AppendItem append_item) {
    if (items.empty()) return;
    begin(name) += '[';
    bool is_first = true;
    for (const auto& item : items) {
      if (!is_first) out_ += ',';
      is_first = false;
      append_item(out_, item);
    }
    out_ += ']';
  }

  // The caller appends the member's value.
  std::string& begin(std::string_view name) {
    if (!is_first_) out_ += ',';
    is_first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
    return out_;
  }
  void end() { out_ += '}'; }

 private:
  std::string& out_;
  bool is_first_ = true;
};

void append_field_error(std::string& out, const FieldError& error) {
  Members members(out);
  if (error.parameter.empty()) {
    // An empty pointer is the whole body, so it is printed all the same.
    members.text("pointer", error.pointer);
  } else {
    members.text("parameter", error.parameter);
  }
  members.text_if_any("provider", error.provider);
  members.text("reason", error.reason);
  members.text_if_any("detail", error.detail);
  members.end();
}

}  // namespace

void append_provider_outcome(std::string& out, const ProviderOutcome& outcome) {
  Members members(out);
  members.text("name", outcome.name);
  members.text(outcome.is_create ? "state" : "status", outcome.status);
  if (outcome.is_create) {
    members.text_or_null("id", outcome.id);
  } else {
    members.literal("count", outcome.count ? std::to_string(*outcome.count) : "null");
  }
  if (!outcome.error.empty()) {
    append_problem(members.begin("error"), outcome.error.front());
  } else if (!outcome.encoded_error.empty()) {
    members.literal("error", outcome.encoded_error);
  }
  members.end();
}

void append_problem(std::string& out, const Problem& problem) {
  const ProblemKind& kind = kind_of(problem.code);
  Members members(out);
  std::string& type = members.begin("type");
  type += "\"/problems/";
  type += kind.name;
  type += '"';
  members.text("title", kind.title);
  members.literal("status", std::to_string(kind.status));
  members.text_if_any("detail", problem.detail);
  members.text("code", kind.name);
  members.text_if_any("correlationId", problem.correlation_id);
  members.text_if_any("provider", problem.provider);
  if (problem.provider_status) members.literal("providerStatus", std::to_string(*problem.provider_status));
  members.text_if_any("providerCode", problem.provider_code);
  members.text_if_any("providerMessage",
                      first_characters(problem.provider_message, provider_message_characters));
  members.text_if_any("remedy", problem.remedy);
  if (problem.retryable) members.literal("retryable", *problem.retryable ? "true" : "false");
  members.text_if_any("operation", problem.operation);
  members.array_if_any("providers", problem.providers, append_provider_outcome);
  members.array_if_any("errors", problem.errors, append_field_error);
  members.end();
}

std::string encode_problem(const Problem& problem) {
  std::string out;
  append_problem(out, problem);
  return out;
}

}  // namespace schema
