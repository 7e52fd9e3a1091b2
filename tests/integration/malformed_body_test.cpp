// Bodies: framed wrongly, of another type, not JSON, or not a draft.
#include "tests/integration/hostile.hpp"

#include <doctest/doctest.h>

namespace tests::integration {
namespace {

using namespace std::string_literals;

std::vector<Hostile> with_bodies(std::initializer_list<std::pair<const char*, std::string>> bodies,
                                 const char* code) {
  std::vector<Hostile> all;
  for (const auto& [what, body] : bodies)
    all.push_back({what, post(body), code});
  return all;
}

}  // namespace

TEST_CASE("refuses chunks that two readers could cut in two ways") {
  std::vector<Hostile> all;
  for (const auto& [what, body] : std::initializer_list<std::pair<const char*, std::string>>{
           {"an extension", "2;can4ry=1\r\n{}\r\n0\r\n\r\n"},
           {"an extension without a name", "2;\r\n{}\r\n0\r\n\r\n"},
           {"an extension of the last chunk", "2\r\n{}\r\n0;can4ry\r\n\r\n"},
           {"a trailer", "2\r\n{}\r\n0\r\nX-A: can4ry\r\n\r\n"},
           {"Authorization as a trailer", "2\r\n{}\r\n0\r\nAuthorization: Bearer can4ry\r\n\r\n"},
           {"Content-Length as a trailer", "2\r\n{}\r\n0\r\nContent-Length: 2\r\n\r\n"},
           {"a trailer that is none", "2\r\n{}\r\n0\r\ncan4ry\r\n\r\n"},
           {"no size", "\r\n{}\r\n0\r\n\r\n"},
           {"a size that is none", "zz\r\n{}\r\n0\r\n\r\n"},
           {"a negative size", "-2\r\n{}\r\n0\r\n\r\n"},
           {"a plus", "+2\r\n{}\r\n0\r\n\r\n"},
           {"0x", "0x2\r\n{}\r\n0\r\n\r\n"},
           {"a space in front", " 2\r\n{}\r\n0\r\n\r\n"},
           {"a space behind", "2 \r\n{}\r\n0\r\n\r\n"},
           {"a tab behind", "2\t\r\n{}\r\n0\r\n\r\n"},
           {"a size past 64 bits", "FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n"},
           {"LF behind the size", "2\n{}\r\n0\r\n\r\n"},
           {"CR behind the size", "2\r{}\r\n0\r\n\r\n"},
           {"LF behind the data", "2\r\n{}\n0\r\n\r\n"},
           {"nothing behind the data", "2\r\n{}0\r\n\r\n"},
           {"more data than said", "1\r\n{}\r\n0\r\n\r\n"},
           {"LF at the end", "2\r\n{}\r\n0\r\n\n"},
           {"NUL in the size", "2\0\r\n{}\r\n0\r\n\r\n"s},
           {"a comma", "2,2\r\n{}\r\n0\r\n\r\n"},
       }) {
    all.push_back({what, chunked(body), "invalid_request"});
  }
  check_ends_the_connection(all);
  check_ends_the_connection(
      {{"the largest size", chunked("FFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n"), "body_too_large"}});
}

TEST_CASE("refuses bodies that are not JSON to the letter") {
  check_refused(with_bodies(
      {
          {"nothing", ""},
          {"white space", " \r\n\t"},
          {"text", "can4ry"},
          {"cut short", R"({"userPrincipalName":"can4ry)"},
          {"cut behind a comma", R"({"userPrincipalName":"can4ry",)"},
          {"a comma too many", R"({"userPrincipalName":"can4ry",})"},
          {"a comma too few", R"({"userPrincipalName":"can4ry" "email":"can4ry"})"},
          {"single quotes", "{'userPrincipalName':'can4ry'}"},
          {"a name without quotes", R"({userPrincipalName:"can4ry"})"},
          {"a comment", R"({/*can4ry*/"userPrincipalName":"can4ry"})"},
          {"a second value", R"({"userPrincipalName":"can4ry"}{})"},
          {"bytes behind", R"({"userPrincipalName":"can4ry"} can4ry)"},
          {"NUL behind", R"({"userPrincipalName":"can4ry"})" + "\0"s},
          {"a byte order mark",
           "\xEF\xBB\xBF"
           R"({"userPrincipalName":"can4ry"})"},
          {"UTF-16",
           "{\0\"\0a\0\"\0:\0"s
           "1\0}\0"s},
          {"a name twice", R"({"email":"can4ry","email":"can4ry"})"},
          {"a name twice, once escaped", R"({"email":"can4ry","em\u0061il":"can4ry"})"},
          {"a name twice, deep inside", R"({"groups":[{"id":"can4ry","i\u0064":"can4ry"}]})"},
          {"NaN", R"({"a":NaN,"b":"can4ry"})"},
          {"Infinity", R"({"a":-Infinity})"},
          {"1e999", R"({"a":1e999})"},
          {"a leading zero", R"({"a":012})"},
          {"a plus", R"({"a":+1})"},
          {"no digit behind the point", R"({"a":1.})"},
          {"True", R"({"a":True})"},
          {"half a surrogate pair", R"({"userPrincipalName":"can4ry\ud800"})"},
          {"the other half", R"({"userPrincipalName":"can4ry\udc00"})"},
          {"a pair the wrong way round", R"({"userPrincipalName":"\udc00\ud800can4ry"})"},
          {"an escape of three digits", R"({"userPrincipalName":"\u00gcan4ry"})"},
          {"an unknown escape", R"({"userPrincipalName":"\qcan4ry"})"},
          {"a control character", "{\"userPrincipalName\":\"can4ry\n\"}"},
          {"bytes that are not UTF-8", "{\"userPrincipalName\":\"can4ry\xff\"}"},
          {"an overlong form", "{\"userPrincipalName\":\"can4ry\xc0\xaf\"}"},
          {"nine levels", R"({"a":[[[[[[[["can4ry"]]]]]]]]})"},
          {"a thousand levels", std::string(1000, '[')},
      },
      "malformed_json"));
}

TEST_CASE("refuses JSON that is not a draft") {
  check_refused(with_bodies(
      {
          {"null", "null"},
          {"a number", "1"},
          {"a string", R"("can4ry")"},
          {"an array", R"([{"userPrincipalName":"can4ry"}])"},
          {"nothing in it", "{}"},
          {"an unknown member", R"({"unknown":"can4ry"})"},
          {"a member in another case", R"({"UserPrincipalName":"can4ry"})"},
          {"a read-only member", R"({"id":"can4ry"})"},
          {"a number for a text", R"({"userPrincipalName":5,"displayName":"can4ry"})"},
          {"an object for a text", R"({"userPrincipalName":{"a":"can4ry"}})"},
          {"a text for an object", R"({"passwordProfile":"can4ry"})"},
          {"a text for a truth value", R"({"passwordProfile":{"forceChangePassword":"can4ry"}})"},
          {"an object for a list", R"({"groups":{"id":"can4ry"}})"},
          {"a group's name", R"({"groups":[{"id":"can4ry","name":"can4ry"}]})"},
          {"NUL in a text",
           R"({"userPrincipalName":"can4ry\u0000@twelve.example","displayName":"can4ry","passwordProfile":{"password":"can4ry-Pa55"}})"},
          {"CR LF in a text",
           R"({"userPrincipalName":"a@twelve.example\r\nX: can4ry","displayName":"can4ry","passwordProfile":{"password":"can4ry-Pa55"}})"},
      },
      "invalid_draft"));
}

TEST_CASE("refuses a body of another type, in a coding, or of unknown length") {
  const std::string start =
      "POST " + std::string(users_target) + "?provider=partner_center HTTP/1.1\r\nHost: localhost\r\n";
  const std::string end = "Content-Length: 8\r\n\r\n\"can4ry\"";
  std::vector<Hostile> all = {{"no type", start + end, "unsupported_media_type"}};
  for (const std::string type :
       {"", "can4ry", "text/plain", "application/json; charset=iso-8859-1", "application/json; can4ry=1",
        "application/json, application/json", "application/jsonp", "application/problem+json",
        "multipart/form-data; boundary=a", "application/x-www-form-urlencoded"}) {
    all.push_back({type, start + "Content-Type: " + type + "\r\n" + end, "unsupported_media_type"});
  }
  for (const char* coding : {"gzip", "deflate", "br", "can4ry", "gzip, identity"}) {
    all.push_back({coding, post("\"can4ry\"", "Content-Encoding: " + std::string(coding) + "\r\n"),
                   "unsupported_media_type"});
  }
  check_ends_the_connection(all);
  check_refused({{"no length", start + "Content-Type: application/json\r\n\r\n", "length_required"}});
}

}  // namespace tests::integration
