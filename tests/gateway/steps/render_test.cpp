#include "gateway/steps/render.hpp"

#include "tests/gateway/fake_provider.hpp"
#include "tests/gateway/steps/answer_header.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::steps {

namespace {

namespace json = boost::json;
using adapters::CustomerBinding;
using adapters::ErrorKind;
using schema::ProblemCode;
using schema::TextField;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::FakeProvider;
using tests::gateway_fakes::FakeTenant;
using tests::gateway_fakes::guid;
using tests::gateway_steps::header_of;
using tests::gateway_users::page_of;

json::object body_of(const Answer& answer) {
  return json::parse(std::string(answer.shared_part()) + answer.body).as_object();
}

FakeTenant tenant_with_users() {
  FakeProvider one = center(), two = cockpit();
  one.users = {{"p1", "ann@x", "Ann"}, {"p2", "bob@x", "Bob"}, {"p3", "bob@x", "Bob"}};
  two.users = {{"c1", "ANN@x", "Ann"}, {"c2", "eve@x", std::nullopt}};
  return FakeTenant({one, two});
}

aggregate::Gathered gathered(FakeTenant& world) {
  Whereabouts where;
  where.places = {{0, CustomerBinding{guid(1), ""}, {}}, {1, CustomerBinding{guid(2), ""}, {}}};
  return world.loop.run(aggregate::gather(*world.tenant, where, aggregate::WantedState::active,
                                          aggregate::Freshness::shared, FakeTenant::context()));
}

Answer list_of(const aggregate::Gathered& gathered, std::size_t limit, const std::string& next = {}) {
  ListPage page;
  page.view =
      std::make_shared<const aggregate::View>(gathered.parts, aggregate::Selection(), aggregate::Sort());
  const auto people = page.view->first(limit);
  page.items = std::make_shared<const aggregate::RenderedItems>(render_items(*page.view, people, {}));
  page.outcomes = gathered.outcomes;
  page.complete = gathered.complete;
  page.next_cursor = next;
  page.next_target = "/next?cursor=" + next;
  return render_list(std::move(page));
}

}  // namespace

TEST_CASE("a whole list says so: everybody in order, every provider, every count, every warning") {
  FakeTenant world = tenant_with_users();
  const Answer answer = list_of(gathered(world), 100);
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "application/json");
  CHECK(header_of(answer, "Cache-Control") == "private, no-cache");
  CHECK(header_of(answer, "Vary") == "Accept, Authorization");
  const json::object body = body_of(answer);
  std::string ids;
  for (const auto& item : body.at("items").as_array())
    ids += std::string(item.at("id").as_string()) + ' ';
  CHECK(ids == "partner_center:p1 partner_center:p2 partner_center:p3 cloud_cockpit:c2 ");
  CHECK(body.at("nextCursor").is_null());
  CHECK(body.at("totalCount") == 4);
  CHECK(body.at("complete") == true);
  CHECK(body.at("providers") == json::parse(R"([{"name":"partner_center","status":"ok","count":3},
                                                 {"name":"cloud_cockpit","status":"ok","count":2}])"));
  const json::array& warnings = body.at("warnings").as_array();
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].at("code") == "ambiguous_identity");
  CHECK(warnings[0].at("provider") == "partner_center");
  CHECK(warnings[0].at("ids") == json::parse(R"(["partner_center:p2","partner_center:p3"])"));
}

TEST_CASE("a list that lacks a provider has no total, and never a zero for what is not known") {
  FakeTenant world = tenant_with_users();
  world.providers[1].list_errors.emplace_back(error_of(ErrorKind::timed_out));
  const json::object body = body_of(list_of(gathered(world), 100));
  CHECK(body.at("complete") == false);
  CHECK(body.at("totalCount").is_null());
  CHECK(body.at("items").as_array().size() == 3);
  const json::object& failed = body.at("providers").as_array()[1].as_object();
  CHECK(failed.at("status") == "error");
  CHECK(failed.at("count").is_null());
  CHECK(failed.at("error").at("code") == "provider_timeout");
}

TEST_CASE("a page that is not the last leads to the next") {
  FakeTenant world = tenant_with_users();
  const Answer answer = list_of(gathered(world), 2, "abc");
  const json::object body = body_of(answer);
  CHECK(body.at("items").as_array().size() == 2);
  CHECK(body.at("totalCount") == 4);
  CHECK(body.at("nextCursor") == "abc");
  CHECK(header_of(answer, "Link") == "</next?cursor=abc>; rel=\"next\"");
}

TEST_CASE("a complete answer has a tag of what it says, whatever its cursor is; another has none") {
  FakeTenant world = tenant_with_users();
  const auto all = gathered(world);
  const std::string tag = list_of(all, 2, "abc").etag;
  CHECK(tag.starts_with("W/\""));
  CHECK(list_of(all, 2, "xyz").etag == tag);
  CHECK(list_of(all, 3).etag != tag);
  world.providers[0].users[0].display_name = "Anna";
  CHECK(list_of(gathered(world), 2, "abc").etag != tag);
  world.providers[1].list_errors.emplace_back(error_of(ErrorKind::timed_out));
  CHECK(list_of(gathered(world), 2).etag.empty());
}

TEST_CASE("one user comes with what is known of the providers beside its members") {
  FakeTenant world = tenant_with_users();
  const auto all = gathered(world);
  const auto listing = aggregate::merge(all.parts);
  const json::object body = body_of(render_user(all, listing[0], {}));
  CHECK(body.at("id") == "partner_center:p1");
  CHECK(body.at("email") == "ANN@x");
  CHECK(body.at("complete") == true);
  CHECK(body.at("providers").as_array().size() == 2);
  CHECK(body.at("sources").as_array().size() == 2);
}

TEST_CASE("a created user is one person of what each provider answered, with its address") {
  FakeTenant world({center(), cockpit()});
  std::vector<adapters::PagePtr> pages = {page_of({{"p1", "ann@x", "Ann"}}, TextField::user_principal_name),
                                          page_of({{"c1", "ann@x", "Ann"}}, TextField::email)};
  const Answer answer = render_created(*world.tenant, "fabrikam", {}, pages);
  CHECK(answer.status == 201);
  CHECK(header_of(answer, "Location") == "/v1/tenants/contoso/customers/fabrikam/users/partner_center:p1");
  CHECK(body_of(answer).at("sources").as_array().size() == 2);

  pages[0] = nullptr;
  const Answer second = render_created(*world.tenant, "fabrikam", {"cloud_cockpit"}, pages);
  CHECK(header_of(second, "Location") ==
        "/v1/tenants/contoso/customers/fabrikam/users/cloud_cockpit:c1?provider=cloud_cockpit");
}

TEST_CASE("an id of a provider's choosing cannot write a header or another path") {
  FakeTenant world({cockpit()});
  const std::vector<adapters::PagePtr> pages = {
      page_of({{"a/../b?c\r\nSet-Cookie: x", "ann@x", "Ann"}}, TextField::email)};
  const std::string location = header_of(render_created(*world.tenant, "fabrikam", {}, pages), "Location");
  CHECK(location ==
        "/v1/tenants/contoso/customers/fabrikam/users/cloud_cockpit:a%2F..%2Fb%3Fc%0D%0ASet-Cookie:%20x");
}

TEST_CASE("a problem carries the headers that go with it") {
  schema::Problem problem(ProblemCode::unauthenticated, "Who are you?");
  Answer answer = render_problem(problem);
  CHECK(answer.status == 401);
  CHECK(answer.content_type == "application/problem+json");
  CHECK(header_of(answer, "WWW-Authenticate") == "Bearer realm=\"usher\"");
  CHECK(header_of(answer, "Retry-After") == "(none)");

  problem = schema::Problem(ProblemCode::method_not_allowed, "No.");
  problem.allow = "GET, HEAD";
  CHECK(header_of(render_problem(problem), "Allow") == "GET, HEAD");

  for (const ProblemCode code : {ProblemCode::overloaded, ProblemCode::provider_unavailable,
                                 ProblemCode::shutting_down, ProblemCode::outcome_unknown}) {
    CHECK(header_of(render_problem(schema::Problem(code, "Later.")), "Retry-After") != "(none)");
  }
  problem = schema::Problem(ProblemCode::request_in_progress, "Wait.");
  problem.retry_after_seconds = 3;
  CHECK(header_of(render_problem(problem), "Retry-After") == "3");
}

}  // namespace gateway::steps
