#include "gateway/cli/users_list.hpp"

#include "config/environment.hpp"
#include "gateway/cli/list_reading.hpp"
#include "gateway/cli/report.hpp"
#include "gateway/cli/terminal.hpp"
#include "gateway/cli/terminal_text.hpp"
#include "gateway/cli/wrong_usage.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <iostream>
#include <unistd.h>

namespace gateway::cli {
namespace {

constexpr std::string_view default_columns = "displayName,userPrincipalName,email,state,sources";

std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    names.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return names;
}

bool is_stream(const UsersListWish& wish) {
  return wish.query.across_customers() || wish.format == Format::ndjson;
}

// What Usher would refuse, or nobody would see; empty: all fits together.
std::string contradiction_in(const UsersListWish& wish) {
  const UsersQuery& query = wish.query;
  if (is_stream(wish) && !query.sort.empty()) {
    return "--sort does not go with --all or --format ndjson: a stream comes in any order";
  }
  if (query.across_customers() && !query.require.empty()) return "--require does not go with --all";
  if (wish.format == Format::table && !query.include.empty()) {
    return "--include does not go with --format table, which has no place for it: take json, ndjson or csv";
  }
  return {};
}

// Of a table's columns nothing else need travel.
void settle_fields(UsersListWish& wish) {
  if (wish.format == Format::table && wish.query.fields.empty()) wish.query.fields = default_columns;
}

WriterWish writer_for(const UsersListWish& wish) {
  WriterWish writer;
  writer.format = wish.format;
  writer.fields = wish.query.fields.empty() ? all_fields() : names_in(wish.query.fields);
  writer.across_customers = wish.query.across_customers();
  writer.is_for_terminal = is_terminal(STDOUT_FILENO);
  if (writer.is_for_terminal) writer.terminal_width = width_of(STDOUT_FILENO);
  return writer;
}

void tell(const ListOutcome& outcome, const Output& output, const std::string& where_a_key_is_from) {
  std::cerr << outcome_text(outcome);
  if (outcome.failure && outcome.failure->code() == "unauthenticated")
    std::cerr << "  " << where_a_key_is_from << '\n';
  if (!output.failure().empty()) std::cerr << "usher: cannot write the list: " << output.failure() << '\n';
}

}  // namespace

int users_list(UsersListWish wish) {
  if (!take_standard_descriptors()) {
    std::cerr << "usher: cannot write the list: stdout is closed\n";
    return 1;
  }
  if (const std::string why = contradiction_in(wish); !why.empty()) return wrong_usage("users list", why);
  auto connection = settle_connection(wish.connection, config::process_environment());
  if (!connection) return wrong_usage("users list", connection.error().message);
  settle_fields(wish);

  // A reader who goes is seen when writing; a signal would leave the progress line behind.
  std::signal(SIGPIPE, SIG_IGN);
  Progress progress(status_print(wish.quiet), std::chrono::steady_clock::now);
  // Only where both may be on one terminal.
  const auto make_room = [&progress] { progress.erase(); };
  Output output(STDOUT_FILENO, is_terminal(STDOUT_FILENO) ? make_room : std::function<void()>());
  const std::unique_ptr<UserWriter> writer = make_writer(writer_for(wish), output);
  Delivery delivery(*writer, output, progress, wish.query.limit);
  ApiClient client(connection->address, connection->tls, std::move(connection->key), Patience(),
                   [&delivery] { delivery.tick(); });
  const ListOutcome outcome =
      is_stream(wish) ? read_stream(client, wish.query, delivery) : read_pages(client, wish.query, delivery);
  delivery.end(outcome);
  const bool reader_has_gone = !output.is_open() && output.failure().empty();
  if (reader_has_gone) return 0;
  tell(outcome, output, connection->key_source);
  return outcome.is_good() && output.failure().empty() ? 0 : 1;
}

}  // namespace gateway::cli
