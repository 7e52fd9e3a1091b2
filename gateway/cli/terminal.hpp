// The descriptors that a person's command was started with, and the terminals behind them.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace gateway::cli {

// A descriptor that whoever started this has closed would be given to the next socket, and the output or a
// message be written into that. False: there is no stdout.
bool take_standard_descriptors();

bool is_terminal(int descriptor);
// In columns; 80 where the terminal does not say.
std::size_t width_of(int terminal);

// Writes to stderr what is drawn over and over; empty where that is no terminal, or `quiet`.
std::function<void(std::string_view)> status_print(bool quiet);

}  // namespace gateway::cli
