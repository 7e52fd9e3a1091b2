#include "gateway/steps/check_draft.hpp"

#include "tests/gateway/fake_provider.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::steps {

namespace {

using schema::ProblemCode;
using schema::UserDraft;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::FakeAdapter;
using tests::gateway_fakes::FakeProvider;

struct World {
  FakeProvider center_provider = center(), cockpit_provider = cockpit();
  FakeAdapter at_center{center_provider}, at_cockpit{cockpit_provider};
  std::vector<ChosenProvider> both() const {
    return {{"partner_center", &at_center}, {"cloud_cockpit", &at_cockpit}};
  }
  std::vector<ChosenProvider> cockpit_only() const { return {{"cloud_cockpit", &at_cockpit}}; }
};

UserDraft ann() {
  UserDraft draft;
  draft.user_principal_name = "ann@x";
  draft.email = "ann@x";
  draft.first_name = "Ann";
  draft.last_name = "Bee";
  return draft;
}

// "pointer reason provider" of each.
std::vector<std::string> told(const std::vector<schema::FieldError>& errors) {
  std::vector<std::string> lines;
  for (const auto& error : errors)
    lines.push_back(error.pointer + ' ' + error.reason + ' ' + error.provider);
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a draft that every chosen provider takes has no mistakes") {
  const World world;
  CHECK(check_draft(ann(), world.both()).empty());
}

TEST_CASE("tells what each provider needs, all at once, with its name") {
  World world;
  world.center_provider.draft_errors = {{"/displayName", "", "", "required", "It is needed."}};
  world.cockpit_provider.draft_errors = {{"/email", "", "", "required", "It is needed."},
                                         {"/lastName", "", "", "too_long", "It is too long."}};
  CHECK(told(check_draft(ann(), world.both())) == Lines{"/displayName required partner_center",
                                                        "/email required cloud_cockpit",
                                                        "/lastName too_long cloud_cockpit"});
}

TEST_CASE("a value is unsupported when no chosen provider has a place for it, and only then") {
  const World world;
  UserDraft draft = ann();
  draft.usage_location = "DE";
  draft.phone_number = "1";
  draft.group_ids.push_back({});
  CHECK(told(check_draft(draft, world.both())) ==
        Lines{"/phoneNumber unsupported_field ", "/groups unsupported_field "});
  draft = ann();
  draft.user_principal_name.reset();
  draft.usage_location = "DE";
  CHECK(told(check_draft(draft, world.cockpit_only())) ==
        Lines{"/usageLocation unsupported_field cloud_cockpit"});
}

TEST_CASE("a display name that the provider will derive anyway is no mistake, another is") {
  const World world;
  UserDraft draft = ann();
  draft.user_principal_name.reset();
  draft.display_name = "Ann Bee";
  CHECK(check_draft(draft, world.cockpit_only()).empty());
  draft.display_name = "Ann bee";
  CHECK(told(check_draft(draft, world.cockpit_only())) ==
        Lines{"/displayName unsupported_field cloud_cockpit"});
  CHECK(check_draft(draft, world.both()).empty());
}

TEST_CASE("identities at two providers must be one person's, but for case and blanks") {
  struct Row {
    std::string email;
    bool same;
  };
  const std::vector<Row> rows = {{"ann@x", true}, {" ANN@X ", true}, {"bob@x", false}};
  const World world;
  for (const Row& row : rows) {
    CAPTURE(row.email);
    UserDraft draft = ann();
    draft.email = row.email;
    CHECK(told(check_draft(draft, world.both())) ==
          (row.same ? Lines{} : Lines{"/email other_person cloud_cockpit"}));
  }
}

TEST_CASE("a default fills in what the draft leaves out and a chosen provider can hold") {
  const World world;
  const std::map<std::string, std::string> defaults = {
      {"usageLocation", "DE"}, {"phoneNumber", "1"}, {"firstName", "Default"}, {"unheard", "x"}};
  UserDraft draft = ann();
  apply_defaults(draft, defaults, world.both());
  CHECK(draft.usage_location == "DE");
  CHECK_FALSE(draft.phone_number.has_value());
  CHECK(draft.first_name == "Ann");
  draft = ann();
  apply_defaults(draft, defaults, world.cockpit_only());
  CHECK_FALSE(draft.usage_location.has_value());
}

TEST_CASE("the problem is unsupported_field if that is all there is, else invalid_draft, and lists all") {
  const schema::FieldError unsupported{"/a", "", "", "unsupported_field", "x"};
  const schema::FieldError other{"/b", "", "", "required", "x"};
  CHECK(draft_problem({unsupported}).code == ProblemCode::unsupported_field);
  CHECK(draft_problem({unsupported, unsupported}).code == ProblemCode::unsupported_field);
  const schema::Problem mixed = draft_problem({unsupported, other});
  CHECK(mixed.code == ProblemCode::invalid_draft);
  CHECK(mixed.errors.size() == 2);
  CHECK(mixed.detail.find('2') != std::string::npos);
}

TEST_CASE("who a draft is depends on the provider") {
  const World world;
  UserDraft draft;
  draft.email = "mail@x";
  CHECK(identity_of(draft, world.at_cockpit) == "mail@x");
  CHECK(identity_of(draft, world.at_center).empty());
}

}  // namespace gateway::steps
