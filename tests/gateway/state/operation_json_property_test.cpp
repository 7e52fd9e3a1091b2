#include "gateway/state/operation_json.hpp"

#include <doctest/doctest.h>

#include <rapidcheck.h>

namespace gateway::state {

namespace {

// Any bytes: what a provider wrote may be no UTF-8.
std::string any_text() { return *rc::gen::arbitrary<std::string>(); }

template <class Enum>
Enum any_state(std::size_t count) {
  return static_cast<Enum>(*rc::gen::inRange<std::size_t>(0, count));
}

Target any_target() {
  Target target;
  target.provider = any_text();
  target.customer.bytes = *rc::gen::arbitrary<std::array<std::uint8_t, 16>>();
  target.qualifier = any_text();
  target.optional = *rc::gen::arbitrary<bool>();
  target.person = any_text();
  target.state = any_state<TargetState>(target_state_count);
  target.request_id = any_text();
  target.sends = *rc::gen::arbitrary<std::uint32_t>();
  target.user_id = any_text();
  target.user = any_text();
  target.error = any_text();
  target.absences = *rc::gen::arbitrary<std::uint32_t>();
  target.doubt_began = *rc::gen::arbitrary<Instant>();
  target.had_doubt = *rc::gen::arbitrary<bool>();
  return target;
}

std::optional<std::string> any_text_or_none() {
  return *rc::gen::arbitrary<bool>() ? std::optional(any_text()) : std::nullopt;
}

Operation any_operation() {
  Operation operation;
  for (std::string* text : {&operation.id, &operation.tenant, &operation.client, &operation.key,
                            &operation.customer, &operation.person})
    *text = any_text();
  operation.fingerprint = *rc::gen::arbitrary<std::array<std::uint8_t, 32>>();
  operation.named = *rc::gen::arbitrary<std::vector<std::string>>();
  operation.profile = {any_text_or_none(), any_text_or_none(), any_text_or_none()};
  operation.state = any_state<OperationState>(operation_state_count);
  operation.recovered = *rc::gen::arbitrary<bool>();
  operation.doubt_is_over = *rc::gen::arbitrary<bool>();
  operation.created_at = *rc::gen::arbitrary<Instant>();
  operation.updated_at = *rc::gen::arbitrary<Instant>();
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
    operation.targets.push_back(any_target());
  if (*rc::gen::arbitrary<bool>())
    operation.answer = StoredAnswer{*rc::gen::arbitrary<unsigned>(), any_text(), any_text(), any_text()};
  return operation;
}

}  // namespace

TEST_CASE("every operation comes back as it was written, whatever bytes are in it") {
  CHECK(rc::check([] {
    const Operation operation = any_operation();
    RC_ASSERT(decode_operation(encode_operation(operation)) == operation);
  }));
}

TEST_CASE("no document is more than read: any change gives an operation or none") {
  CHECK(rc::check([] {
    std::string document = encode_operation(any_operation());
    document[*rc::gen::inRange<std::size_t>(0, document.size())] = *rc::gen::arbitrary<char>();
    decode_operation(document);
  }));
}

TEST_CASE("a member that a later version adds does no harm") {
  std::string document = encode_operation(Operation());
  document.insert(1, "\"later\":[{\"deep\":1}],");
  CHECK(decode_operation(document) == Operation());
}

}  // namespace gateway::state
