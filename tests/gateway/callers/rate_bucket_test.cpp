#include "gateway/callers/rate_bucket.hpp"

#include "gateway/callers/rate_buckets.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

namespace gateway::callers {
namespace {

using namespace std::chrono_literals;

const adapters::TimePoint start{1h};

// How many of `tries` requests at one moment are granted.
int granted(RateBucket& bucket, adapters::TimePoint at, int tries) {
  int count = 0;
  for (int i = 0; i < tries; ++i)
    count += bucket.take(at).granted ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("grants exactly the limit at once, and then exactly one for each share of the window") {
  RateBucket bucket({50, 1s}, start);
  CHECK(granted(bucket, start, 1000) == 50);
  CHECK(granted(bucket, start + 19'999'999ns, 10) == 0);
  CHECK(granted(bucket, start + 20ms, 10) == 1);
  CHECK(granted(bucket, start + 120ms, 10) == 5);
  // However long nobody came, no more than the limit has gathered.
  CHECK(granted(bucket, start + 24h, 1000) == 50);
}

TEST_CASE("grants in a minute and in an hour what the rate says, to the request") {
  for (const config::Rate rate : {config::Rate{7, 1min}, config::Rate{600, 1min}, config::Rate{9000, 1h}}) {
    CAPTURE(rate.requests);
    RateBucket bucket(rate, start);
    const int limit = static_cast<int>(rate.requests);
    CHECK(granted(bucket, start, limit + 5) == limit);
    int later = 0;
    const std::chrono::nanoseconds step = std::chrono::nanoseconds(rate.window) / 1000;
    for (int i = 1; i <= 1000; ++i)
      later += granted(bucket, start + i * step, 20);
    CHECK(later == limit);
  }
}

TEST_CASE("says what is left, when all of it is back and when the next request may come") {
  RateBucket bucket({2, 1min}, start);
  auto taken = bucket.take(start);
  CHECK(taken.granted);
  CHECK(encode_rate_limit(taken) == "\"default\";r=1;t=30");
  taken = bucket.take(start);
  CHECK(encode_rate_limit(taken) == "\"default\";r=0;t=60");
  CHECK(taken.next_after == 30);
  taken = bucket.take(start + 10s);
  CHECK(!taken.granted);
  CHECK(encode_rate_limit(taken) == "\"default\";r=0;t=50");
  CHECK(taken.next_after == 20);
  CHECK(bucket.policy() == "\"default\";q=2;w=60");
  CHECK(RateBucket({50, 1s}, start).policy() == "\"default\";q=50;w=1");
}

TEST_CASE("grants no request twice, however many threads ask at the same time") {
  RateBucket bucket({1000, 1h}, start);
  std::atomic<int> all = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] { all += granted(bucket, start, 1000); });
  for (auto& thread : threads)
    thread.join();
  CHECK(all == 1000);
}

TEST_CASE("keeps a client's bucket over a reload that changes neither the client nor its rate") {
  RateBuckets buckets;
  auto before = buckets.bucket("portal", {5, 1h}, start);
  CHECK(granted(*before, start, 9) == 5);
  const auto after = buckets.bucket("portal", {5, 1h}, start);
  CHECK(after == before);
  CHECK(buckets.bucket("other", {5, 1h}, start) != before);
  const auto changed = buckets.bucket("portal", {6, 1h}, start);
  CHECK(changed != before);
  CHECK(granted(*changed, start, 9) == 6);
}

}  // namespace gateway::callers
