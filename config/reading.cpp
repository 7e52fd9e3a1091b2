#include "config/reading.hpp"

#include "config/nearest.hpp"

namespace config {

namespace {

std::string unknown_key(const Effective& section, const std::string& key) {
  if (key.find(':') != std::string::npos)
    return "is no key: a `:` between key and value needs a space behind it";
  if (const auto near = nearest(key, section.suggested)) {
    return "is unknown here: did you mean " + quoted(*near) + "?";
  }
  if (section.suggested.empty()) return "is unknown here: remove it";
  std::string message = "is unknown here: remove it; known are ";
  for (const std::string& known : section.suggested) {
    if (&known != &section.suggested.front()) message += ", ";
    message += known;
  }
  return message;
}

}  // namespace

void Reading::add_section(const OpenSection& section) {
  if (section.effective->is_section) return;
  section.effective->is_section = true;
  sections.push_back(section);
}

void Reading::mistake(int line, int column, const std::string& path, std::string message) const {
  diagnostics->add({file, line, column}, path, std::move(message));
}

void Reading::finish(const OpenSection& section) const {
  Effective& effective = *section.effective;
  if (effective.is_finished) return;
  effective.is_finished = true;
  for (const Member& member : section.node->members) {
    if (effective.knows(member.key)) continue;
    mistake(member.line, member.column, join_path(section.path, member.key),
            unknown_key(effective, member.key));
  }
}

std::string Reading::resolve(const std::string& path) const {
  if (path.starts_with('/')) return path;
  const std::size_t slash = file.rfind('/');
  return slash == std::string::npos ? path : file.substr(0, slash + 1) + path;
}

}  // namespace config
