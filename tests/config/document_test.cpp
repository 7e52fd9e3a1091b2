#include "config/document.hpp"

#include "tests/config/fake_environment.hpp"

#include <doctest/doctest.h>

using tests::config_files::Broken;
using tests::config_files::smallest_tenant;

namespace {}  // namespace

TEST_CASE("says where a file stops being YAML and what to do about it") {
  const Broken table[] = {
      {"nothing at all", "", {"1:1: the file is empty"}},
      {"only comments", "# later\n", {"1:1: the file is empty"}},
      {"a list", "- tenants\n", {"1:1: the file must be a mapping"}},
      {"a text", "tenants\n", {"1:1: the file must be a mapping"}},
      {"nothing but null", "~\n", {"1:1: the file must be a mapping"}},
      {"a tab to indent", "tenants:\n\tcontoso: {}\n", {"2:9: is not valid YAML: a `:` where no key can be"}},
      {"a colon in plain text", "ca: a: b\n", {"1:6: is not valid YAML: a `:` where no key can be"}},
      {"a line that fits nowhere", "a: 1\nb\nc: 2\n", {"3:2: is not valid YAML: a `:` where no key can be"}},
      {"a list that is not closed", "a: [1, 2\n", {"2:1: is not valid YAML: a `[` that is not closed"}},
      {"a mapping that is not closed", "a: {b: 1\n", {"2:1: is not valid YAML: a `{` that is not closed"}},
      {"a bracket too many", "a: 1]\nb: ]\n", {"2:4: is not valid YAML: a `]` or `}` that closes nothing"}},
      {"a quote that is not closed",
       "a: \"b\nc: 1\n",
       {"1:4: is not valid YAML: a quote that is not closed"}},
      {"a single quote that is not closed",
       "a: 'b ''c\n",
       {"1:4: is not valid YAML: a quote that is not closed"}},
      {"a quote that is not closed before the end",
       "a: \"b",
       {"1:6: is not valid YAML: a quote that is not closed"}},
      {"a quote that only an escape closes",
       "a: \"b\\\"\n",
       {"1:4: is not valid YAML: a quote that is not closed"}},
      {"an unknown escape", "a: \"\\q\"\n", {"1:7: is not valid YAML: unknown escape character"}},
      {"a text that starts with @", "a: @b\n", {"1:4: is not valid YAML: a character that starts nothing"}},
      {"an alias of nothing", "a: *b\n", {"1:4: is not valid YAML: aliases are not read"}},
      {"a list item beside a key",
       "a: 1\n- b\n",
       {"2:1: is not valid YAML: a line that fits into no mapping"}},
  };
  for (const Broken& row : table)
    check(row);
}

TEST_CASE("refuses what makes a file mean something else than it shows") {
  const Broken table[] = {
      {"an anchor",
       "secrets: &s {allow_world_readable: true}\n" + smallest_tenant,
       {"1:10: secrets: anchors are not read"}},
      {"an anchor and its alias",
       "listen: &a []\nadmin: *a\n" + smallest_tenant,
       {"1:1: listen: is empty", "1:9: listen: anchors are not read", "2:8: admin: aliases are not read"}},
      {"an anchor at nothing", "secrets: &s\n" + smallest_tenant, {"1:10: secrets: anchors are not read"}},
      {"an alias as a key",
       "admin: {address: &a 127.0.0.1:1, *a : 2}\n" + smallest_tenant,
       {"1:18: admin.address: anchors are not read", "1:34: admin: aliases are not read"}},
      {"a tag",
       "allow_inline_secrets: !!bool true\n" + smallest_tenant,
       {"1:23: allow_inline_secrets: tags are not read"}},
      {"a tag of our own", "limits: !limits {}\n" + smallest_tenant, {"1:9: limits: tags are not read"}},
      {"a tag on a list",
       "listen: !!set []\n" + smallest_tenant,
       {"1:1: listen: is empty", "1:9: listen: tags are not read"}},
      {"a tag on nothing", "admin: !!str null\n" + smallest_tenant, {"1:8: admin: tags are not read"}},
      {"a directive", "%YAML 1.2\n---\n" + smallest_tenant, {"1:1: a line that begins with `%`"}},
      {"a line that would be passed over",
       smallest_tenant + "%limits: {}\n",
       {"2:1: a line that begins with `%`"}},
      {"a second document", smallest_tenant + "---\n" + smallest_tenant, {"2:1: a second document"}},
      {"a second document, empty", smallest_tenant + "---\n", {"2:1: a second document"}},
      {"a broken second document", smallest_tenant + "---\na: ]\n", {"3:4: is not valid YAML"}},
      {"a repeated key",
       "limits: {}\nlimits: {retries: 1}\n" + smallest_tenant,
       {"2:1: limits: is repeated: it stands in line 1 already"}},
      {"a repeated key in quotes",
       "limits: {retries: 1, \"retries\": 2}\n" + smallest_tenant,
       {"1:22: limits.retries: is repeated"}},
      {"a repeated key with an escape",
       "limits: {retries: 1, \"r\\x65tries\": 2}\n" + smallest_tenant,
       {"1:22: limits.retries: is repeated"}},
      {"a repeated key in a list",
       "listen:\n  - address: 127.0.0.1:1\n    address: 127.0.0.1:2\n" + smallest_tenant,
       {"3:5: listen[0].address: is repeated"}},
      {"a mapping as a key", "{a: 1}: 2\n" + smallest_tenant, {"1:1: a key must be text"}},
      {"a list as a key", "[a]: 2\n" + smallest_tenant, {"1:1: a key must be text"}},
      {"nothing as a key", "limits: {~: 2}\n" + smallest_tenant, {"1:10: limits: a key must be text"}},
      {"a merge key", "limits: {<<: {retries: 1}}\n" + smallest_tenant, {"1:10: limits.…: is unknown here"}},
  };
  for (const Broken& row : table)
    check(row);
}

TEST_CASE("refuses bytes that are no text, and says where they are") {
  const Broken table[] = {
      {"no UTF-8", "a: \"\xff\"\n" + smallest_tenant, {"1:5: the file holds not UTF-8"}},
      {"a UTF-8 sequence cut short",
       "# f\xc3\xbcr \xe2\x82\n" + smallest_tenant,
       {"1:7: the file holds not UTF-8"}},
      {"an overlong sequence", "# \xc0\xaf\n" + smallest_tenant, {"1:3: the file holds not UTF-8"}},
      {"a surrogate", "# \xed\xa0\x80\n" + smallest_tenant, {"1:3: the file holds not UTF-8"}},
      {"past the last code point",
       "# \xf4\x90\x80\x80\n" + smallest_tenant,
       {"1:3: the file holds not UTF-8"}},
      {"UTF-16",
       std::string("\xff\xfe"
                   "a\0",
                   4),
       {"1:1: the file holds not UTF-8"}},
      {"a NUL",
       std::string("limits: {}\na: \0\n", 15) + smallest_tenant,
       {"2:4: the file holds a control character"}},
      {"an escape sequence", "# \x1b[31m\n" + smallest_tenant, {"1:3: the file holds a control character"}},
      {"a lone carriage return",
       "limits: {}\ra: 1\n" + smallest_tenant,
       {"1:11: the file holds a carriage return"}},
      {"more than 1 MiB", std::string((1 << 20) + 1, '#'), {"1:1: the file is bigger than 1 MiB"}},
  };
  for (const Broken& row : table)
    check(row);
}

TEST_CASE("takes a byte order mark, line ends of Windows and characters outside ASCII as what they are") {
  const std::string file =
      "\xef\xbb\xbf# für\r\nlimits: {}\r\nadmin: {'für': 1, x: 1, address: 127.0.0.1:1}\r\n" +
      smallest_tenant;
  CHECK(tests::config_files::mistakes(file) ==
        std::vector<std::string>{"3:9: admin.für: is unknown here: remove it; known are address, hosts",
                                 "3:19: admin.x: is unknown here: remove it; known are address, hosts"});
}

TEST_CASE("stops at 32 levels, however deep a file goes") {
  const auto nested = [](std::size_t levels) {
    return "a: " + std::string(levels, '[') + std::string(levels, ']') + "\n";
  };
  config::Diagnostics good;
  CHECK(config::parse_document("f", nested(31), good).has_value());
  CHECK(good.empty());
  for (const std::size_t levels : {32, 33, 499, 600, 100'000}) {
    CAPTURE(levels);
    config::Diagnostics found;
    config::parse_document("f", nested(levels), found);
    REQUIRE(found.sorted().size() == 1);
    CHECK(found.sorted()[0].place == config::Place{"f", 1, 35});
    CHECK(found.sorted()[0].message.find("32 levels") != std::string::npos);
  }
}

TEST_CASE("keeps what YAML would coerce as the text that was written") {
  config::Diagnostics diagnostics;
  const auto root =
      config::parse_document("f", "a: no\nb: 010\nc: 'null'\nd: null\ne:\nf: ''\n", diagnostics);
  REQUIRE(root.has_value());
  CHECK(root->find("a")->value.text == "no");
  CHECK(root->find("b")->value.text == "010");
  CHECK(root->find("c")->value.text == "null");
  CHECK(root->find("c")->value.is_quoted);
  CHECK(root->find("d")->value.kind == config::Node::Kind::null);
  CHECK(root->find("e")->value.kind == config::Node::Kind::null);
  CHECK(root->find("f")->value.kind == config::Node::Kind::scalar);
  CHECK(diagnostics.empty());
}
