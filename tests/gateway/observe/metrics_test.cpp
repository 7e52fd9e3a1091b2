#include "gateway/observe/metrics.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

namespace gateway::observe {

namespace {

using schema::ProblemCode;
using steps::RouteId;

const std::chrono::system_clock::time_point started{std::chrono::seconds(1767323045)};

Metrics make_metrics() {
  return Metrics("1.2.3", started, [] { return std::uint64_t{7}; });
}

bool has_line(const std::string& page, const std::string& line) {
  return page.starts_with(line + "\n") || page.find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("counts requests by route, method and status") {
  Metrics metrics = make_metrics();
  metrics.request(RouteId::users_list, "GET", 200, Seconds(0.02));
  metrics.request(RouteId::users_list, "GET", 200, Seconds(0.02));
  metrics.request(RouteId::users_create, "POST", 201, Seconds(0.02));
  metrics.request(RouteId::livez, "HEAD", 200, Seconds(0.0001));
  metrics.request(RouteId::none, "BREW", 404, Seconds(0));
  metrics.request(RouteId::none, "other", 505, Seconds(0));
  metrics.request(RouteId::none, "GET", 999, Seconds(0));
  const auto page = metrics.render();
  const std::string users = "/v1/tenants/{tenant}/customers/{customer}/users";
  for (const auto& line : {
           "usher_http_requests_total{code=\"200\",method=\"GET\",route=\"" + users + "\"} 2",
           "usher_http_requests_total{code=\"201\",method=\"POST\",route=\"" + users + "\"} 1",
           std::string("usher_http_requests_total{code=\"200\",method=\"HEAD\",route=\"/livez\"} 1"),
           std::string("usher_http_requests_total{code=\"404\",method=\"other\",route=\"none\"} 1"),
           std::string("usher_http_requests_total{code=\"505\",method=\"other\",route=\"none\"} 1"),
           std::string("usher_http_requests_total{code=\"other\",method=\"GET\",route=\"none\"} 1"),
           "usher_http_request_duration_seconds_count{route=\"" + users + "\"} 3",
           "usher_http_request_duration_seconds_bucket{route=\"" + users + "\",le=\"0.01\"} 0",
           "usher_http_request_duration_seconds_bucket{route=\"" + users + "\",le=\"0.025\"} 3",
           std::string("usher_http_request_duration_seconds_count{route=\"/livez\"} 1"),
       }) {
    CAPTURE(line);
    CHECK(has_line(page, line));
  }
  CHECK(page.find("BREW") == std::string::npos);
}

TEST_CASE("keeps every known status apart") {
  Metrics metrics = make_metrics();
  for (const auto& kind : schema::problem_kinds())
    metrics.request(RouteId::tenants, "GET", kind.status, Seconds(0));
  const auto page = metrics.render();
  CHECK(page.find("code=\"other\"") == std::string::npos);
  for (const auto& kind : schema::problem_kinds()) {
    CHECK(page.find("code=\"" + std::to_string(kind.status) + "\"") != std::string::npos);
  }
}

TEST_CASE("shows what is open, in flight and refused right now") {
  Metrics metrics = make_metrics();
  metrics.connection_opened();
  metrics.connection_opened();
  metrics.connection_closed();
  metrics.request_began();
  metrics.request_began();
  metrics.request_began();
  metrics.request_ended();
  metrics.rejected(ProblemCode::invalid_request);
  metrics.rejected(ProblemCode::headers_too_large);
  metrics.rejected(ProblemCode::headers_too_large);
  const auto page = metrics.render();
  CHECK(has_line(page, "usher_http_connections 1"));
  CHECK(has_line(page, "usher_http_requests_in_flight 2"));
  CHECK(has_line(page, "usher_http_rejected_total{code=\"invalid_request\"} 1"));
  CHECK(has_line(page, "usher_http_rejected_total{code=\"headers_too_large\"} 2"));
}

TEST_CASE("counts what happens at each tenant's provider, apart from any other") {
  Metrics metrics = make_metrics();
  const auto mine = metrics.provider("contoso", "partner_center");
  const auto other = metrics.provider("fabrikam", "partner_center");
  mine.upstream(Operation::list, std::nullopt, Seconds(0.2));
  mine.upstream(Operation::list, adapters::ErrorKind::timed_out, Seconds(10));
  mine.upstream(Operation::token, adapters::ErrorKind::failed, Seconds(1));
  mine.upstream(Operation::create, adapters::ErrorKind::cancelled, Seconds(1));
  other.upstream(Operation::find_customer, std::nullopt, Seconds(0.2));
  mine.retried();
  mine.connection_opened(ConnectionState::busy);
  mine.connection_opened(ConnectionState::busy);
  mine.connection_moved(ConnectionState::busy, ConnectionState::idle);
  mine.connection_closed(ConnectionState::busy);
  mine.token(TokenOutcome::rejected);
  mine.list_incomplete(ProblemCode::provider_timeout);
  mine.flight_joined();
  mine.create(CreateOutcome::unknown);
  mine.upstream(Operation::customers, std::nullopt, Seconds(0.2));
  mine.upstream(Operation::groups, std::nullopt, Seconds(0.2));
  mine.drift("users[].riskLevel", 3);
  mine.drift("users[].riskLevel", 2);
  mine.drift("users[].state=?", 1);
  const auto page = metrics.render();
  const std::string who = "provider=\"partner_center\",tenant=\"contoso\"";
  const std::string whom = "provider=\"partner_center\",tenant=\"fabrikam\"";
  const std::vector<std::string> lines = {
      "usher_upstream_requests_total{operation=\"list\",outcome=\"ok\"," + who + "} 1",
      "usher_upstream_requests_total{operation=\"list\",outcome=\"timed_out\"," + who + "} 1",
      "usher_upstream_requests_total{operation=\"token\",outcome=\"failed\"," + who + "} 1",
      "usher_upstream_requests_total{operation=\"create\",outcome=\"cancelled\"," + who + "} 1",
      "usher_upstream_requests_total{operation=\"find_customer\",outcome=\"ok\"," + whom + "} 1",
      "usher_upstream_request_duration_seconds_count{" + who + "} 6",
      "usher_upstream_request_duration_seconds_count{" + whom + "} 1",
      "usher_upstream_retries_total{" + who + "} 1",
      "usher_upstream_retries_total{" + whom + "} 0",
      "usher_upstream_connections{provider=\"partner_center\",state=\"idle\",tenant=\"contoso\"} 1",
      "usher_upstream_connections{provider=\"partner_center\",state=\"busy\",tenant=\"contoso\"} 0",
      "usher_token_refreshes_total{outcome=\"rejected\"," + who + "} 1",
      "usher_list_incomplete_total{code=\"provider_timeout\"," + who + "} 1",
      "usher_list_flights_joined_total{" + who + "} 1",
      "usher_creates_total{outcome=\"unknown\"," + who + "} 1",
      "usher_upstream_requests_total{operation=\"customers\",outcome=\"ok\"," + who + "} 1",
      "usher_upstream_requests_total{operation=\"groups\",outcome=\"ok\"," + who + "} 1",
      "usher_provider_drift_total{path=\"users[].riskLevel\"," + who + "} 5",
      "usher_provider_drift_total{path=\"users[].state=?\"," + who + "} 1",
  };
  for (const auto& line : lines) {
    CAPTURE(line);
    CHECK(has_line(page, line));
  }
}

TEST_CASE("keeps 64 paths of a provider's drift apart, also over a new set-up, and counts the rest as one") {
  Metrics metrics = make_metrics();
  for (int number = 0; number < 100; ++number)
    metrics.provider("contoso", "partner_center").drift("users[].made-up-" + std::to_string(number), 2);
  metrics.provider("contoso", "partner_center").drift("users[].made-up-0", 2);
  metrics.provider("contoso", "cloud_cockpit").drift("users[].made-up-99", 2);
  const auto page = metrics.render();
  std::size_t lines = 0;
  for (auto at = page.find("\nusher_provider_drift_total{"); at != page.npos;
       at = page.find("\nusher_provider_drift_total{", at + 1))
    ++lines;
  CHECK(lines == 64 + 1 + 1);
  const std::string who = "provider=\"partner_center\",tenant=\"contoso\"";
  CHECK(has_line(page, "usher_provider_drift_total{path=\"users[].made-up-0\"," + who + "} 4"));
  CHECK(has_line(page, "usher_provider_drift_total{path=\"other\"," + who + "} 72"));
}

TEST_CASE("goes on counting where it was when a tenant is set up again") {
  Metrics metrics = make_metrics();
  const auto before = metrics.provider("contoso", "partner_center");
  const auto after = metrics.provider("contoso", "partner_center");
  before.retried();
  after.retried();
  CHECK(has_line(metrics.render(),
                 "usher_upstream_retries_total{provider=\"partner_center\",tenant=\"contoso\"} 2"));
}

TEST_CASE("says which version runs, since when, at what cost, and how many log lines were lost") {
  const Metrics metrics = make_metrics();
  const auto page = metrics.render();
  CHECK(has_line(page, "usher_build_info{version=\"1.2.3\"} 1"));
  CHECK(has_line(page, "process_start_time_seconds 1767323045"));
  CHECK(has_line(page, "usher_log_dropped_total 7"));
  CHECK(has_line(page, "# TYPE usher_log_dropped_total counter"));
  for (const std::string name : {"process_cpu_seconds_total ", "process_resident_memory_bytes ",
                                 "process_open_fds ", "process_max_fds "}) {
    CAPTURE(name);
    CHECK(page.find("\n" + name) != std::string::npos);
  }
}

TEST_CASE("loses no count to another thread") {
  Metrics metrics = make_metrics();
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back([&metrics] {
      for (int i = 0; i < 1000; ++i) {
        metrics.request(RouteId::livez, "GET", 200, Seconds(0));
        metrics.provider("contoso", "partner_center").retried();
      }
    });
  }
  for (auto& thread : threads)
    thread.join();
  const auto page = metrics.render();
  CHECK(has_line(page, "usher_http_requests_total{code=\"200\",method=\"GET\",route=\"/livez\"} 4000"));
  CHECK(has_line(page, "usher_upstream_retries_total{provider=\"partner_center\",tenant=\"contoso\"} 4000"));
}

}  // namespace gateway::observe
