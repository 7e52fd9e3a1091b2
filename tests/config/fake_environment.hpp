// A computer for the configuration's tests: files and environment variables by name, and the mistakes of a
// text in the short form in which the tables write them.
#pragma once

#include "config/load.hpp"

#include <map>
#include <string>
#include <vector>

namespace tests::config_files {

struct FakeFile {
  std::string bytes;
  unsigned mode = 0600;
  bool too_big = false;
};

struct FakeEnvironment {
  std::map<std::string, FakeFile> files;  // by absolute path; the configuration is in /etc/usher
  std::map<std::string, std::string> variables;

  config::Environment get() const;
};

// One with a certificate, its key, another key and a few secrets.
FakeEnvironment furnished();

config::Config load(const std::string& yaml, const FakeEnvironment& environment = furnished());
// Like a provider's adapter: reads every key that the tests' provider sections may have.
void read_providers(const config::Config& config);

// "line:column: path: message" of each mistake, after the providers were read and unknown keys were looked
// for.
std::vector<std::string> mistakes(const std::string& yaml, const FakeEnvironment& environment = furnished());

// A row of a table of broken files.
struct Broken {
  std::string what;
  std::string yaml;
  std::vector<std::string> expected;  // how each mistake begins, in order; there are no others
};
void check(const Broken& broken);

// The shortest tenant that there can be, to stand behind what a row is about.
inline const std::string smallest_tenant = "tenants: {contoso: {providers: {cloud_cockpit: {}}}}\n";

}  // namespace tests::config_files
