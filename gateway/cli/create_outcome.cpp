#include "gateway/cli/create_outcome.hpp"

namespace gateway::cli {

CreateOutcome outcome_of(unsigned status, std::string_view code, bool has_operation) {
  if (status == 201) return CreateOutcome::created;
  if (code == reused_key_code) return CreateOutcome::open;
  if (code == "user_exists" || status == 422 || status == 400 || status == 413) return CreateOutcome::refused;
  const bool is_of_a_provider =
      has_operation && (status == 403 || status == 404 || code == "provider_forbidden");
  return is_of_a_provider ? CreateOutcome::refused : CreateOutcome::open;
}

}  // namespace gateway::cli
