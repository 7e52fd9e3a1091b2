#include "schema/raw_json.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>

namespace schema {
namespace {

std::string shown(std::string_view raw) {
  std::string out;
  append_raw_json(out, raw);
  return out;
}

TEST_CASE("shows a provider's object as it is") {
  for (const char* raw :
       {"{}", R"({"a":1})", R"({"a":[1,-2.5e3,true,false,null,"x"],"b":{"c":{}}})",
        R"({"name":"J\u00f6rg \"JJ\" \\","path":"a\\\\","empty":"","text":"a : b , { [ \n"})",
        "{\"n\":\"\xC3\xBC \xE2\x80\xA8\"}"}) {
    CAPTURE(raw);
    CHECK(shown(raw) == raw);
  }
  std::string out = "before ";
  append_raw_json(out, R"({"a":1})");
  CHECK(out == R"(before {"a":1})");
}

TEST_CASE("shows null where a provider sent no object") { CHECK(shown("") == "null"); }

TEST_CASE("shows an object on one line, and leaves the spaces inside its texts alone") {
  CHECK(shown("{ \"a\" :\t1 ,\r\n  \"b c\" : [ \" x  y \" ,\n{ } , [ ] ]\n}\n") ==
        R"({"a":1,"b c":[" x  y ",{},[]]})");
  // What the reader leaves of a password.
  CHECK(shown(R"({"a":1,"passwordProfile":null                     ,"b":2})") ==
        R"({"a":1,"passwordProfile":null,"b":2})");
}

TEST_CASE("shows no value of a member whose name tells of a secret") {
  struct Row {
    const char* raw;
    const char* shown;
  };
  for (const auto& row : {
           Row{R"({"password":"hunter2"})", R"({"password":null})"},
           {R"({"temporaryPassword":"x","a":1})", R"({"temporaryPassword":null,"a":1})"},
           {R"({"PASSWORDPROFILE":{"password":"}","x":[{"y":"]"}]},"a":1})",
            R"({"PASSWORDPROFILE":null,"a":1})"},
           {R"({"client_Secret":["a",["b"]],"a":1})", R"({"client_Secret":null,"a":1})"},
           {R"({"accessToken":12,"a":1})", R"({"accessToken":null,"a":1})"},
           {R"({"isTokenThere":true})", R"({"isTokenThere":null})"},
           {R"({"a":{"b":[{"refresh-TOKEN":"x"},{"c":"token"}]}})",
            R"({"a":{"b":[{"refresh-TOKEN":null},{"c":"token"}]}})"},
           {R"({"token" : "x" , "a" : 1 })", R"({"token":null,"a":1})"},
           {R"({"token" : 5 })", R"({"token":null})"},
           {R"({"token":"a\"b\\","a":"\\"})", R"({"token":null,"a":"\\"})"},
           {R"({"\u0070assword":"x"})", R"({"\u0070assword":null})"},
           {R"({"pass\u0057ORD":"x"})", R"({"pass\u0057ORD":null})"},
           {R"({"\"to\u006Ben\"":"x"})", R"({"\"to\u006Ben\"":null})"},
       }) {
    CAPTURE(row.raw);
    CHECK(shown(row.raw) == row.shown);
  }
}

TEST_CASE("takes only whole names for secrets, and no text for a name") {
  for (const char* raw : {R"({"pass":"a","word":"b"})", R"({"a":"password"})", R"(["token","secret"])",
                          R"({"to\nken":"a","pass\\word":"b","se\u00e9cret":"c","pass\u0000word":"d"})",
                          R"({"":"password"})", R"({"a":["\"password\":\"x\""]})"}) {
    CAPTURE(raw);
    CHECK(shown(raw) == raw);
  }
}

TEST_CASE("goes as deep as an object does") {
  const std::string deep = std::string(1000, '[') + "{\"token\":" + std::string(1000, '[') +
                           std::string(1000, ']') + "}" + std::string(1000, ']');
  CHECK(shown(deep) == std::string(1000, '[') + "{\"token\":null}" + std::string(1000, ']'));
}

TEST_CASE("never reads behind its text, however it is cut") {
  const std::string whole = R"({"a\\":"b\"c","token" : {"x":["y\\"]}, "secret":[1,2] , "password":"z"})";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    // In memory of its own, so that a sanitizer sees the end.
    const std::string cut(whole, 0, size);
    CHECK(shown(cut).size() <= size + 16);
  }
  CHECK(boost::json::parse(shown(whole)) ==
        boost::json::parse(R"({"a\\":"b\"c","token":null,"secret":null,"password":null})"));
}

}  // namespace
}  // namespace schema
