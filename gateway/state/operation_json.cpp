#include "gateway/state/operation_json.hpp"

#include "schema/hex_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/parse_options.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace gateway::state {
namespace json = boost::json;
namespace {

json::string_view of(std::string_view text) { return {text.data(), text.size()}; }

// The readers throw where something is not as written; decode_operation() catches it.
[[noreturn]] void not_ours() { throw std::invalid_argument("not an operation of ours"); }

std::array<std::uint8_t, 32> from_hex(std::string_view hex) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<std::uint8_t, 32> bytes{};
  if (hex.size() != 2 * bytes.size()) not_ours();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto high = digits.find(hex[2 * i]);
    const auto low = digits.find(hex[2 * i + 1]);
    if (high == digits.npos || low == digits.npos) not_ours();
    bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return bytes;
}

std::string text(const json::object& from, std::string_view name) {
  const json::string& value = from.at(of(name)).as_string();
  return {value.data(), value.size()};
}

std::optional<std::string> text_or_none(const json::object& from, std::string_view name) {
  if (from.at(of(name)).is_null()) return std::nullopt;
  return text(from, name);
}

json::value value_of(const std::optional<std::string>& text) {
  if (!text) return nullptr;
  return json::value(of(*text));
}

template <class Number>
Number number(const json::object& from, std::string_view name) {
  return from.at(of(name)).to_number<Number>();
}

json::object encode(const Target& target) {
  return {{"provider", target.provider},
          {"customer", target.customer.to_string()},
          {"qualifier", target.qualifier},
          {"optional", target.optional},
          {"person", target.person},
          {"state", of(name_of(target.state))},
          {"requestId", target.request_id},
          {"sends", target.sends},
          {"userId", target.user_id},
          {"user", target.user},
          {"error", target.error},
          {"absences", target.absences},
          {"doubtBegan", target.doubt_began},
          {"hadDoubt", target.had_doubt}};
}

Target decode_target(const json::object& from) {
  Target target;
  target.provider = text(from, "provider");
  const auto customer = schema::Guid::parse(text(from, "customer"));
  const auto state = target_state_named(text(from, "state"));
  if (!customer || !state) not_ours();
  target.customer = *customer;
  target.state = *state;
  target.qualifier = text(from, "qualifier");
  target.optional = from.at("optional").as_bool();
  target.person = text(from, "person");
  target.request_id = text(from, "requestId");
  target.sends = number<std::uint32_t>(from, "sends");
  target.user_id = text(from, "userId");
  target.user = text(from, "user");
  target.error = text(from, "error");
  target.absences = number<std::uint32_t>(from, "absences");
  target.doubt_began = number<Instant>(from, "doubtBegan");
  // (Older documents have none.)
  const json::value* had_doubt = from.if_contains("hadDoubt");
  target.had_doubt = had_doubt != nullptr && had_doubt->as_bool();
  return target;
}

StoredAnswer decode_answer(const json::object& from) {
  return {number<unsigned>(from, "status"), text(from, "contentType"), text(from, "location"),
          text(from, "body")};
}

Operation decode(const json::object& from) {
  Operation operation;
  operation.id = text(from, "id");
  operation.tenant = text(from, "tenant");
  operation.client = text(from, "client");
  operation.key = text(from, "key");
  operation.fingerprint = from_hex(text(from, "fingerprint"));
  operation.customer = text(from, "customer");
  for (const json::value& name : from.at("named").as_array())
    operation.named.emplace_back(name.as_string().data(), name.as_string().size());
  operation.person = text(from, "person");
  operation.profile = {text_or_none(from, "firstName"), text_or_none(from, "lastName"),
                       text_or_none(from, "displayName")};
  const auto state = operation_state_named(text(from, "state"));
  if (!state) not_ours();
  operation.state = *state;
  operation.recovered = from.at("recovered").as_bool();
  operation.doubt_is_over = from.at("doubtIsOver").as_bool();
  operation.created_at = number<Instant>(from, "createdAt");
  operation.updated_at = number<Instant>(from, "updatedAt");
  for (const json::value& target : from.at("targets").as_array())
    operation.targets.push_back(decode_target(target.as_object()));
  if (const json::value& answer = from.at("answer"); !answer.is_null())
    operation.answer = decode_answer(answer.as_object());
  return operation;
}

}  // namespace

std::string encode_operation(const Operation& operation) {
  json::array named, targets;
  for (const std::string& name : operation.named)
    named.push_back(json::value(of(name)));
  for (const Target& target : operation.targets)
    targets.push_back(encode(target));
  json::value answer;
  if (operation.answer) {
    answer = json::object{{"status", operation.answer->status},
                          {"contentType", operation.answer->content_type},
                          {"location", operation.answer->location},
                          {"body", operation.answer->body}};
  }
  return json::serialize(json::object{{"id", operation.id},
                                      {"tenant", operation.tenant},
                                      {"client", operation.client},
                                      {"key", operation.key},
                                      {"fingerprint", schema::hex_text(operation.fingerprint)},
                                      {"customer", operation.customer},
                                      {"named", std::move(named)},
                                      {"person", operation.person},
                                      {"firstName", value_of(operation.profile.first_name)},
                                      {"lastName", value_of(operation.profile.last_name)},
                                      {"displayName", value_of(operation.profile.display_name)},
                                      {"state", of(name_of(operation.state))},
                                      {"recovered", operation.recovered},
                                      {"doubtIsOver", operation.doubt_is_over},
                                      {"createdAt", operation.created_at},
                                      {"updatedAt", operation.updated_at},
                                      {"targets", std::move(targets)},
                                      {"answer", std::move(answer)}});
}

std::optional<Operation> decode_operation(std::string_view document) {
  // Whatever bytes a provider wrote come back: a row that cannot be read counts as damage.
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  boost::system::error_code error;
  const json::value parsed = json::parse(of(document), error, {}, options);
  if (error || !parsed.is_object()) return std::nullopt;
  try {
    return decode(parsed.get_object());
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace gateway::state
