// What all sections and values of one file share. load() makes one; it ends with the last section.
#pragma once

#include "config/diagnostic.hpp"
#include "config/document.hpp"
#include "config/effective.hpp"
#include "config/environment.hpp"

#include <memory>
#include <string>
#include <vector>

namespace config {

struct OpenSection {
  std::shared_ptr<const Node> node;
  std::shared_ptr<Effective> effective;
  std::string path;
};

struct Reading {
  std::string file;
  std::shared_ptr<Diagnostics> diagnostics;
  Environment environment;
  bool allow_inline_secrets = false;
  bool allow_world_readable = false;
  std::shared_ptr<Effective> root = std::make_shared<Effective>();
  std::vector<OpenSection> sections;  // for finish()

  void add_section(const OpenSection& section);
  void mistake(int line, int column, const std::string& path, std::string message) const;
  void finish(const OpenSection& section) const;
  // A path of the file is relative to the folder that the file is in.
  std::string resolve(const std::string& path) const;
};

}  // namespace config
