#include "gateway/cli/batch_body.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>

namespace gateway::cli {

TEST_CASE("a batch is what the API takes") {
  BatchBody body;
  CHECK(body.add("usher-1", R"({"email":"a@x"})"));
  CHECK(body.add("usher-2", "{}"));
  CHECK(body.size() == 2);
  CHECK(
      body.finish() ==
      R"({"items":[{"idempotencyKey":"usher-1","user":{"email":"a@x"}},{"idempotencyKey":"usher-2","user":{}}]})");
}

TEST_CASE("a batch has at most 200 items and 1 MiB, and never breaks an item") {
  BatchBody many;
  while (many.add("usher-1", "{}")) {
  }
  CHECK(many.size() == 200);

  const std::string big = "{\"firstName\":\"" + std::string(50'000, 'x') + "\"}";
  BatchBody heavy;
  while (heavy.add("usher-1", big)) {
  }
  const std::string_view text = heavy.finish();
  CHECK(heavy.size() == 20);
  CHECK(text.size() <= BatchBody::most_bytes);
  CHECK(boost::json::parse({text.data(), text.size()}).at("items").as_array().size() == 20);
}

TEST_CASE("one item too long for any batch is sent alone, for Usher to refuse") {
  BatchBody body;
  CHECK(body.add("usher-1", "{\"firstName\":\"" + std::string(2 << 20, 'x') + "\"}"));
  CHECK_FALSE(body.add("usher-2", "{}"));
}

}  // namespace gateway::cli
