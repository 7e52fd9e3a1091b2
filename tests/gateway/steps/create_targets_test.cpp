#include "gateway/steps/create_targets.hpp"

#include "tests/gateway/fake_provider.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::steps {

namespace {

using adapters::CustomerBinding;
using adapters::ErrorKind;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::FakeTenant;
using tests::gateway_fakes::guid;
using Names = std::vector<std::string>;

Place bound(std::size_t provider) {
  return {provider, CustomerBinding{guid(static_cast<int>(provider) + 1), ""}, {}};
}
Place unbound(std::size_t provider) { return {provider, {}, {}}; }
Place broken(std::size_t provider) { return {provider, {}, error_of(ErrorKind::timed_out)}; }

Whereabouts at(std::vector<Place> places, const CustomerPlan* customer = nullptr) {
  Whereabouts where;
  where.places = std::move(places);
  where.customer = customer;
  return where;
}

// "partner_center cloud_cockpit?" (optional), or the problem's code.
std::string chosen(const FakeTenant& world, const Whereabouts& where, const Names& asked = {}) {
  const auto targets = create_targets(*world.tenant, where, asked, "id");
  if (!targets) return std::string(schema::kind_of(targets.error().code).name);
  std::string text;
  for (const auto& target : *targets) {
    if (!text.empty()) text += ' ';
    text += target.home->name() + (target.optional ? "?" : "");
  }
  return text;
}

}  // namespace

TEST_CASE("provider= replaces create_in entirely, in its own order, all of them required") {
  FakeTenant world({center(), cockpit()});
  world.tenant->plan.create_in = {{"partner_center", true}};
  const Whereabouts where = at({bound(0), bound(1)});
  CHECK(chosen(world, where, {"cloud_cockpit", "partner_center"}) == "cloud_cockpit partner_center");
  CHECK(chosen(world, where, {"cloud_cockpit"}) == "cloud_cockpit");
}

TEST_CASE("the customer's create_in goes before the tenant's") {
  FakeTenant world({center(), cockpit()});
  const Whereabouts anywhere = at({bound(0), bound(1)});
  world.tenant->plan.create_in = {{"partner_center", false}, {"cloud_cockpit", true}};
  CHECK(chosen(world, anywhere) == "partner_center cloud_cockpit?");
  CustomerPlan customer;
  customer.create_in = std::vector<config::CreateTarget>{{"cloud_cockpit", false}};
  CHECK(chosen(world, at({bound(0), bound(1)}, &customer)) == "cloud_cockpit");
}

TEST_CASE("without create_in it is the only provider that the customer is at, and never one of several") {
  FakeTenant world({center(), cockpit()});
  CHECK(chosen(world, at({bound(1)})) == "cloud_cockpit");
  CHECK(chosen(world, at({unbound(0), bound(1)})) == "cloud_cockpit");
  CHECK(chosen(world, at({bound(0), bound(1)})) == "invalid_parameter");
  CHECK(chosen(world, at({unbound(0), unbound(1)})) == "invalid_parameter");
}

TEST_CASE("while it is not known where the customer is, no provider counts as the only one") {
  FakeTenant world({center(), cockpit()});
  CHECK(chosen(world, at({bound(0), broken(1)})) == "provider_timeout");
  CHECK(chosen(world, at({broken(0), bound(1)})) == "provider_timeout");
}

TEST_CASE("a provider where the customer is not cannot be meant, unless it is optional") {
  FakeTenant world({center(), cockpit()});
  CHECK(chosen(world, at({bound(0), unbound(1)}), {"cloud_cockpit"}) == "invalid_parameter");
  world.tenant->plan.create_in = {{"partner_center", false}, {"cloud_cockpit", false}};
  CHECK(chosen(world, at({bound(0)})) == "invalid_parameter");
  world.tenant->plan.create_in[1].optional = true;
  CHECK(chosen(world, at({bound(0)})) == "partner_center");
  world.tenant->plan.create_in[0].optional = true;
  CHECK(chosen(world, at({unbound(0), unbound(1)})) == "invalid_parameter");
}

TEST_CASE("a provider that could not be asked for the customer ends the create") {
  FakeTenant world({center(), cockpit()});
  const auto targets =
      create_targets(*world.tenant, at({bound(0), broken(1)}), {"partner_center", "cloud_cockpit"}, "id");
  REQUIRE(targets.has_error());
  CHECK(targets.error().provider == "cloud_cockpit");
  CHECK(targets.error().correlation_id == "id");
  CHECK(schema::kind_of(targets.error().code).status == 504);
}

}  // namespace gateway::steps
