#include "gateway/policy/metered.hpp"

#include "tests/support/fake_http_client.hpp"
#include "tests/support/run_coroutine.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace gateway::policy {

TEST_CASE("every exchange is counted by what it was for and how it ended, and handed on as it was") {
  observe::Metrics metrics("test", {}, {});
  auto wire = std::make_shared<tests::support::FakeHttpClient>();
  Metered metered(wire, metrics.provider("contoso", "red_box"));
  const auto send = [&metered](std::string_view operation) {
    adapters::CallContext context;
    context.operation = operation;
    return tests::support::run_coroutine(
        metered.send(context, adapters::HttpRequest(adapters::Method::get, "/users")));
  };
  wire->answer(200, "users");
  CHECK(send("list")->body.view() == "users");
  wire->answer(503, "");
  CHECK(send("create")->status == 503);
  adapters::ProviderError late;
  late.kind = adapters::ErrorKind::timed_out;
  wire->fail(late);
  CHECK(send("token").has_error());
  wire->answer(403, "");
  send("find_customer");
  for (const char* directory : {"customers", "groups"}) {
    wire->answer(200, "");
    send(directory);
  }

  const std::string page = metrics.render();
  std::size_t counted = 0;
  for (const char* operation : {"list", "create", "token", "find_customer", "customers", "groups"}) {
    counted += page.find("operation=\"" + std::string(operation) + '"') != std::string::npos ? 1 : 0;
  }
  CHECK(counted == 6);
}

}  // namespace gateway::policy
