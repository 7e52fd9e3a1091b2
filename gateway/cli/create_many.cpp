#include "gateway/cli/create_many.hpp"

#include "gateway/cli/check_rows.hpp"
#include "gateway/cli/file_lock.hpp"
#include "gateway/cli/many_users_run.hpp"
#include "gateway/cli/result_file.hpp"
#include "gateway/cli/row_ledger.hpp"
#include "gateway/cli/terminal_text.hpp"
#include "gateway/cli/user_rows.hpp"
#include "gateway/cli/wrong_usage.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <system_error>

namespace gateway::cli {
namespace {

constexpr std::uintmax_t max_file_bytes = 32u << 20;

// A file that may hold passwords.
struct WipedText {
  explicit WipedText(std::string&& taken) : bytes(std::move(taken)) {}
  ~WipedText() { schema::wipe(bytes); }
  WipedText(const WipedText&) = delete;
  WipedText& operator=(const WipedText&) = delete;
  std::string bytes;
};

// As many bytes as it has, or why it cannot be read.
config::Checked<config::FileRead> read_whole(const std::string& path,
                                             const config::Environment& environment) {
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(path, failed);
  if (failed) return config::Refusal{path + " cannot be read: " + failed.message()};
  config::FileRead read = environment.read_file(path, size);
  if (!read.error.empty()) return config::Refusal{path + " cannot be read: " + read.error};
  if (read.too_big) return config::Refusal{path + " cannot be read: it grows"};
  return read;
}

// Nothing where there is no earlier result.
config::Checked<std::map<std::string, RowRecord>> read_earlier(const std::string& path,
                                                               const CreatePlace& place,
                                                               const config::Environment& environment) {
  std::error_code failed;
  const auto type = std::filesystem::symlink_status(path, failed).type();
  if (type == std::filesystem::file_type::not_found) return std::map<std::string, RowRecord>();
  auto read = read_whole(path, environment);
  if (!read) return config::Refusal{"the result " + read.error().message};
  auto records = decode_results(std::move(read->bytes), create_target(place, false));
  if (!records) return config::Refusal{"the result " + path + ' ' + records.error().message};
  return records;
}

void tell_mistakes(std::vector<RowMistake> mistakes, const std::string& file) {
  std::ranges::stable_sort(mistakes, {}, &RowMistake::line);
  for (const RowMistake& mistake : mistakes)
    std::cerr << to_string(mistake, file);
  std::cerr << "usher: " << visible(file) << ": " << mistakes.size()
            << (mistakes.size() == 1 ? " mistake" : " mistakes") << "; nothing was created\n";
}

}  // namespace

int create_many(const UsersCreateWish& wish, Connection connection, const config::Environment& environment) {
  const std::string& file = wish.many.file;
  const FileLock lock(file);
  if (!lock.is_ours()) {
    std::cerr << "usher: another run over " << visible(file) << " is under way\n";
    return 1;
  }
  auto read = read_whole(file, environment);
  if (!read) return wrong_usage("users create", read.error().message);
  WipedText text(std::move(read->bytes));
  if (text.bytes.size() > max_file_bytes)
    return wrong_usage("users create", file + " is bigger than 32 MiB: split it");
  const std::string result = wish.many.result.empty() ? result_path_of(file) : wish.many.result;
  auto earlier = read_earlier(result, wish.place, environment);
  if (!earlier) return wrong_usage("users create", earlier.error().message);

  UserRows users = read_user_rows(text.bytes);
  if (!users.is_header_good) {
    tell_mistakes(users.mistakes, file);
    return 1;
  }
  if (users.has_passwords && (read->mode & 04u) != 0) {
    std::cerr << "usher: warning: " << visible(file)
              << " holds passwords and is readable by everybody: chmod o-r it\n";
  }
  RowLedger ledger(std::move(users.rows), std::move(*earlier), wish.many.retries_refused, random_key);
  ManyUsersRun run(wish, std::move(connection), ledger, result);
  const RowsCheck check = run.check();
  std::vector<RowMistake> mistakes = std::move(users.mistakes);
  mistakes.insert(mistakes.end(), check.mistakes.begin(), check.mistakes.end());
  if (!mistakes.empty()) tell_mistakes(mistakes, file);
  if (check.failure) run.tell(*check.failure, "nothing was created");
  // One mistake anywhere, and nobody is created.
  if (!mistakes.empty() || check.failure) return 1;
  return wish.validates_only ? run.tell_checked(check) : run.create();
}

}  // namespace gateway::cli
