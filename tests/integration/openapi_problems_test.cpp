// Every example of a problem in the document: a real request meets it, and the answer has the example's
// members, and its code, status, type and title; the page of the code says the same.
#include "tests/integration/list_scene.hpp"
#include "tests/integration/problem_provokers.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

namespace tests::integration {
namespace {

namespace json = boost::json;
using support::members_of;

const Provoke* provoker_of(const std::string& name) {
  for (const auto* all : {&by_the_caller(), &by_creates(), &by_others()}) {
    const auto found = all->find(name);
    if (found != all->end()) return &found->second;
  }
  return nullptr;
}

// The names under components/examples, each with a place where it stands.
std::map<std::string, support::Example> problem_examples() {
  std::map<std::string, support::Example> all;
  const json::value& document = example_world().document();
  for (const auto& [name, example] : document.at_pointer("/components/examples").as_object()) {
    for (const auto& place : support::examples(document)) {
      if (place.value == &example.at("value")) all.emplace(std::string(name), place);
    }
    CHECK_MESSAGE(all.contains(std::string(name)), "stands nowhere: ", name);
  }
  return all;
}

void compare_problem(const support::Example& example, const json::value& real) {
  const json::value& document = example_world().document();
  for (const char* member : {"code", "status", "type", "title"})
    CHECK(real.at(member) == example.value->at(member));
  // An example may show less: which of the optional members there are depends on what a provider said.
  const auto seen = members_of(document, example.schema, real);
  for (const auto& member : members_of(document, example.schema, *example.value))
    CHECK_MESSAGE(seen.contains(member), "only the example has ", member);
}

bool page_says(const json::value& problem) {
  const std::string page = example_world().gateway().get(text_at(problem, "type")).body;
  const auto says = [&](const std::string& text) { return page.find(text) != page.npos; };
  return says(text_at(problem, "code")) && says(text_at(problem, "title")) &&
         says(std::to_string(problem.at("status").as_int64()));
}

}  // namespace

TEST_CASE("every example of a problem is met by a real request, and is as that one's answer") {
  std::size_t checked = 0;
  for (const auto& [name, example] : problem_examples()) {
    CAPTURE(name);
    const Provoke* const provoke = provoker_of(name);
    REQUIRE_MESSAGE(provoke != nullptr, "nobody checks this example");
    const Answered answered = (*provoke)(example_world());
    ++checked;
    CAPTURE(answered.reply.body);
    REQUIRE(answered.reply.header("content-type") == "application/problem+json");
    const auto codes = support::problem_codes_of_response(example_world().document(), answered.method,
                                                          answered.path, answered.reply.status);
    const bool is_405 = answered.reply.status == 405;
    CHECK((is_405 || std::ranges::count(codes, text_at(answered.json(), "code")) > 0));
    compare_problem(example, answered.json());
    CHECK(page_says(*example.value));
  }
  CHECK(checked == by_the_caller().size() + by_creates().size() + by_others().size());
}

TEST_CASE("every example of a problem within another answer is of a code that has a page") {
  const json::value& document = example_world().document();
  std::size_t problems = 0;
  const std::function<void(const json::value&)> visit = [&](const json::value& here) {
    if (here.is_array()) {
      for (const auto& item : here.get_array())
        visit(item);
    }
    if (!here.is_object()) return;
    if (here.get_object().contains("correlationId")) {
      ++problems;
      CAPTURE(json::serialize(here));
      CHECK(page_says(here));
    }
    for (const auto& [name, value] : here.get_object())
      visit(value);
  };
  for (const auto& example : support::examples(document))
    visit(*example.value);
  CHECK(problems > by_the_caller().size());
}

}  // namespace tests::integration
