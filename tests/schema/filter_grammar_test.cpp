#include "schema/filter.hpp"
#include "tests/schema/good_filter.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cctype>
#include <string>

namespace schema {
namespace {

FilterMistake mistake_of(std::string_view text) {
  const auto filter = Filter::parse(text);
  INFO(text);
  REQUIRE_FALSE(filter.has_value());
  return filter.error();
}

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (; times > 0; --times)
    text += part;
  return text;
}

}  // namespace

TEST_CASE("and binds tighter than or, parentheses and not tighter still") {
  const User somebody;
  const std::array<const User*, 1> accounts = {&somebody};
  const std::array<std::string_view, 1> providers = {"one"};
  const Person person{accounts, providers};
  // t and f are terms that match and that do not.
  struct Case {
    std::string_view filter;
    bool matches;
  };
  const Case cases[] = {
      {"t or t and f", true},
      {"f and t or t", true},
      {"f and (t or t)", false},
      {"(t or t) and f", false},
      {"not (f) and t", true},
      {"not (f and t) and f", false},
      {"not (t) or t", true},
      {"not (not (t))", true},
      {"not (t or f)", false},
      {"t AND t Or f", true},
      {"f or f or t", true},
      {"t and t and f", false},
      {"f or t and f or f", false},
      {"(((t)))", true},
      {"NOT(f)", true},
      {"  t   and  ( t )  ", true},
      {"not   (  f  )", true},
      {"f or (f or (f or not (f)))", true},
      {"t and not (f) and t", true},
      {"not (f or t) or f", false},
  };
  for (const Case& c : cases) {
    std::string text;
    for (std::size_t i = 0; i < c.filter.size(); ++i) {
      const auto is_letter = [&](std::size_t at) {
        return at < c.filter.size() && std::isalpha(static_cast<unsigned char>(c.filter[at])) != 0;
      };
      const bool is_alone = !is_letter(i + 1) && (i == 0 || !is_letter(i - 1));
      if (is_alone && c.filter[i] == 't') {
        text += "id pr";
      } else if (is_alone && c.filter[i] == 'f') {
        text += "id eq null";
      } else {
        text += c.filter[i];
      }
    }
    CAPTURE(text);
    CHECK(tests::schema_filters::parsed(text).matches(person) == c.matches);
  }
}

TEST_CASE("a filter says whether it speaks of the state") {
  CHECK(tests::schema_filters::parsed(R"(STATE eq "deleted")").names_state());
  CHECK(tests::schema_filters::parsed(R"(id pr or not (email pr and state pr))").names_state());
  CHECK_FALSE(tests::schema_filters::parsed(R"(displayName eq "state")").names_state());
}

TEST_CASE("each mistake is named, with its place in the text") {
  struct Mistake {
    std::string_view filter;
    std::size_t offset;
    std::string_view reason;
  };
  const Mistake mistakes[] = {
      {"", 0, "syntax"},
      {"   ", 3, "syntax"},
      {"email", 5, "syntax"},
      {"email ", 6, "syntax"},
      {"email eq", 8, "syntax"},
      {"email eq ", 9, "syntax"},
      {"email eq ann", 9, "syntax"},
      {"email eq 'ann'", 9, "syntax"},
      {"email eq \"ann", 9, "syntax"},
      {"email eq \"ann\\\"", 9, "syntax"},
      {R"(email eq "a\x")", 12, "syntax"},
      {R"(email eq "\ud800")", 16, "syntax"},
      {"email eq \"a\tb\"", 11, "syntax"},
      {"email eq NULL", 9, "syntax"},
      {"email eq [1]", 9, "syntax"},
      {"email eq {}", 9, "syntax"},
      {"email eq 01", 9, "syntax"},
      {"email eq 5", 9, "type"},
      {"email eq -5.1e3", 9, "type"},
      {"email co true", 9, "type"},
      {"lastDirectorySyncTime eq false", 25, "type"},
      {"email gt null", 9, "operator"},
      {"email co null", 9, "operator"},
      {"softDeletionTime le null", 20, "operator"},
      {"groups eq \"a\"", 7, "operator"},
      {"role eq null", 5, "operator"},
      {"sources co \"a\"", 8, "operator"},
      {"name eq \"a\"", 0, "unknown_attribute"},
      {"email pr and groups.foo pr", 13, "unknown_attribute"},
      {"email.x pr", 0, "unknown_attribute"},
      {"passwordProfile pr", 0, "unknown_attribute"},
      {"email is \"a\"", 6, "unknown_operator"},
      {"email and email pr", 6, "unknown_operator"},
      {"groups[name eq \"a\"]", 6, "not_supported"},
      {"urn:ietf:params:scim:schemas:core:2.0:User:email pr", 0, "not_supported"},
      {"lastDirectorySyncTime gt \"yesterday\"", 25, "date"},
      {"softDeletionTime eq \"2024-01-01\"", 20, "date"},
      {"email eq\"a\"", 8, "missing_space"},
      {"email\"a\"", 5, "missing_space"},
      {"email eq \"a\"and email pr", 12, "missing_space"},
      {"(email pr)or (email pr)", 10, "missing_space"},
      {"email pr and(email pr)", 12, "missing_space"},
      {"email pr and", 12, "syntax"},
      {"email pr or ", 12, "syntax"},
      {"email pr and and email pr", 13, "unknown_attribute"},
      {"and email pr", 0, "unknown_attribute"},
      {"email pr email pr", 9, "syntax"},
      {"email pr \"a\"", 9, "syntax"},
      {"email pr nor email pr", 9, "syntax"},
      {"email pr not (email pr)", 9, "syntax"},
      {"email eq \"a\" \"b\"", 13, "syntax"},
      {"not email pr", 4, "syntax"},
      {"not", 3, "syntax"},
      {"not not (email pr)", 4, "syntax"},
      {"()", 1, "syntax"},
      {"(email pr", 9, "syntax"},
      {"(email)", 6, "syntax"},
      {"(email eq)", 9, "syntax"},
      {"(email pr and)", 13, "syntax"},
      {"email pr)", 8, "syntax"},
      {"(email pr))", 10, "syntax"},
      {"(email pr email pr)", 10, "syntax"},
      {"\"email\" pr", 0, "syntax"},
      {"\temail pr", 0, "syntax"},
      {"email eq \"\xC3\"", 10, "utf8"},
      {"\xFF", 0, "utf8"},
  };
  for (const Mistake& expected : mistakes) {
    CAPTURE(expected.filter);
    const FilterMistake mistake = mistake_of(expected.filter);
    CAPTURE(mistake.detail);
    CHECK(mistake.offset == expected.offset);
    CHECK(mistake.reason == expected.reason);
    CHECK(mistake.detail.ends_with('.'));
  }
}

TEST_CASE("a filter is limited in its terms, its depth and its length") {
  const std::string_view more = " or email pr";
  const std::string fifty = "email pr" + repeated(more, 49);
  CHECK(Filter::parse(fifty).has_value());
  CHECK(mistake_of(fifty + std::string(more)).reason == "too_many_terms");
  CHECK(mistake_of(fifty + std::string(more)).offset == fifty.size() + 4);
  for (const std::string open : {"(", "not ("}) {
    CHECK(Filter::parse(repeated(open, 10) + "email pr" + repeated(")", 10)).has_value());
    const FilterMistake deep = mistake_of(repeated(open, 11) + "email pr" + repeated(")", 11));
    CHECK(deep.reason == "too_deep");
    CHECK(deep.offset == 11 * open.size() - 1);
  }
  CHECK(Filter::parse(repeated("(email pr) and ", 49) + "(email pr)").has_value());
  CHECK(mistake_of(std::string(7999, '(')).reason == "too_deep");
  const auto padded = [](std::size_t size) { return "email pr" + std::string(size - 8, ' '); };
  CHECK(Filter::parse(padded(8000)).has_value());
  CHECK(mistake_of(padded(8001)).reason == "too_long");
  CHECK(mistake_of(padded(8001)).offset == 8000);
}

TEST_CASE("a mistake never repeats a value, and an attribute's name escaped and cut") {
  for (const std::string filter :
       {"email eq secret", "email eq \"secret", "email eq \"secret\\x\"", "email eq \"se\\u00ZZcret\" and",
        "email eq \"secret\" or", "softDeletionTime gt \"secret\"", "email eq 12345", "\"secret\" eq email",
        "email secret \"secret\"", "email gt secret(", "email eq \"secret\"secret"}) {
    CAPTURE(filter);
    const FilterMistake mistake = mistake_of(filter);
    CHECK(mistake.detail.find("secret") == std::string::npos);
    CHECK(mistake.detail.find("12345") == std::string::npos);
  }
  CHECK(mistake_of("na\\me pr")
            .detail.starts_with(R"(A user has no attribute "na\\me"; the attributes are id, )"));
  const std::string detail = mistake_of(repeated("é", 65) + " pr").detail;
  CHECK(detail.find('"' + repeated("é", 64) + '"') != std::string::npos);
}

}  // namespace schema
