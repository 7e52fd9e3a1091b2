// Everything that can be said about a draft before anything is sent: what each chosen provider needs, what
// none of them can hold, and that all would make the same person. Pure.
#pragma once

#include "adapters/adapter.hpp"
#include "schema/problem.hpp"
#include "schema/user_draft.hpp"

#include <map>
#include <string>
#include <vector>

namespace gateway::steps {

struct ChosenProvider {
  std::string_view name;
  const adapters::Adapter* adapter;
};

// Fills in a tenant's defaults for members that the draft leaves out and a chosen provider can hold.
void apply_defaults(schema::UserDraft& draft, const std::map<std::string, std::string>& defaults,
                    const std::vector<ChosenProvider>& chosen);

// Every mistake at once; empty: the draft may be sent.
std::vector<schema::FieldError> check_draft(const schema::UserDraft& draft,
                                            const std::vector<ChosenProvider>& chosen);

// unsupported_field if that is all there is, else invalid_draft.
schema::Problem draft_problem(std::vector<schema::FieldError> errors);

// Who the draft is at this provider: the text of its identity field.
std::string identity_of(const schema::UserDraft& draft, const adapters::Adapter& adapter);

}  // namespace gateway::steps
