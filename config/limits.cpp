#include "config/server.hpp"

namespace config {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kib = 1024;
constexpr std::uint64_t mib = 1024 * kib;
constexpr std::uint64_t gib = 1024 * mib;

// Each reads one key into the member that holds its default.
struct LimitsReader {
  const Section& section;

  void bytes(std::string_view key, std::uint64_t& limit, std::uint64_t min, std::uint64_t max) const {
    limit = section.size(key, limit, min, max);
  }
  void count(std::string_view key, std::uint32_t& limit, std::uint32_t min, std::uint32_t max) const {
    limit = static_cast<std::uint32_t>(section.integer(key, limit, min, max));
  }
  // Shorter than 10 ms, a timer says more about the scheduler than about the peer.
  void time(std::string_view key, milliseconds& limit, milliseconds max) const {
    limit = section.duration(key, limit, 10ms, max);
  }
};

void read_request_limits(const LimitsReader& read, Limits& limits) {
  read.bytes("head_bytes", limits.head_bytes, 512, 1 * mib);
  read.count("head_fields", limits.head_fields, 4, 1000);
  read.bytes("target_bytes", limits.target_bytes, 256, 64 * kib);
  read.bytes("body_bytes", limits.body_bytes, 512, 16 * mib);
  read.count("json_depth", limits.json_depth, 4, 64);
  read.time("head_timeout", limits.head_timeout, 10min);
  read.time("body_timeout", limits.body_timeout, 10min);
  read.time("idle_timeout", limits.idle_timeout, 1h);
  read.time("write_timeout", limits.write_timeout, 10min);
  read.count("connections", limits.connections, 1, 1'000'000);
  read.count("tls_handshakes", limits.tls_handshakes, 1, 100'000);
  read.time("list_deadline", limits.list_deadline, 10min);
  read.time("create_deadline", limits.create_deadline, 10min);
}

void read_upstream_limits(const LimitsReader& read, Limits& limits) {
  read.time("connect_timeout", limits.connect_timeout, 1min);
  read.time("tls_timeout", limits.tls_timeout, 1min);
  read.time("first_byte_timeout", limits.first_byte_timeout, 10min);
  read.time("stall_timeout", limits.stall_timeout, 10min);
  read.bytes("page_bytes", limits.page_bytes, 1 * kib, 1 * gib);
  read.bytes("list_bytes", limits.list_bytes, 1 * kib, 16 * gib);
  read.count("list_pages", limits.list_pages, 1, 1'000'000);
  read.count("list_users", limits.list_users, 1, 10'000'000);
  read.bytes("walk_bytes", limits.walk_bytes, 0, 16 * gib);
  read.time("walk_kept", limits.walk_kept, 1h);
  read.time("sign_in_after", limits.sign_in_after, 24h);
  read.time("sign_in_again", limits.sign_in_again, 24h);
  read.count("upstream_max", limits.upstream_max, 1, 1024);
  read.count("retries", limits.retries, 0, 10);
  limits.retry_budget = read.section.percent("retry_budget", limits.retry_budget);
}

void check(const Section& section, const Limits& limits) {
  if (limits.target_bytes > limits.head_bytes) {
    section.mistake("target_bytes",
                    "is more than `head_bytes`, which holds the target: lower it, or raise `head_bytes`");
  }
  if (limits.page_bytes > limits.list_bytes) {
    section.mistake("page_bytes",
                    "is more than `list_bytes`, which holds the pages: lower it, or raise `list_bytes`");
  }
}

}  // namespace

Limits read_limits(const Section& section) {
  Limits limits;
  const LimitsReader read{section};
  read_request_limits(read, limits);
  read_upstream_limits(read, limits);
  check(section, limits);
  for (const char* key : {"upstream_min", "upstream_start", "queue", "queue_wait"}) {
    section.not_yet(key, "adapting the concurrency to a provider");
  }
  for (const char* key : {"breaker_failures", "breaker_open"})
    section.not_yet(key, "a circuit breaker");
  section.not_yet("memory", "a limit of the memory");
  return limits;
}

}  // namespace config
