// A mistake in the configuration file and its place, for the operator who has to mend it. Everything that
// reads the file adds to one `Diagnostics`, so that all mistakes are told at once.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace config {

struct Place {
  std::string file;
  int line = 1;    // from 1
  int column = 1;  // from 1, in characters

  auto operator<=>(const Place&) const = default;
};

struct Diagnostic {
  Place place;
  std::string path;     // "tenants.contoso.providers.cloud_cockpit.auth"; empty: the file as a whole
  std::string message;  // what is wrong and what would be right; never a secret

  auto operator<=>(const Diagnostic&) const = default;
};

// `file:line:column: path: message`, always one line of printable UTF-8.
std::string to_string(const Diagnostic& diagnostic);

class Diagnostics {
 public:
  // The same mistake at the same place is kept once.
  void add(Place place, std::string path, std::string message);
  bool empty() const { return sorted_.empty(); }
  // By place, then path, then message.
  const std::vector<Diagnostic>& sorted() const { return sorted_; }

 private:
  std::vector<Diagnostic> sorted_;
};

// All of them, one a line.
std::string to_string(const Diagnostics& diagnostics);

// Makes a name from the file fit to be quoted in a message: escaped, and cut at 64 characters.
std::string quoted(const std::string& name);

// A key as a path shows it: cut where a value may have run into it (`client_secret:hunter2` is one key in
// YAML).
std::string shown_key(std::string_view key);

}  // namespace config
