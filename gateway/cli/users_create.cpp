#include "gateway/cli/users_create.hpp"

#include "gateway/cli/create_many.hpp"
#include "gateway/cli/create_one.hpp"
#include "gateway/cli/interruption.hpp"
#include "gateway/cli/result_file.hpp"
#include "gateway/cli/terminal.hpp"
#include "gateway/cli/terminal_text.hpp"
#include "gateway/cli/wrong_usage.hpp"

#include <csignal>
#include <iostream>

namespace gateway::cli {
namespace {

// What does not go together; empty: all does.
std::string contradiction_in(const UsersCreateWish& wish) {
  const OneUserWish& one = wish.one;
  const ManyUsersWish& many = wish.many;
  if (many.file.empty()) {
    if (!many.result.empty() || many.retries_refused)
      return "--result and --retry-refused go with --from only";
    return contradiction_in(one, wish.validates_only);
  }
  if (!one.fields.empty() || !one.draft_file.empty())
    return "--from does not go with FIELD=VALUE arguments or --draft: it has the users";
  if (one.password.is_given() || one.shows_password)
    return "--from does not go with a password: the file's column has those";
  if (!one.idempotency_key.empty()) return "--from does not go with --idempotency-key: each row has its own";
  if (one.has_format)
    return "--from does not go with --format: what became of the rows is in the result file";
  if (many.file == "-") return "--from must be a file, beside which its result can stand";
  if (many.result == many.file) return "--result must be another file than --from";
  return {};
}

}  // namespace

int users_create(UsersCreateWish wish) {
  const bool has_stdout = take_standard_descriptors();
  if (!has_stdout && wish.many.file.empty()) {
    std::cerr << "usher: nobody is created: stdout is closed, and the user could not be printed\n";
    return 1;
  }
  if (const std::string why = contradiction_in(wish); !why.empty()) return wrong_usage("users create", why);
  const config::Environment environment = config::process_environment();
  auto connection = settle_connection(wish.connection, environment);
  if (!connection) return wrong_usage("users create", connection.error().message);
  // A reader who goes is seen when writing.
  std::signal(SIGPIPE, SIG_IGN);
  catch_interruption();
  return wish.many.file.empty() ? create_one(wish, std::move(*connection), environment)
                                : create_many(wish, std::move(*connection), environment);
}

}  // namespace gateway::cli
