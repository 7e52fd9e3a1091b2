// Where the list goes: a descriptor, written in large pieces. A reader who has gone (`| head`) is no mistake:
// the command then ends quietly. Any other failure has a reason to tell.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace gateway::cli {

class Output {
 public:
  // `before_write` is called each time that bytes leave. SIGPIPE must be ignored.
  explicit Output(int descriptor, std::function<void()> before_write = {});

  void append(std::string_view text);
  void flush();

  // False: nobody reads any more, or it failed; what is appended then goes nowhere.
  bool is_open() const { return is_open_; }
  // A terminal whose cursor stands behind something: a line drawn over it would erase that.
  bool is_mid_line() const { return is_terminal_ && is_mid_line_; }
  // Why it failed; empty where it did not, or where the reader has just gone.
  const std::string& failure() const { return failure_; }

 private:
  int descriptor_;
  std::function<void()> before_write_;
  bool is_terminal_;
  std::string kept_;
  bool is_open_ = true;
  bool is_mid_line_ = false;
  std::string failure_;
};

}  // namespace gateway::cli
