// Strangers' text on a person's terminal: made harmless and measured in columns. A name that a provider holds
// may carry escape sequences, line ends or marks that reverse what follows; none of them may reach a
// terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gateway::cli {

// With everything that a terminal would act on written out: control characters (`\n`, `\x1b`, `\u{9b}`),
// marks of direction and other invisible ones (`\u{202e}`), code points without a meaning and bytes that are
// no UTF-8 (`\xff`). Joiners stay: whole scripts and emoji need them.
std::string visible(std::string_view text);

// JSON's own way to do the same: the text stands for the same value. `json` is valid JSON, in UTF-8.
void append_visible_json(std::string& out, std::string_view json);

// In columns, of a text that visible() made: wide characters take two, combining ones none.
std::size_t display_width(std::string_view text);

// The whole text where it fits into `columns`, else its beginning and an ellipsis.
std::string cut_to_width(std::string_view text, std::size_t columns);

}  // namespace gateway::cli
