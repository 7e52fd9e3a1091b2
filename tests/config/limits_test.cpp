#include "config/server.hpp"
#include "tests/config/fake_environment.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using tests::config_files::Broken;
using tests::config_files::smallest_tenant;

namespace {

std::string limits(const std::string& members) { return "limits: {" + members + "}\n" + smallest_tenant; }

}  // namespace

TEST_CASE("reads every limit of the gateway by its key") {
  const auto config = tests::config_files::load(limits(
      "head_bytes: 1KiB, head_fields: 10, target_bytes: 512B, body_bytes: 1MiB, json_depth: 5, "
      "head_timeout: 1s, body_timeout: 2s, idle_timeout: 3s, write_timeout: 4s, connections: 5, "
      "tls_handshakes: 6, list_deadline: 7s, create_deadline: 8s, connect_timeout: 9s, tls_timeout: 10s, "
      "first_byte_timeout: 11s, stall_timeout: 250ms, page_bytes: 1MiB, list_bytes: 2MiB, list_pages: 3, "
      "list_users: 4, walk_bytes: 1KiB, walk_kept: 12s, sign_in_after: 13s, sign_in_again: 14s, "
      "upstream_max: 5, retries: 0, "
      "retry_budget: 7%"));
  REQUIRE(config.is_good());
  const config::Limits& limits = config.limits;
  CHECK(limits.head_bytes == 1024);
  CHECK(limits.head_fields == 10);
  CHECK(limits.target_bytes == 512);
  CHECK(limits.body_bytes == 1'048'576);
  CHECK(limits.json_depth == 5);
  CHECK(limits.head_timeout == 1s);
  CHECK(limits.body_timeout == 2s);
  CHECK(limits.idle_timeout == 3s);
  CHECK(limits.write_timeout == 4s);
  CHECK(limits.connections == 5);
  CHECK(limits.tls_handshakes == 6);
  CHECK(limits.list_deadline == 7s);
  CHECK(limits.create_deadline == 8s);
  CHECK(limits.connect_timeout == 9s);
  CHECK(limits.tls_timeout == 10s);
  CHECK(limits.first_byte_timeout == 11s);
  CHECK(limits.stall_timeout == 250ms);
  CHECK(limits.page_bytes == 1'048'576);
  CHECK(limits.list_bytes == 2'097'152);
  CHECK(limits.list_pages == 3);
  CHECK(limits.list_users == 4);
  CHECK(limits.walk_bytes == 1024);
  CHECK(limits.walk_kept == 12s);
  CHECK(limits.sign_in_after == 13s);
  CHECK(limits.sign_in_again == 14s);
  CHECK(limits.upstream_max == 5);
  CHECK(limits.retries == 0);
  CHECK(limits.retry_budget == 7);
}

TEST_CASE("has the published limits where the file says nothing") {
  const auto config = tests::config_files::load(smallest_tenant);
  REQUIRE(config.is_good());
  CHECK(config.limits.head_bytes == 16 * 1024);
  CHECK(config.limits.target_bytes == 8000);
  CHECK(config.limits.body_bytes == 64 * 1024);
  CHECK(config.limits.idle_timeout == 60s);
  CHECK(config.limits.connections == 4096);
  CHECK(config.limits.list_deadline == 30s);
  CHECK(config.limits.sign_in_after == 5s);
  CHECK(config.limits.sign_in_again == 24h);
  CHECK(config.limits.create_deadline == 60s);
  CHECK(config.limits.page_bytes == 8 * 1024 * 1024);
  CHECK(config.limits.list_users == 200'000);
  CHECK(config.limits.walk_bytes == 64 * 1024 * 1024);
  CHECK(config.limits.walk_kept == 60s);
  CHECK(config.limits.upstream_max == 32);
  CHECK(config.limits.retry_budget == 20);
}

TEST_CASE("says of each wrong limit what would be right") {
  const Broken table[] = {
      {"no mapping", "limits: []\n" + smallest_tenant, {"1:1: limits: is a list: it must be a mapping"}},
      {"nothing", "limits:\n" + smallest_tenant, {"1:1: limits: has no value: it must be a mapping"}},
      {"a text",
       "limits: none\n" + smallest_tenant,
       {"1:9: limits: is a single value: it must be a mapping"}},
      {"a duration without a unit", limits("idle_timeout: 30"), {"1:24: limits.idle_timeout: has no unit"}},
      {"a duration of another kind",
       limits("idle_timeout: 1d"),
       {"1:24: limits.idle_timeout: must be a duration"}},
      {"a duration with a sign",
       limits("idle_timeout: -1s"),
       {"1:24: limits.idle_timeout: must be a duration"}},
      {"no duration", limits("idle_timeout: "), {"1:10: limits.idle_timeout: has no value"}},
      {"a list of durations", limits("idle_timeout: [1s]"), {"1:10: limits.idle_timeout: is a list"}},
      {"too short", limits("head_timeout: 1ms"), {"1:24: limits.head_timeout: must be between 10ms and 10m"}},
      {"too long", limits("head_timeout: 1h"), {"1:24: limits.head_timeout: must be between 10ms and 10m"}},
      {"a size without a unit", limits("page_bytes: 1000"), {"1:22: limits.page_bytes: has no unit"}},
      {"a size in KB",
       limits("page_bytes: 64KB"),
       {"1:22: limits.page_bytes: must be a size such as 512B, 64KiB"}},
      {"too small", limits("page_bytes: 1B"), {"1:22: limits.page_bytes: must be between 1KiB and 1GiB"}},
      {"too big", limits("page_bytes: 2GiB"), {"1:22: limits.page_bytes: must be between 1KiB and 1GiB"}},
      {"a size for a number", limits("retries: 1B"), {"1:19: limits.retries: must be a whole number"}},
      {"a quoted number", limits("retries: \"2\""), {"1:19: limits.retries: must be a whole number"}},
      {"an octal number", limits("retries: 010"), {"1:19: limits.retries: must be a whole number"}},
      {"a hexadecimal number", limits("retries: 0x1"), {"1:19: limits.retries: must be a whole number"}},
      {"a fraction", limits("retries: 2.0"), {"1:19: limits.retries: must be a whole number"}},
      {"a negative number", limits("retries: -1"), {"1:19: limits.retries: must be a whole number"}},
      {"a number out of range", limits("retries: 11"), {"1:19: limits.retries: must be between 0 and 10"}},
      {"a number past 64 bits",
       limits("retries: 99999999999999999999"),
       {"1:19: limits.retries: must be a whole"}},
      {"a share without %", limits("retry_budget: 20"), {"1:24: limits.retry_budget: must be a percentage"}},
      {"a share above all",
       limits("retry_budget: 120%"),
       {"1:24: limits.retry_budget: must be a percentage"}},
      {"no room for the target",
       limits("target_bytes: 64KiB"),
       {"1:24: limits.target_bytes: is more than `head_bytes`"}},
      {"no room for a page",
       limits("list_bytes: 1MiB"),
       {"1:1: limits.page_bytes: is more than `list_bytes`"}},
      {"a misspelt key",
       limits("list_deadlin: 1s"),
       {"1:10: limits.list_deadlin: is unknown here: did you mean `list_deadline`?"}},
      {"a strange key",
       limits("patience: 1s"),
       {"1:10: limits.patience: is unknown here: remove it; known are head_bytes, "}},
  };
  for (const Broken& row : table)
    check(row);
}

TEST_CASE("says of limits that come later that this version does not have them") {
  for (const std::string key : {"upstream_min", "upstream_start", "queue", "queue_wait", "breaker_failures",
                                "breaker_open", "memory"}) {
    const auto found = tests::config_files::mistakes(limits(key + ": 1"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].starts_with("1:10: limits." + key + ": "));
    CHECK(found[0].ends_with("is not supported by this version: remove `" + key + "`"));
  }
}
