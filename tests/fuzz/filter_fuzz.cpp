// Any bytes: a filter that a few people can be asked about, or a mistake with a place in the text. In
// parentheses behind `not` a filter says the opposite.
#include "schema/filter.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

constexpr std::array<std::string_view, 2> providers = {"one", "two"};

schema::Text given(std::string_view text) { return {text, false}; }

// Everything has a value, next to nothing has, and nobody is there.
struct People {
  std::array<schema::Group, 2> groups = {schema::Group{given("g-1"), given("Stra\u00DFe")},
                                         {given("g-2"), {}}};
  schema::User full;
  schema::User bare;
  std::array<std::array<const schema::User*, 2>, 4> accounts = {
      {{&full, &bare}, {nullptr, &full}, {&bare, nullptr}, {nullptr, nullptr}}};

  People() {
    full.id = given("u1");
    full.customer_id = given("C");
    full.texts.fill(given("An\u0301n"));
    full.text(schema::TextField::soft_deletion_time) = given("2024-02-29T00:00:00.5+01:00");
    full.state = schema::UserState::deleted;
    full.user_domain_type = schema::UserDomainType::managed;
    full.has_role = true;
    full.role_name = given("Admin");
    full.groups = groups;
    bare.id = given("\xFF");
    bare.text(schema::TextField::email) = given("");
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const People people;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto filter = schema::Filter::parse(text);
  if (!filter.has_value()) {
    const schema::FilterMistake mistake = filter.error();
    if (mistake.offset > size || mistake.reason.empty() || mistake.detail.empty()) std::abort();
    return 0;
  }
  filter->names_state();
  // Too long or too deep with it, perhaps.
  const auto opposite = schema::Filter::parse("not (" + std::string(text) + ")");
  for (const auto& accounts : people.accounts) {
    const schema::Person person{accounts, providers};
    if (opposite.has_value() && filter->matches(person) == opposite->matches(person)) std::abort();
  }
  return 0;
}
