#include "gateway/cli/users_list.hpp"

#include "config/environment.hpp"
#include "gateway/cli/list_reading.hpp"
#include "gateway/cli/report.hpp"
#include "gateway/cli/terminal_text.hpp"
#include "gateway/transport/tls.hpp"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace gateway::cli {
namespace {

constexpr const char* default_url = "http://127.0.0.1:8080";
constexpr std::string_view default_columns = "displayName,userPrincipalName,email,state,sources";

int wrong_usage(const std::string& why) {
  std::cerr << "usher: users list: " << visible(why) << '\n';
  return 2;
}

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

std::size_t width_of(int terminal) {
  winsize size{};
  return ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
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
  writer.is_for_terminal = isatty(STDOUT_FILENO) == 1;
  if (writer.is_for_terminal) writer.terminal_width = width_of(STDOUT_FILENO);
  return writer;
}

Progress make_progress(bool quiet) {
  Progress::Print print;
  if (!quiet && isatty(STDERR_FILENO) == 1)
    print = [](std::string_view text) { std::cerr << text << std::flush; };
  return {std::move(print), [] { return std::chrono::steady_clock::now(); }};
}

// A descriptor that whoever started this has closed would be given to the next socket, and the list or a
// message be written into that. False: there is no stdout.
bool take_standard_descriptors() {
  bool has_stdout = true;
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) >= 0) continue;
    has_stdout = has_stdout && descriptor != STDOUT_FILENO;
    if (open("/dev/null", O_RDWR) != descriptor) return false;
  }
  return has_stdout;
}

// Null where the address is none of TLS.
boost::system::result<std::shared_ptr<boost::asio::ssl::context>, transport::TlsMistake> tls_for(
    const ApiAddress& address, const std::optional<std::string>& ca_file) {
  if (address.url.tls()) return transport::make_client_context(ca_file);
  if (ca_file) return transport::TlsMistake{"--ca-file is for https only"};
  return std::shared_ptr<boost::asio::ssl::context>();
}

void tell(const ListOutcome& outcome, const Output& output, const std::string& where_a_key_is_from) {
  std::cerr << outcome_text(outcome);
  if (outcome.failure && outcome.failure->problem) {
    const auto* code = outcome.failure->problem->if_contains("code");
    if (code != nullptr && *code == "unauthenticated") std::cerr << "  " << where_a_key_is_from << '\n';
  }
  if (!output.failure().empty()) std::cerr << "usher: cannot write the list: " << output.failure() << '\n';
}

}  // namespace

int users_list(UsersListWish wish) {
  if (!take_standard_descriptors()) {
    std::cerr << "usher: cannot write the list: stdout is closed\n";
    return 1;
  }
  if (const std::string why = contradiction_in(wish); !why.empty()) return wrong_usage(why);
  const config::Environment environment = config::process_environment();
  const std::string url =
      wish.url.empty() ? environment.variable("USHER_URL").value_or(default_url) : wish.url;
  const auto address = parse_api_address(url);
  // The text itself may hold a password.
  if (!address) return wrong_usage((wish.url.empty() ? "USHER_URL " : "--url ") + address.error().message);
  auto key = read_api_key(wish.key, environment);
  if (!key) return wrong_usage(key.error().message);
  const auto tls = tls_for(*address, wish.ca_file);
  if (!tls) return wrong_usage(tls.error().detail);
  const std::string key_source = key->empty() ? "no key was sent: " + wish.key.to_string() + " is not set"
                                              : "the key is from " + wish.key.to_string();
  settle_fields(wish);

  // A reader who goes is seen when writing; a signal would leave the progress line behind.
  std::signal(SIGPIPE, SIG_IGN);
  Progress progress = make_progress(wish.quiet);
  // Only where both may be on one terminal.
  const auto make_room = [&progress] { progress.erase(); };
  Output output(STDOUT_FILENO, isatty(STDOUT_FILENO) == 1 ? make_room : std::function<void()>());
  const std::unique_ptr<UserWriter> writer = make_writer(writer_for(wish), output);
  Delivery delivery(*writer, output, progress, wish.query.limit);
  ApiClient client(*address, *tls, std::move(*key), Patience(), [&delivery] { delivery.tick(); });
  const ListOutcome outcome =
      is_stream(wish) ? read_stream(client, wish.query, delivery) : read_pages(client, wish.query, delivery);
  delivery.end(outcome);
  const bool reader_has_gone = !output.is_open() && output.failure().empty();
  if (reader_has_gone) return 0;
  tell(outcome, output, key_source);
  return outcome.is_good() && output.failure().empty() ? 0 : 1;
}

}  // namespace gateway::cli
