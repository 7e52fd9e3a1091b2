#include "gateway/state/operation_json.hpp"

#include "tests/gateway/state/state_scene.hpp"

#include <doctest/doctest.h>

namespace gateway::state {

using tests::gateway_state::operation;

TEST_CASE("an operation comes back as it was written, whatever is in it") {
  Operation full = operation("one", "key");
  CHECK(decode_operation(encode_operation(full)) == full);
  full.answer.reset();
  full.profile = {};
  full.targets.clear();
  full.named.clear();
  CHECK(decode_operation(encode_operation(full)) == full);
  CHECK(decode_operation(encode_operation(Operation())) == Operation());
}

TEST_CASE("every state has a name and is found by it") {
  for (std::size_t i = 0; i < target_state_count; ++i)
    CHECK(target_state_named(name_of(static_cast<TargetState>(i))) == static_cast<TargetState>(i));
  for (std::size_t i = 0; i < operation_state_count; ++i)
    CHECK(operation_state_named(name_of(static_cast<OperationState>(i))) == static_cast<OperationState>(i));
  CHECK_FALSE(target_state_named("lost").has_value());
  CHECK_FALSE(operation_state_named("sent").has_value());
}

TEST_CASE("what is not an operation of ours is none, and no harm comes of it") {
  const std::string good = encode_operation(operation("one", "key"));
  for (std::size_t length = 0; length < good.size(); ++length)
    CHECK_FALSE(decode_operation(good.substr(0, length)).has_value());
  const auto with = [&good](std::string_view from, std::string_view to) {
    std::string changed = good;
    changed.replace(changed.find(from), from.size(), to);
    return decode_operation(changed).has_value();
  };
  CHECK_FALSE(with("\"running\"", "\"pending\""));
  CHECK_FALSE(with("\"created\"", "\"running\""));
  CHECK_FALSE(with("\"ab00", "\"xb00"));
  CHECK_FALSE(with("\"sends\":2", "\"sends\":-2"));
  CHECK_FALSE(with("\"sends\":2", "\"sends\":\"2\""));
  CHECK_FALSE(with("\"named\":[", "\"named\":[1,"));
  CHECK_FALSE(with("\"tenant\":", "\"tenants\":"));
}

}  // namespace gateway::state
