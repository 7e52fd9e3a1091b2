#include "gateway/cli/row_progress.hpp"

#include "gateway/cli/terminal_text.hpp"

#include <cstdint>
#include <utility>

namespace gateway::cli {
namespace {

constexpr std::size_t bar_columns = 20;
// Below this the bar would push out what it stands for.
constexpr std::size_t least_columns_with_bar = 80;

std::string bar(const RowCounts& counts) {
  const std::size_t full = counts.all == 0 ? bar_columns : counts.done * bar_columns / counts.all;
  return '[' + std::string(full, '#') + std::string(bar_columns - full, '.') + "]  ";
}

// 3:07, or 1:02:09.
std::string clock_text(std::uint64_t seconds) {
  const auto two_digits = [](std::uint64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  const std::uint64_t minutes = seconds / 60;
  if (minutes < 60) return std::to_string(minutes) + ':' + two_digits(seconds % 60);
  return std::to_string(minutes / 60) + ':' + two_digits(minutes % 60) + ':' + two_digits(seconds % 60);
}

// Slow creates are the usual ones: a tenth counts below ten.
std::string rate_text(double rate) {
  if (rate >= 10) return grouped(static_cast<std::uint64_t>(rate)) + "/s";
  const auto tenths = static_cast<std::uint64_t>(rate * 10);
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + "/s";
}

}  // namespace

RowProgress::RowProgress(StatusLine::Print print, StatusLine::Now now, Step step, std::size_t columns)
    : line_(std::move(print), std::move(now)), step_(step), columns_(columns) {}

void RowProgress::tick(const RowCounts& counts) {
  if (line_.is_due()) line_.draw(progress_text(counts, step_, line_.elapsed(), columns_));
}

std::string progress_text(const RowCounts& counts, RowProgress::Step step, double seconds,
                          std::size_t columns) {
  std::string text = columns < least_columns_with_bar ? "" : bar(counts);
  text += grouped(counts.done) + '/' + grouped(counts.all) + " rows";
  if (step == RowProgress::Step::checking) {
    text += " checked";
  } else {
    text += ", " + grouped(counts.created) + " created, " + grouped(counts.failed) + " failed";
  }
  if (counts.done > 0 && seconds > 0) {
    const double rate = static_cast<double>(counts.done) / seconds;
    text += ", " + rate_text(rate);
    const auto left = static_cast<std::uint64_t>(static_cast<double>(counts.all - counts.done) / rate);
    text += ", " + clock_text(left) + " left";
  }
  // The last column would make some terminals go on to the next line.
  return cut_to_width(text, columns - 1);
}

}  // namespace gateway::cli
