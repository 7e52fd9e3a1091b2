// Builds the tree from yaml-cpp's events. Used by parse_document() only.
#pragma once

#include "config/document.hpp"
#include "config/lines.hpp"

#include <yaml-cpp/eventhandler.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace config {

class NodeBuilder : public YAML::EventHandler {
 public:
  NodeBuilder(const std::string& file, Lines& lines, Diagnostics& diagnostics)
      : file_(file), lines_(lines), diagnostics_(diagnostics) {}

  // Nothing where the text was no YAML after all.
  std::optional<Node> take_root() { return is_unclosed_ ? std::nullopt : std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

 private:
  // An open mapping or sequence; in a mapping, the key whose value comes next.
  struct Frame {
    Node node;
    std::string path;
    std::optional<Member> key;
    bool drops_value = false;  // the key was no good
    std::unordered_map<std::string, int> lines_of_keys;
  };

  Node make(const YAML::Mark& mark, Node::Kind kind);
  bool is_acceptable(const Node& node, const std::string& tag, YAML::anchor_t anchor);
  void open(Node node);
  void close();
  void attach(Node node);
  void take_key(Frame& mapping, Node node);
  void mistake(const Node& node, std::string message);
  std::string path_here() const;

  const std::string& file_;
  Lines& lines_;
  Diagnostics& diagnostics_;
  std::vector<Frame> open_;
  std::size_t too_deep_ = 0;  // open levels beyond max_depth
  bool is_unclosed_ = false;  // a quote is
  std::optional<Node> root_;
};

}  // namespace config
