#include "adapters/json_page.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace adapters {
namespace {

using namespace std::string_literals;

bool is_read_whole(std::string_view body) {
  Page page;
  page.body = WireBytes::copy_of(body);
  JsonReader reader(page);
  reader.skip();
  return reader.finished();
}

TEST_CASE("takes every JSON value whole, with or without a byte order mark") {
  for (const char* body :
       {"{}", "[]", "\"\"", "null", "true", "false", "0", "-0", "-1.5e+10", "1E5", "12.25", " [ 1 , 2 ] ",
        "{\"a\":{\"b\":[1,\"x\",null,true,{}]},\"c\":\"\"}", "\xEF\xBB\xBF{\"a\":1}",
        "\n{\r\n\t\"a\" : [ ] }\n", R"("\u00e9\n\t\"\\\/\b\f\r\ud83d\ude00")", "[\"\xC3\xA9\"]"}) {
    CAPTURE(body);
    CHECK(is_read_whole(body));
  }
}

TEST_CASE("refuses a body that is broken anywhere, also in what nobody reads") {
  const std::vector<std::string> bodies = {"",
                                           " ",
                                           "\xEF\xBB\xBF",
                                           "{",
                                           "}",
                                           "[",
                                           "]",
                                           "{]",
                                           "[}",
                                           "[1,]",
                                           "[,1]",
                                           "[1 2]",
                                           "[1,,2]",
                                           "{\"a\"}",
                                           "{\"a\":}",
                                           "{\"a\":1,}",
                                           "{,}",
                                           "{\"a\" 1}",
                                           "{\"a\"::1}",
                                           "{a:1}",
                                           "{1:2}",
                                           "{\"a\":1 \"b\":2}",
                                           "[1]]",
                                           "{}{}",
                                           "[] []",
                                           "nul",
                                           "nulll",
                                           "tru",
                                           "True",
                                           "truefalse",
                                           "true\"a\"",
                                           "01",
                                           "-",
                                           "+1",
                                           "1.",
                                           ".5",
                                           "1e",
                                           "1e+",
                                           "0x10",
                                           "1.2.3",
                                           "NaN",
                                           "Infinity",
                                           "'a'",
                                           "\"a",
                                           "\"a\"b\"",
                                           "\"a\"b",
                                           "\"\\x\"",
                                           "\"\\",
                                           "\"\\u12\"",
                                           "\"\\u12g4\"",
                                           "\"\\ud800\"",
                                           "\"\\ud800\\u0041\"",
                                           "\"\\udc00\"",
                                           "\"\\ud800x\"",
                                           "\"\t\"",
                                           "\"\n\"",
                                           "\x01",
                                           "[1\x0c]",
                                           "[\x1a]",
                                           "[\"\xff\"]",
                                           "[\"\xc3\"]",
                                           "\"\xed\xa0\x80\"",
                                           "\"\\u0041",
                                           "[\"a\" \"b\"]",
                                           "{\"\\q\":1}",
                                           "[nan]",
                                           "// a\n1",
                                           "[1]\0"s,
                                           "\0"s,
                                           "\xEF\xBB\xBF\xEF\xBB\xBF{}",
                                           std::string(65, '[') + std::string(65, ']')};
  for (const auto& body : bodies) {
    CAPTURE(body);
    CHECK_FALSE(is_read_whole(body));
    CHECK_FALSE(is_read_whole("[" + body + "," + body + "]"));
    CHECK_FALSE(is_read_whole("{\"a\":" + body + "}"));
  }
}

TEST_CASE("refuses every beginning of a body, whatever bytes lie behind it in memory") {
  const std::string whole = R"({"a":[{"b":"c","d":null},{"e":12}],"f":{"g":[]},"h":"\u00e9"})";
  REQUIRE(is_read_whole(whole));
  for (const char* behind : {"]}]}]}\"}]}", "}]}]}]}]", ",1,1,1,1,1,1", ":1,2]}", "\"a\"]}]}"}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      CAPTURE(size);
      Page page;
      page.body = WireBytes(4 * whole.size());
      const std::string bytes = whole.substr(0, size) + behind;
      std::copy(bytes.begin(), bytes.end(), page.body.data());
      page.body.set_size(size);
      JsonReader reader(page);
      reader.skip();
      CHECK_FALSE(reader.finished());
    }
  }
}

TEST_CASE("does not take a part of a body for the whole") {
  Page page;
  page.body = WireBytes::copy_of("[1] 2");
  JsonReader reader(page);
  reader.read_array([&] { reader.skip(); });
  CHECK_FALSE(reader.failed());
  CHECK_FALSE(reader.finished());
}

TEST_CASE("gives texts as views of the body where nothing is escaped, decoded otherwise") {
  Page page;
  page.body = WireBytes::copy_of(
      R"({"plain":"Zo\u00eb","raw":"Zoë","quote":"a\"b","pair":"\ud83d\ude00","empty":"","null":null,"num":5})");
  std::vector<schema::Text> texts;
  JsonReader reader(page);
  reader.read_object([&](std::string_view) { texts.push_back(reader.read_text()); });
  REQUIRE(reader.finished());
  REQUIRE(texts.size() == 7);
  CHECK(texts[0].view() == "Zoë");
  CHECK(texts[0].is_plain());
  CHECK(texts[1].view() == "Zoë");
  CHECK(texts[1].is_plain());
  CHECK(texts[1].view().data() > page.body.data());
  CHECK(texts[1].view().data() < page.body.data() + page.body.size());
  CHECK(texts[2].view() == "a\"b");
  CHECK_FALSE(texts[2].is_plain());
  CHECK(texts[3].view() == "\xF0\x9F\x98\x80");
  CHECK(texts[4].is_null());
  CHECK(texts[5].is_null());
  CHECK(texts[6].is_null());
}

TEST_CASE("knows a member by its name however it is spelled") {
  Page page;
  page.body = WireBytes::copy_of(R"({"\u0069d":"x"})");
  std::string name;
  JsonReader reader(page);
  reader.read_object([&](std::string_view read) {
    name = read;
    reader.skip();
  });
  REQUIRE(reader.finished());
  CHECK(name == "id");
}

TEST_CASE("fails where an identity is not a text") {
  for (const char* body : {"5", "true", "{}", "[]", "nul"}) {
    CAPTURE(body);
    Page page;
    page.body = WireBytes::copy_of(body);
    JsonReader reader(page);
    CHECK(reader.read_identity().is_null());
    CHECK(reader.failed());
  }
  Page page;
  page.body = WireBytes::copy_of("null");
  JsonReader reader(page);
  CHECK(reader.read_identity().is_null());
  CHECK(reader.finished());
}

TEST_CASE("leaves no byte of an erased secret in the page, and reads on behind it") {
  Page page;
  page.body = WireBytes::copy_of(R"({"secret": {"password":"hunter\u0032xyz","n":[1]} , "id":"x"})");
  schema::Text id;
  JsonReader reader(page);
  reader.read_object([&](std::string_view name) {
    if (name == "secret") return reader.erase();
    id = reader.read_text();
  });
  REQUIRE(reader.finished());
  CHECK(id.view() == "x");
  CHECK(page.body.view().find("hunter") == std::string_view::npos);
  CHECK(page.body.view().find("xyz") == std::string_view::npos);
  CHECK(is_read_whole(page.body.view()));
}

TEST_CASE("gives an object as it stands in the page, from its first bracket to its last") {
  const std::string_view objects[] = {R"({ "a" : [ 1 , "}" ] })", "{}", R"({"b":{"c":"\u00e9]"}})"};
  Page page;
  page.body = WireBytes::copy_of(std::string("\xEF\xBB\xBF [ ") + std::string(objects[0]) + " ,\n" +
                                 std::string(objects[1]) + "," + std::string(objects[2]) + " ] ");
  std::vector<std::string_view> texts;
  JsonReader reader(page);
  reader.read_array([&] {
    const std::size_t begin = reader.place();
    reader.read_object([&](std::string_view) { reader.skip(); });
    texts.push_back(reader.text_from(begin));
  });
  REQUIRE(reader.finished());
  CHECK(texts == std::vector<std::string_view>(std::begin(objects), std::end(objects)));
}

TEST_CASE("gives no text of an object that is broken") {
  Page page;
  page.body = WireBytes::copy_of(R"({"a":1,})");
  JsonReader reader(page);
  const std::size_t begin = reader.place();
  reader.read_object([&](std::string_view) { reader.skip(); });
  CHECK(reader.failed());
  CHECK(reader.text_from(begin).empty());
}

TEST_CASE("goes no deeper than 64 levels, whoever reads them") {
  const auto read_deep = [](std::size_t levels) {
    Page page;
    page.body = WireBytes::copy_of(std::string(levels, '[') + std::string(levels, ']'));
    JsonReader reader(page);
    const auto descend = [&](const auto& self) -> void {
      if (reader.peek() != '[') return reader.skip();
      reader.read_array([&] { self(self); });
    };
    descend(descend);
    return reader.finished();
  };
  CHECK(read_deep(64));
  CHECK_FALSE(read_deep(65));
  CHECK_FALSE(read_deep(200'000));
}

TEST_CASE("reads two bodies at once on one thread") {
  Page outer_page;
  outer_page.body = WireBytes::copy_of("[1,2,3]");
  JsonReader outer(outer_page);
  int inner_elements = 0;
  outer.read_array([&] {
    Page inner_page;
    inner_page.body = WireBytes::copy_of(R"(["a","b",["c"]])");
    JsonReader inner(inner_page);
    inner.read_array([&] {
      inner.skip();
      ++inner_elements;
    });
    CHECK(inner.finished());
    outer.skip();
  });
  CHECK(outer.finished());
  CHECK(inner_elements == 9);
}

TEST_CASE("reads a body of many megabytes") {
  std::string body = "[";
  for (int count = 0; count < 400'000; ++count)
    body += "\"0123456789\",";
  body += "null]";
  CHECK(is_read_whole(body));
  body.pop_back();
  CHECK_FALSE(is_read_whole(body));
}

}  // namespace
}  // namespace adapters
