#include "gateway/observe/credential_watch.hpp"

#include "tests/gateway/observe/written_events.hpp"
#include "tests/support/fake_clock.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <cstdio>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace gateway::observe {
namespace {

using adapters::ErrorKind;
using adapters::ProviderError;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Kind = Credential::Kind;
using Status = Credential::Status;

ProviderError error_of(ErrorKind kind, std::string code) {
  ProviderError error;
  error.kind = kind;
  error.code = std::move(code);
  error.detail = "What it means.";
  error.remedy = kind == ErrorKind::credentials ? "What to do." : "";
  return error;
}

Credential of(Kind kind) {
  Credential credential;
  credential.kind = kind;
  return credential;
}

// A watch over a log that writes into a file nobody else sees.
struct WatchScene {
  explicit WatchScene(Credential start) : file(std::tmpfile()) {
    REQUIRE(file != nullptr);
    log = std::make_unique<Log>(LogOptions{.fd = fileno(file)},
                                [] { return std::chrono::system_clock::time_point(); });
    watch =
        std::make_unique<CredentialWatch>("contoso", "partner_center", std::move(start),
                                          metrics.provider("contoso", "partner_center"), log.get(), clock);
  }
  ~WatchScene() {
    watch.reset();
    log.reset();  // its thread writes into the file
    std::fclose(file);
  }
  WatchScene(const WatchScene&) = delete;
  WatchScene& operator=(const WatchScene&) = delete;

  const Credential& known() {
    held = watch->now();
    return *held;
  }
  std::optional<int> days_left() { return known().days_left(clock->wall()); }

  // "level event code-or-days" of each line. Ends the log, which is then written whole.
  std::vector<std::string> told() {
    watch.reset();
    log.reset();
    std::vector<std::string> lines;
    for (const boost::json::object& event : written_events(file)) {
      CHECK(event.at("tenant").as_string() == "contoso");
      CHECK(event.at("provider").as_string() == "partner_center");
      std::string what(event.at("level").as_string());
      what.append(" ").append(event.at("event").as_string().c_str());
      if (event.contains("code")) what.append(" ").append(event.at("code").as_string().c_str());
      if (event.contains("days_left")) what += ' ' + std::to_string(event.at("days_left").to_number<int>());
      if (event.at("level").as_string() != "info") CHECK_FALSE(event.at("remedy").as_string().empty());
      lines.push_back(std::move(what));
    }
    return lines;
  }

  bool has_metric(const std::string& line) const {
    return metrics.render().find('\n' + line + '\n') != std::string::npos;
  }

  std::shared_ptr<tests::support::FakeClock> clock = std::make_shared<tests::support::FakeClock>();
  Metrics metrics{"1", {}, {}};
  std::FILE* file;
  std::unique_ptr<Log> log;
  std::unique_ptr<CredentialWatch> watch;
  std::shared_ptr<const Credential> held;
};

constexpr const char* who = R"({provider="partner_center",tenant="contoso"})";
const std::string up = std::string("usher_credential_up") + who;
constexpr const char* token_expiry =
    R"(usher_credential_expiry_timestamp_seconds{kind="refresh_token",provider="partner_center",tenant="contoso"})";

}  // namespace

TEST_CASE("how long a configured refresh token is good nobody knows, and one that was rotated has 90 days") {
  WatchScene scene(of(Kind::refresh_token));
  CHECK(scene.known().status == Status::unknown);
  CHECK_FALSE(scene.days_left());
  CHECK(scene.metrics.render().find("usher_credential_") == std::string::npos);

  scene.watch->signed_in(seconds(3600), false);
  CHECK(scene.known().status == Status::ok);
  CHECK(scene.known().generation == 1);
  CHECK(scene.known().access_token_ends == scene.clock->wall() + hours(1));
  CHECK(scene.known().succeeded_at == scene.clock->wall());
  CHECK_FALSE(scene.days_left());
  CHECK(scene.has_metric(up + " 1"));
  CHECK(scene.metrics.render().find("expiry_timestamp_seconds{") == std::string::npos);

  scene.watch->signed_in(seconds(3600), true);
  CHECK(scene.days_left() == 90);
  CHECK(scene.has_metric(std::string(token_expiry) + " 1775001600"));  // 2026-04-01
  scene.clock->advance(days(76) + hours(1));
  CHECK(scene.days_left() == 13);
  scene.clock->advance(days(100));
  CHECK(scene.days_left() == 0);
}

TEST_CASE("the age of a token that an earlier process was given is known at the start") {
  WatchScene scene(of(Kind::refresh_token));
  scene.watch->found(scene.clock->wall() - days(30));
  CHECK(scene.days_left() == 60);
  // But not whether it is still good.
  CHECK(scene.known().status == Status::unknown);
  CHECK(scene.metrics.render().find("usher_credential_up{") == std::string::npos);
}

TEST_CASE("what lapses first counts, and where the end of one is not known none is told") {
  WatchScene scene(of(Kind::certificate));
  Credential both = of(Kind::refresh_token);
  both.certificate_ends = scene.clock->wall() + days(20) + hours(1);
  CHECK_FALSE(both.days_left(scene.clock->wall()));
  both.rotated_at = scene.clock->wall();
  CHECK(both.days_left(scene.clock->wall()) == 20);
  both.rotated_at = scene.clock->wall() - days(80);
  CHECK(both.days_left(scene.clock->wall()) == 10);
  CHECK_FALSE(of(Kind::client_secret).days_left(scene.clock->wall()));
}

TEST_CASE("a warning is logged once a day when fewer than 14 days are left, and none before") {
  Credential certificate = of(Kind::certificate);
  certificate.certificate_ends = tests::support::FakeClock().wall() + days(15) + hours(1);
  WatchScene scene(certificate);
  for (int hour = 0; hour < 3 * 24; ++hour) {
    scene.watch->look_ahead();
    scene.clock->advance(hours(1));
  }
  CHECK(scene.told() ==
        std::vector<std::string>{"warning credential_expires 13", "warning credential_expires 12"});
}

TEST_CASE("a rejection is one error line with code and remedy, again after an hour, and its end is told") {
  WatchScene scene(of(Kind::refresh_token));
  const auto refusal = error_of(ErrorKind::credentials, "AADSTS700082");
  for (int minute = 0; minute < 61; ++minute) {
    scene.watch->sign_in_failed(refusal);
    scene.watch->rejected(refusal);  // as each request that waited for it is told
    scene.clock->advance(minutes(1));
  }
  CHECK(scene.known().status == Status::rejected);
  REQUIRE(scene.known().failure);
  CHECK(scene.known().failure->code == "AADSTS700082");
  CHECK(scene.known().failure->remedy == "What to do.");
  CHECK(scene.known().failure->at == scene.clock->wall() - minutes(1));
  CHECK(scene.has_metric(up + " 0"));
  scene.watch->sign_in_failed(error_of(ErrorKind::credentials, "AADSTS50173"));
  scene.watch->signed_in(seconds(3600), true);
  CHECK(scene.known().status == Status::ok);
  CHECK(scene.has_metric(up + " 1"));
  CHECK(scene.known().failure->code == "AADSTS50173");  // the last one is remembered
  CHECK(scene.told() == std::vector<std::string>{"error credential_rejected AADSTS700082",
                                                 "error credential_rejected AADSTS700082",
                                                 "error credential_rejected AADSTS50173",
                                                 "info credential_accepted"});
}

TEST_CASE("a token service that cannot be reached says nothing of the credential") {
  WatchScene scene(of(Kind::client_secret));
  scene.watch->signed_in(seconds(3600), false);
  scene.watch->sign_in_failed(error_of(ErrorKind::timed_out, ""));
  CHECK(scene.known().status == Status::ok);
  REQUIRE(scene.known().failure);
  CHECK(scene.known().failure->code.empty());
  CHECK(scene.told().empty());
}

TEST_CASE("a provider that refuses every token of a credential rejects it until it takes one") {
  WatchScene scene(of(Kind::refresh_token));
  scene.watch->signed_in(seconds(3600), false);
  scene.watch->rejected(error_of(ErrorKind::credentials, "900421"));
  CHECK(scene.known().status == Status::rejected);
  scene.watch->signed_in(seconds(3600), false);  // a fresh token is no help
  CHECK(scene.known().status == Status::rejected);
  scene.watch->accepted();
  CHECK(scene.known().status == Status::ok);
}

TEST_CASE("a given token is known to be good once a provider took it") {
  WatchScene scene(of(Kind::bearer_token));
  CHECK(scene.known().status == Status::unknown);
  scene.watch->accepted();
  CHECK(scene.known().status == Status::ok);
  CHECK(scene.known().succeeded_at == scene.clock->wall());
  scene.watch->rejected(error_of(ErrorKind::credentials, ""));
  CHECK(scene.known().status == Status::rejected);
  scene.watch->accepted();
  CHECK(scene.known().status == Status::ok);
}

TEST_CASE("a watch that goes takes its figures away, but not those of its successor") {
  WatchScene scene(of(Kind::client_secret));
  scene.watch->signed_in(seconds(3600), false);
  auto next = std::make_unique<CredentialWatch>("contoso", "partner_center", of(Kind::client_secret),
                                                scene.metrics.provider("contoso", "partner_center"), nullptr,
                                                scene.clock);
  next->signed_in(seconds(3600), false);
  scene.watch.reset();
  CHECK(scene.has_metric(up + " 1"));
  next.reset();
  CHECK(scene.metrics.render().find("usher_credential_up{") == std::string::npos);
}

}  // namespace gateway::observe
