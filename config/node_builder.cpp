#include "config/node_builder.hpp"

namespace config {

void NodeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  Node node = make(mark, Node::Kind::null);
  // yaml-cpp forgets the tag of a null, so `!!str null` would pass for nothing.
  const std::string tag = lines_.at(mark) == '!' ? "!!" : "";
  if (!is_acceptable(node, tag, anchor)) node.kind = Node::Kind::refused;
  attach(std::move(node));
}

void NodeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  Node node = make(mark, Node::Kind::refused);
  mistake(node, "aliases are not read: write the value out");
  attach(std::move(node));
}

void NodeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  Node node = make(mark, Node::Kind::scalar);
  node.is_quoted = tag == "!";
  // yaml-cpp takes the end of the file for the quote that is missing.
  if (lines_.is_unclosed_quote(mark)) {
    diagnostics_.add({file_, node.line, node.column}, "", "is not valid YAML: a quote that is not closed");
    is_unclosed_ = true;
  } else if (is_acceptable(node, tag, anchor)) {
    node.text = value;
  } else {
    node.kind = Node::Kind::refused;
  }
  attach(std::move(node));
}

void NodeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value) {
  Node node = make(mark, Node::Kind::sequence);
  is_acceptable(node, tag, anchor);
  open(std::move(node));
}

void NodeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value) {
  Node node = make(mark, Node::Kind::mapping);
  is_acceptable(node, tag, anchor);
  open(std::move(node));
}

Node NodeBuilder::make(const YAML::Mark& mark, Node::Kind kind) {
  Node node;
  node.kind = kind;
  const Lines::Position position = lines_.locate(mark);
  node.line = position.line;
  node.column = position.column;
  return node;
}

bool NodeBuilder::is_acceptable(const Node& node, const std::string& tag, YAML::anchor_t anchor) {
  const bool tagged = !tag.empty() && tag != "?" && tag != "!";
  if (tagged) mistake(node, "tags are not read: remove it, and quote the value if text is meant");
  if (anchor != 0)
    mistake(node, "anchors are not read: remove it, and write the value out where it is needed");
  return !tagged && anchor == 0;
}

void NodeBuilder::open(Node node) {
  if (too_deep_ > 0 || open_.size() == max_depth) {
    if (too_deep_++ == 0) mistake(node, "is nested more than " + std::to_string(max_depth) + " levels deep");
    return;
  }
  std::string path = path_here();
  open_.push_back({std::move(node), std::move(path), std::nullopt, false, {}});
}

void NodeBuilder::close() {
  if (too_deep_ > 0) {
    if (--too_deep_ == 0) {
      Node refused;
      refused.kind = Node::Kind::refused;
      attach(std::move(refused));
    }
    return;
  }
  Node node = std::move(open_.back().node);
  open_.pop_back();
  attach(std::move(node));
}

void NodeBuilder::attach(Node node) {
  if (too_deep_ > 0) return;
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Frame& parent = open_.back();
  if (parent.node.kind == Node::Kind::sequence) {
    parent.node.items.push_back(std::move(node));
  } else if (!parent.key) {
    take_key(parent, std::move(node));
  } else {
    // The place of what is missing or long is the line with its name.
    if (node.kind != Node::Kind::scalar) {
      node.line = parent.key->line;
      node.column = parent.key->column;
    }
    parent.key->value = std::move(node);
    if (!parent.drops_value) parent.node.members.push_back(std::move(*parent.key));
    parent.key.reset();
  }
}

void NodeBuilder::take_key(Frame& mapping, Node node) {
  mapping.key = Member{node.text, node.line, node.column, {}};
  mapping.drops_value = true;
  if (node.kind == Node::Kind::refused) return;
  if (node.kind != Node::Kind::scalar) {
    diagnostics_.add({file_, node.line, node.column}, mapping.path, "a key must be text");
    return;
  }
  const auto [first, is_new] = mapping.lines_of_keys.emplace(node.text, node.line);
  mapping.drops_value = !is_new;
  if (!is_new) {
    mistake(node, "is repeated: it stands in line " + std::to_string(first->second) + " already, keep one");
  }
}

void NodeBuilder::mistake(const Node& node, std::string message) {
  diagnostics_.add({file_, node.line, node.column}, path_here(), std::move(message));
}

std::string NodeBuilder::path_here() const {
  if (open_.empty()) return "";
  const Frame& parent = open_.back();
  if (parent.node.kind == Node::Kind::sequence) return join_path(parent.path, parent.node.items.size());
  return parent.key ? join_path(parent.path, parent.key->key) : parent.path;
}

}  // namespace config
