#include "gateway/cli/check_rows.hpp"

namespace gateway::cli {
namespace {

// What another row would not have been told. A 400 that names a parameter is about the command, not the row.
bool is_about_the_row(const ApiReply& reply, const ApiFailure& failure) {
  if (!failure.problem) return false;
  return reply.status == 422 || reply.status == 413 || failure.code() == "malformed_json";
}

}  // namespace

RowsCheck check_rows(PatientPost& usher, const CreatePlace& place, std::span<const UserRow* const> rows,
                     const std::function<void()>& on_row) {
  RowsCheck check;
  const std::string target = create_target(place, true);
  for (const UserRow* row : rows) {
    const schema::SecretText draft = draft_of(row->cells);
    // The plan is of no use here.
    const auto reply =
        usher.post({target, "application/json", draft.reveal()}, [](std::string_view) { return true; });
    if (!reply) {
      check.failure = ApiFailure{reply.error().detail, std::nullopt};
      return check;
    }
    if (reply->status != 200) {
      ApiFailure failure = failure_of(*reply);
      if (is_about_the_row(*reply, failure)) {
        for (RowMistake& mistake : mistakes_of(*failure.problem, row->line))
          check.mistakes.push_back(std::move(mistake));
      } else if (failure.code() == "user_exists") {
        ++check.existing;
      } else if (reply->status != 409) {
        check.failure = std::move(failure);
        return check;
      }
    }
    on_row();
  }
  return check;
}

}  // namespace gateway::cli
