// Asks Usher about every row before any is created (`validateOnly`), one after the other over one connection.
#pragma once

#include "gateway/cli/create_place.hpp"
#include "gateway/cli/patient_post.hpp"
#include "gateway/cli/row_mistake.hpp"
#include "gateway/cli/user_rows.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace gateway::cli {

struct RowsCheck {
  std::vector<RowMistake> mistakes;
  std::size_t existing = 0;           // persons that a provider has already: no mistake
  std::optional<ApiFailure> failure;  // nothing to do with a row: the rows behind it were not asked about
};

// `on_row` is called after each.
RowsCheck check_rows(PatientPost& usher, const CreatePlace& place, std::span<const UserRow* const> rows,
                     const std::function<void()>& on_row);

}  // namespace gateway::cli
