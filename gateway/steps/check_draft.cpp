#include "gateway/steps/check_draft.hpp"

#include "schema/fold.hpp"

#include <algorithm>
#include <optional>

namespace gateway::steps {
namespace {

using schema::DraftField;
using schema::FieldError;

constexpr std::string_view unsupported = "unsupported_field";

std::optional<DraftField> field_named(std::string_view name) {
  for (std::size_t i = 0; i < schema::draft_field_count; ++i) {
    const auto field = static_cast<DraftField>(i);
    if (schema::name_of(field) == name) return field;
  }
  return std::nullopt;
}

// A member without a place may still say just what the provider will show for it.
bool is_derived_alike(const schema::UserDraft& draft, DraftField field, const adapters::Adapter& adapter) {
  const auto* text = draft.text(field);
  return text != nullptr && *text && adapter.derive(field, draft) == **text;
}

void find_unsupported(const schema::UserDraft& draft, const std::vector<ChosenProvider>& chosen,
                      std::vector<FieldError>& errors) {
  for (std::size_t i = 0; i < schema::draft_field_count; ++i) {
    const auto field = static_cast<DraftField>(i);
    if (!draft.has(field)) continue;
    const bool held = std::ranges::any_of(chosen, [&](const ChosenProvider& one) {
      return one.adapter->can_hold(field) || is_derived_alike(draft, field, *one.adapter);
    });
    if (held) continue;
    // Where it fails at one provider alone, say which; else it is nobody's.
    const std::string provider(chosen.size() == 1 ? chosen.front().name : std::string_view());
    errors.push_back({"/" + std::string(schema::name_of(field)), "", provider, std::string(unsupported),
                      "No provider that this user goes to has a place for it: leave it out."});
  }
}

void find_two_people(const schema::UserDraft& draft, const std::vector<ChosenProvider>& chosen,
                     std::vector<FieldError>& errors) {
  std::optional<std::string> first;
  for (const ChosenProvider& one : chosen) {
    const std::string identity = identity_of(draft, *one.adapter);
    if (identity.empty()) continue;  // a missing one has an error of its own
    if (!first) {
      first = identity;
    } else if (!schema::same_identity(*first, identity)) {
      errors.push_back(
          {"/" + std::string(schema::name_of(one.adapter->identity())), "", std::string(one.name),
           "other_person",
           "It must be equal to the identity at the other providers, or there would be two people: " +
               std::string(schema::name_of(chosen.front().adapter->identity())) + " and " +
               std::string(schema::name_of(one.adapter->identity())) + " must say the same."});
    }
  }
}

}  // namespace

std::string identity_of(const schema::UserDraft& draft, const adapters::Adapter& adapter) {
  const auto field = field_named(schema::name_of(adapter.identity()));
  const auto* text = field ? draft.text(*field) : nullptr;
  return text != nullptr && *text ? **text : std::string();
}

void apply_defaults(schema::UserDraft& draft, const std::map<std::string, std::string>& defaults,
                    const std::vector<ChosenProvider>& chosen) {
  for (const auto& [name, value] : defaults) {
    const auto field = field_named(name);
    if (!field || draft.has(*field)) continue;
    auto* text = draft.text(*field);
    const bool held =
        std::ranges::any_of(chosen, [&](const ChosenProvider& one) { return one.adapter->can_hold(*field); });
    if (text != nullptr && held) *text = value;
  }
}

std::vector<FieldError> check_draft(const schema::UserDraft& draft,
                                    const std::vector<ChosenProvider>& chosen) {
  std::vector<FieldError> errors;
  for (const ChosenProvider& one : chosen) {
    for (FieldError& error : one.adapter->check_draft(draft)) {
      error.provider = one.name;
      errors.push_back(std::move(error));
    }
  }
  find_unsupported(draft, chosen, errors);
  find_two_people(draft, chosen, errors);
  return errors;
}

schema::Problem draft_problem(std::vector<FieldError> errors) {
  const bool only_unsupported =
      std::ranges::all_of(errors, [](const FieldError& error) { return error.reason == unsupported; });
  schema::Problem problem(
      only_unsupported ? schema::ProblemCode::unsupported_field : schema::ProblemCode::invalid_draft,
      errors.size() == 1 ? "The draft has a mistake; nothing was sent."
                         : "The draft has " + std::to_string(errors.size()) + " mistakes; nothing was sent.");
  problem.errors = std::move(errors);
  return problem;
}

}  // namespace gateway::steps
