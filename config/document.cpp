#include "config/document.hpp"

#include "config/node_builder.hpp"
#include "config/plain_text.hpp"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>

namespace config {

namespace {

// yaml-cpp reads streams only; this one is the text itself, not a copy.
class TextStream : private std::streambuf, public std::istream {
 public:
  explicit TextStream(std::string_view text) : std::istream(static_cast<std::streambuf*>(this)) {
    char* begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

// Sees only where a document starts that should not be there.
class SecondDocument : public YAML::EventHandler {
 public:
  YAML::Mark start;

  void OnDocumentStart(const YAML::Mark& mark) override { start = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
  }
  void OnMapEnd() override {}
};

// yaml-cpp says what it met; an operator wants to know what to do.
std::string syntax_message(const std::string& message) {
  using namespace YAML::ErrorMsg;
  struct Remedy {
    std::string_view error, remedy;
  };
  static const Remedy remedies[] = {
      {TAB_IN_INDENTATION, "a tab in the indentation: indent with spaces"},
      {MAP_VALUE, "a `:` where no key can be: check the indentation, and quote a text that holds `: `"},
      {END_OF_MAP, "a line that fits into no mapping: check its indentation, and that it reads `key: value`"},
      {END_OF_SEQ, "a line that fits into no list: check its indentation, and that it starts with `- `"},
      {END_OF_MAP_FLOW, "a `{` that is not closed: write the `}` and a comma between members"},
      {END_OF_SEQ_FLOW, "a `[` that is not closed: write the `]` and a comma between items"},
      {FLOW_END, "a `]` or `}` that closes nothing: remove it, or quote the text"},
      {EOF_IN_SCALAR, "a quote that is not closed"},
      {DOC_IN_SCALAR, "a quote that is not closed"},
      {BLOCK_ENTRY, "a `- ` where no list can be: check the indentation"},
      {MAP_KEY, "a key where none can be: check the indentation"},
      {UNKNOWN_TOKEN,
       "a character that starts nothing in YAML (such as `@`, `%` or a backquote): quote the text"},
      {UNKNOWN_ANCHOR, "aliases are not read: write the value out"},
  };
  for (const Remedy& remedy : remedies) {
    if (message == remedy.error) return "is not valid YAML: " + std::string(remedy.remedy);
  }
  return "is not valid YAML: " + message;
}

struct Source {
  const std::string& file;
  std::string_view text;
  Diagnostics& diagnostics;

  void mistake(Lines::Position at, std::string message) const {
    diagnostics.add({file, at.line, at.column}, "", std::move(message));
  }
};

bool is_text_file(const Source& source) {
  if (source.text.size() > max_file_bytes) {
    source.mistake({}, "the file is bigger than 1 MiB: a configuration is not");
    return false;
  }
  const auto fault = find_text_fault(source.text);
  if (!fault) return true;
  // What stands before the fault is well-formed, so its characters can be counted.
  const auto at = Lines(source.text.substr(0, fault->offset)).locate(fault->offset);
  source.mistake(at, "the file holds " + fault->what);
  return false;
}

// yaml-cpp takes such a line for a directive wherever it stands, and passes over it without a word.
bool has_directive(const Source& source) {
  std::size_t at = source.text.starts_with('%') ? 0 : source.text.find("\n%");
  if (at == source.text.npos) return false;
  if (source.text[at] == '\n') ++at;
  source.mistake(Lines(source.text).locate(at),
                 "a line that begins with `%`: directives are not read, remove it");
  return true;
}

std::optional<Node> parse_events(const Source& source) {
  Lines lines(source.text);
  NodeBuilder builder(source.file, lines, source.diagnostics);
  try {
    TextStream stream(source.text);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      source.mistake({}, "the file is empty: it must hold at least `tenants`");
      return std::nullopt;
    }
    SecondDocument second;
    if (parser.HandleNextDocument(second)) {
      source.mistake(lines.locate(second.start),
                     "a second document: the configuration is one document, remove the `---`");
    }
  } catch (const YAML::DeepRecursion&) {
    return std::nullopt;  // far past our own limit, so the mistake is there already
  } catch (const YAML::Exception& error) {
    source.mistake(lines.locate(error.mark), syntax_message(error.msg));
    return std::nullopt;
  }
  return builder.take_root();
}

}  // namespace

const Member* Node::find(std::string_view key) const {
  const auto at = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
  return at == members.end() ? nullptr : &*at;
}

std::optional<Node> parse_document(const std::string& file, std::string_view text, Diagnostics& diagnostics) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const Source source{file, text, diagnostics};
  if (!is_text_file(source) || has_directive(source)) return std::nullopt;
  std::optional<Node> root = parse_events(source);
  if (root && root->kind != Node::Kind::mapping) {
    source.mistake({root->line, root->column}, "the file must be a mapping that holds at least `tenants`");
    return std::nullopt;
  }
  return root;
}

std::string join_path(const std::string& path, std::string_view key) {
  return path.empty() ? shown_key(key) : path + '.' + shown_key(key);
}

std::string join_path(const std::string& path, std::size_t index) {
  return path + '[' + std::to_string(index) + ']';
}

}  // namespace config
