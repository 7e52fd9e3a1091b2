#include "gateway/steps/render_operation.hpp"

#include "tests/gateway/fake_provider.hpp"
#include "tests/gateway/steps/answer_header.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>

namespace gateway::steps {

namespace {

namespace json = boost::json;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::FakeTenant;
using tests::gateway_fakes::guid;
using tests::gateway_steps::header_of;

state::Operation half_done() {
  state::Operation operation;
  operation.id = "0b9c2f6e-4d1a-4e7b-8c3f-5a6d7e8f9012";
  operation.tenant = "contoso";
  operation.client = "portal";
  operation.key = "the-key";
  operation.customer = "fabrikam";
  operation.person = "Ann@x";
  operation.state = state::OperationState::partial;
  operation.created_at = 1'772'443'800'125;
  operation.updated_at = 1'772'443'801'000;
  operation.targets.resize(2);
  operation.targets[0].provider = "partner_center";
  operation.targets[0].state = state::TargetState::created;
  operation.targets[0].user_id = "u1";
  operation.targets[0].user = R"({"id":"u1"})";
  operation.targets[1].provider = "cloud_cockpit";
  operation.targets[1].state = state::TargetState::refused;
  operation.targets[1].person = "ann@x";
  operation.targets[1].request_id = "r";
  operation.targets[1].error = R"({"code":"invalid_draft"})";
  return operation;
}

}  // namespace

TEST_CASE("an operation says who, where, since when, and what became of each provider") {
  const Answer answer = render_operation(half_done());
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "application/json");
  CHECK(answer.body ==
        R"({"id":"0b9c2f6e-4d1a-4e7b-8c3f-5a6d7e8f9012","state":"partial","customer":"fabrikam",)"
        R"("person":"Ann@x","createdAt":"2026-03-02T09:30:00.125Z","updatedAt":"2026-03-02T09:30:01.000Z",)"
        R"("recovered":false,"providers":[)"
        R"({"name":"partner_center","state":"created","id":"u1","error":null},)"
        R"({"name":"cloud_cockpit","state":"refused","id":null,"error":{"code":"invalid_draft"}}]})");
}

TEST_CASE("an operation is for its own client's eyes, and has a tag that changes with it") {
  state::Operation operation = half_done();
  const Answer before = render_operation(operation);
  CHECK(header_of(before, "Cache-Control") == "private, no-cache");
  CHECK(header_of(before, "Vary") == "Accept, Authorization");
  CHECK(before.etag.starts_with("W/\""));
  CHECK(render_operation(operation).etag == before.etag);
  operation.targets[1].state = state::TargetState::created;
  CHECK(render_operation(operation).etag != before.etag);
}

TEST_CASE("a plan shows each provider's request with its address, and no secret") {
  FakeTenant world({center(), cockpit()});
  create::CreateOrder order;
  order.tenant = world.tenant;
  order.context = FakeTenant::context();
  for (const std::size_t place : {1u, 0u})
    order.targets.push_back({world.tenant->providers[place], {guid(1), ""}, false});
  auto draft = std::make_shared<schema::UserDraft>();
  draft->display_name = "Ann Bee";
  draft->password_profile.emplace();
  draft->password_profile->password = schema::SecretText(std::string("p4ssw0rd"));
  order.draft = draft;

  const Answer answer = render_plan(order);
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "application/json");
  CHECK(header_of(answer, "Cache-Control") == "private, no-cache");
  CHECK(answer.body.find("p4ssw0rd") == std::string::npos);
  const std::string headers = R"({"Authorization":"Bearer ***","Accept":"application/json",)"
                              R"("Content-Type":"application/json"})";
  const std::string body = R"({"name":"Ann Bee","password":"***"})";
  const auto request = [&](const std::string& provider) {
    return R"({"provider":")" + provider + R"(","method":"POST","url":"http://127.0.0.1:1/)" + provider +
           R"(","headers":)" + headers + R"(,"body":)" + body + "}";
  };
  CHECK(json::parse(answer.body) ==
        json::parse(R"({"plan":[)" + request("cloud_cockpit") + "," + request("partner_center") + "]}"));
}

}  // namespace gateway::steps
