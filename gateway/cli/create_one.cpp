#include "gateway/cli/create_one.hpp"

#include "gateway/cli/api_client.hpp"
#include "gateway/cli/create_outcome.hpp"
#include "gateway/cli/create_patience.hpp"
#include "gateway/cli/interruption.hpp"
#include "gateway/cli/one_draft.hpp"
#include "gateway/cli/one_user_text.hpp"
#include "gateway/cli/problem_parts.hpp"
#include "gateway/cli/report.hpp"
#include "gateway/cli/terminal.hpp"
#include "gateway/cli/terminal_text.hpp"
#include "gateway/cli/wrong_usage.hpp"
#include "gateway/random.hpp"
#include "gateway/steps/idempotency_key.hpp"

#include <iostream>
#include <unistd.h>

namespace gateway::cli {
namespace {
namespace json = boost::json;

constexpr std::size_t max_draft_bytes = std::size_t{1} << 20;

config::Checked<schema::SecretText> read_draft_file(const std::string& path,
                                                    const config::Environment& environment) {
  const std::string name = path == "-" ? "stdin" : "the draft " + path;
  config::FileRead read = read_input(path, max_draft_bytes, environment);
  if (!read.error.empty()) return config::Refusal{name + " cannot be read: " + read.error};
  if (read.too_big) return config::Refusal{name + " is bigger than 1 MiB: it is no user"};
  return schema::SecretText(std::move(read.bytes));
}

config::Checked<schema::SecretText> draft_for(const OneUserWish& one,
                                              const config::Environment& environment) {
  const auto password = read_password(one.password, environment);
  if (!password) return password.error();
  if (one.draft_file.empty()) return draft_of_fields(one.fields, password->reveal());
  auto draft = read_draft_file(one.draft_file, environment);
  if (!draft) return draft.error();
  return with_password(std::move(*draft), password->reveal());
}

bool lacks_password(const ApiFailure& failure) {
  bool lacks = false;
  if (!failure.problem) return lacks;
  for_each_object(*failure.problem, "errors", [&lacks](const json::object& error) {
    lacks = lacks || (member_text(error, "pointer").starts_with("/passwordProfile") &&
                      member_text(error, "reason") == "required");
  });
  return lacks;
}

bool is_open(const ApiFailure& failure) {
  if (!failure.problem) return true;
  const json::value* status = failure.problem->if_contains("status");
  const bool has_operation = failure.problem->contains("operation");
  return outcome_of(status != nullptr && status->is_int64() ? static_cast<unsigned>(status->get_int64()) : 0,
                    failure.code(), has_operation) == CreateOutcome::open;
}

// Says how to go on, too. An empty key: none was sent.
int tell(const ApiFailure& failure, const std::string& key, const std::string& key_source) {
  std::cerr << failure_text(failure);
  if (failure.code() == "unauthenticated") std::cerr << "  " << key_source << '\n';
  if (lacks_password(failure)) std::cerr << "  a password is given by --password-file or --ask-password\n";
  if (key.empty()) return 1;
  std::cerr << (is_open(failure) ? "  to finish it and create nobody twice: --idempotency-key "
                                 : "  its idempotency key was ")
            << visible(key) << '\n';
  return 1;
}

}  // namespace

std::string contradiction_in(const OneUserWish& one, bool validates_only) {
  if (one.shows_password) return no_password_here;
  if (one.fields.empty() && one.draft_file.empty())
    return "who is to be created? Give FIELD=VALUE arguments, --draft or --from";
  if (!one.fields.empty() && !one.draft_file.empty())
    return "FIELD=VALUE arguments do not go with --draft: put all into one of them";
  if (one.password.is_asked && !one.password.file.empty())
    return "--ask-password does not go with --password-file";
  if (one.draft_file == "-" && one.password.file == "-")
    return "--draft - does not go with --password-file -: stdin is one of them";
  if (validates_only && !one.idempotency_key.empty())
    return "--idempotency-key does not go with --validate-only, which creates nobody";
  if (validates_only && one.format == Format::csv)
    return "--validate-only prints requests, which --format csv has no form for: take table or json";
  if (!one.idempotency_key.empty() && !steps::read_idempotency_key(one.idempotency_key))
    return "--idempotency-key: " + std::string(steps::idempotency_key_rule);
  return {};
}

int create_one(const UsersCreateWish& wish, Connection connection, const config::Environment& environment) {
  auto draft = draft_for(wish.one, environment);
  if (!draft) return wrong_usage("users create", draft.error().message);
  std::string key;
  if (!wish.validates_only) key = wish.one.idempotency_key.empty() ? random_uuid() : wish.one.idempotency_key;

  // What was sent may be under way: who interrupts is told its key.
  const auto on_wait = [&key] {
    if (!is_interrupted()) return;
    std::cerr << "usher: interrupted\n";
    if (!key.empty())
      std::cerr << "  to learn what became of it: the same command with --idempotency-key " << visible(key)
                << '\n';
    end_interrupted();
  };
  ApiClient client(connection.address, connection.tls, std::move(connection.key), create_patience, on_wait);
  std::string plan;
  const auto reply =
      client.post({create_target(wish.place, wish.validates_only), "application/json", draft->reveal(), key},
                  [&plan](std::string_view piece) {
                    plan += piece;
                    return plan.size() <= max_draft_bytes;
                  });
  if (!reply) return tell({reply.error().detail, std::nullopt}, key, connection.key_source);
  if (reply->status != (wish.validates_only ? 200 : 201))
    return tell(failure_of(*reply), key, connection.key_source);

  Output output(STDOUT_FILENO);
  // A reader who goes is seen when writing.
  const bool is_understood = wish.validates_only ? print_plan(plan, wish.one.format, output)
                                                 : print_user(reply->body, wish.one.format, output);
  if (!is_understood) return tell(not_ushers("its answer is none to a create"), key, connection.key_source);
  output.flush();
  if (output.failure().empty()) return 0;
  std::cerr << "usher: " << (wish.validates_only ? "" : "the user is created, but ")
            << "the answer cannot be written: " << output.failure() << '\n';
  return 1;
}

}  // namespace gateway::cli
