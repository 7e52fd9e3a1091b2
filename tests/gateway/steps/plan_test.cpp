#include "gateway/steps/plan.hpp"

#include "tests/gateway/fake_provider.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::steps {

namespace {

using adapters::CustomerBinding;
using adapters::ErrorKind;
using schema::ProblemCode;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::FakeTenant;
using tests::gateway_fakes::guid;
using Names = std::vector<std::string>;

Planned plan(FakeTenant& world, const std::string& customer, const Names& asked = {}) {
  return world.loop.run(find_customer(*world.tenant, customer, asked, FakeTenant::context()));
}

// "0:…01 1:error 2:-": the place, and the end of the id.
std::string told(const Planned& planned) {
  if (!planned) return std::string(schema::kind_of(planned.error().code).name);
  std::string text;
  for (const Place& place : planned->places) {
    if (!text.empty()) text += ' ';
    text += std::to_string(place.provider) + ':';
    if (place.error)
      text += "error";
    else if (place.binding)
      text += place.binding->id.to_string().substr(34) + place.binding->qualifier;
    else
      text += '-';
  }
  return text;
}

}  // namespace

TEST_CASE("an alias is all the providers that the customer is bound to, narrowed by provider=") {
  FakeTenant world({center(), cockpit()});
  world.bind("tailspin", {std::nullopt, CustomerBinding{guid(7), ""}});
  CHECK(told(plan(world, "fabrikam")) == "0:01 1:02");
  CHECK(told(plan(world, "fabrikam", {"cloud_cockpit"})) == "1:02");
  CHECK(told(plan(world, "fabrikam", {"cloud_cockpit", "partner_center"})) == "0:01 1:02");
  CHECK(told(plan(world, "tailspin")) == "1:07");
  CHECK(plan(world, "fabrikam")->customer != nullptr);
  CHECK(world.asked().empty());
}

TEST_CASE("an unknown provider and one that the customer is not bound to are the caller's mistakes") {
  FakeTenant world({center(), cockpit()});
  world.bind("tailspin", {std::nullopt, CustomerBinding{guid(7), ""}});
  for (const Names& asked : {Names{"dropbox"}, Names{"cloud_cockpit", "dropbox"}, Names{"partner_center"},
                             Names{"partner_center", "cloud_cockpit"}}) {
    const Planned planned = plan(world, "tailspin", asked);
    REQUIRE(planned.has_error());
    CHECK(planned.error().code == ProblemCode::invalid_parameter);
    REQUIRE(planned.error().errors.size() == 1);
    CHECK(planned.error().errors[0].parameter == "provider");
  }
}

TEST_CASE("what is neither an alias nor a GUID is no customer") {
  FakeTenant world({center(), cockpit()});
  for (const char* name : {"nobody", "Fabrikam", "", "00000000-0000-0000-0000-00000000000", "{fabrikam}"}) {
    CHECK(told(plan(world, name)) == "customer_not_found");
  }
  CHECK(world.asked().empty());
}

TEST_CASE("a GUID that is bound names that whole customer, in any case and whichever provider's it is") {
  FakeTenant world({center(), cockpit()});
  schema::Guid letters = guid(0xab);
  world.bind("tailspin", {CustomerBinding{letters, ""}, CustomerBinding{guid(7), ""}});
  CHECK(told(plan(world, guid(2).to_string())) == "0:01 1:02");
  CHECK(told(plan(world, guid(2).to_string(), {"partner_center"})) == "0:01");
  CHECK(told(plan(world, "00000000-0000-0000-0000-0000000000AB")) == "0:ab 1:07");
  CHECK(world.asked().empty());
}

TEST_CASE("another GUID is the one asked provider's own, or the only provider's") {
  FakeTenant two({center(), cockpit()});
  CHECK(told(plan(two, guid(5).to_string(), {"cloud_cockpit"})) == "1:05bound");
  FakeTenant one({cockpit()});
  CHECK(told(plan(one, guid(5).to_string())) == "0:05bound");
  CHECK(two.asked().empty());
  CHECK(one.asked().empty());
}

TEST_CASE("another GUID is looked up at every provider where more than one may know it") {
  FakeTenant world({center(), cockpit()});
  world.providers[0].customers.emplace(guid(5), std::optional<CustomerBinding>(CustomerBinding{guid(5), ""}));
  world.providers[1].customers.emplace(guid(5), std::optional<CustomerBinding>(CustomerBinding{guid(6), ""}));
  CHECK(told(plan(world, guid(5).to_string())) == "0:05 1:06");
  CHECK(plan(world, guid(5).to_string())->customer == nullptr);
  CHECK(told(plan(world, guid(5).to_string(), {"partner_center", "cloud_cockpit"})) == "0:05 1:06");
}

TEST_CASE("a provider without the customer is a place without a binding; one that fails says so") {
  FakeTenant world({center(), cockpit()});
  world.providers[0].customers.emplace(guid(5), std::optional<CustomerBinding>(CustomerBinding{guid(5), ""}));
  CHECK(told(plan(world, guid(5).to_string())) == "0:05 1:-");
  world.providers[1].customers.emplace(guid(4), error_of(ErrorKind::failed));
  CHECK(told(plan(world, guid(4).to_string())) == "0:- 1:error");
  CHECK(told(plan(world, guid(3).to_string())) == "customer_not_found");
}

TEST_CASE("what was found is kept, what was not and what failed is asked again sooner") {
  FakeTenant world({center(), cockpit()});
  world.providers[0].customers.emplace(guid(5), std::optional<CustomerBinding>(CustomerBinding{guid(5), ""}));
  world.providers[1].customers.emplace(guid(5), error_of(ErrorKind::failed));
  plan(world, guid(5).to_string());
  plan(world, guid(5).to_string());
  CHECK(world.providers[0].log == Names{"find"});
  CHECK(world.providers[1].log == Names{"find", "find"});
}

}  // namespace gateway::steps
