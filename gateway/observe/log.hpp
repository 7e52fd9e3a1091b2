// One JSON line an event, on stdout. A line goes into a bounded buffer that one thread writes out: an output
// that is full or blocked drops lines and counts them, and never holds up who logs. Strings may come from
// strangers: they are made valid UTF-8, escaped, and cut at 512 bytes.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <thread>

namespace gateway::observe {

enum class Level : std::uint8_t { debug, info, warning, error };

// A name (ours: a literal) and a value; it lives as long as the call.
class Field {
 public:
  enum class Kind : std::uint8_t { boolean, integer, natural, real, text, null };

  constexpr Field(std::string_view name, bool value) : name_(name), kind_(Kind::boolean), boolean_(value) {}
  constexpr Field(std::string_view name, std::signed_integral auto value)
      : name_(name), kind_(Kind::integer), integer_(value) {}
  template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>) constexpr Field(std::string_view name, T value)
      : name_(name), kind_(Kind::natural), natural_(value) {}
  constexpr Field(std::string_view name, std::floating_point auto value)
      : name_(name), kind_(Kind::real), real_(value) {}
  constexpr Field(std::string_view name, std::nullptr_t) : name_(name), kind_(Kind::null), integer_(0) {}
  // Empty text is left out of the line.
  constexpr Field(std::string_view name, std::convertible_to<std::string_view> auto const& value)
      : name_(name), kind_(Kind::text), text_(value) {}

  std::string_view name() const { return name_; }
  Kind kind() const { return kind_; }
  bool boolean() const { return boolean_; }
  std::int64_t integer() const { return integer_; }
  std::uint64_t natural() const { return natural_; }
  double real() const { return real_; }
  std::string_view text() const { return text_; }

 private:
  std::string_view name_;
  Kind kind_;
  union {
    bool boolean_;
    std::int64_t integer_;
    std::uint64_t natural_;
    double real_;
    std::string_view text_;
  };
};

class LogQueue;
enum class LogRoom : std::uint8_t;

using Fields = std::initializer_list<Field>;
using WallClock = std::function<std::chrono::system_clock::time_point()>;

struct LogOptions {
  int fd = 1;  // borrowed, not closed
  Level level = Level::info;
  std::size_t buffer_bytes = 1u << 20;            // what may wait for the writer
  std::chrono::milliseconds flush_timeout{1000};  // how long the destructor waits for the output
};

// All functions may be called from any thread.
class Log {
 public:
  Log(LogOptions options, WallClock wall);
  ~Log();  // writes what is buffered, for at most flush_timeout
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void debug(std::string_view event, Fields fields = {}) { write(Level::debug, event, fields); }
  void info(std::string_view event, Fields fields = {}) { write(Level::info, event, fields); }
  void warning(std::string_view event, Fields fields = {}) { write(Level::warning, event, fields); }
  void error(std::string_view event, Fields fields = {}) { write(Level::error, event, fields); }

  bool is_on(Level level) const { return level >= level_; }
  std::uint64_t dropped() const;  // lines, since the start

 private:
  void write(Level level, std::string_view event, Fields fields);
  void tell_dropped(LogRoom room);

  Level level_;
  std::chrono::milliseconds flush_timeout_;
  WallClock wall_;
  std::shared_ptr<LogQueue> queue_;  // shared with the writer, which may outlive a Log whose output is stuck
  std::thread writer_;
};

}  // namespace gateway::observe
