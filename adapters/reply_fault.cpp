#include "adapters/reply_fault.hpp"

#include "adapters/retry_after.hpp"
#include "schema/ascii.hpp"

#include <simdjson.h>

#include <algorithm>

namespace adapters {
namespace {

bool same(char a, char b) { return schema::ascii_lower(a) == schema::ascii_lower(b); }

// Longer text is an error page, not a message.
constexpr std::size_t longest_words = 4096;

struct Meaning {
  ErrorKind kind;
  const char* detail;
  bool retryable = false;
};

Meaning meaning_of_404(Operation operation) {
  switch (operation) {
    case Operation::list_later_page:
      return {ErrorKind::bad_response, "The provider lost the list in the middle: 404 on a later page."};
    case Operation::list_first_page:
    case Operation::create:
      return {ErrorKind::customer_not_found, "The provider does not know this customer."};
    case Operation::other:
      break;
  }
  return {ErrorKind::failed, "The provider does not know the address that was asked for."};
}

Meaning meaning_of(unsigned status, Operation operation) {
  if (status < 200) return {ErrorKind::bad_response, "The provider sent an interim answer as its final one."};
  if (status < 300) return {ErrorKind::bad_response, "The provider answered without the documented content."};
  if (status < 400)
    return {ErrorKind::failed, "The provider answered with a redirect, which is never followed."};
  if (status >= 500) return {ErrorKind::failed, "The provider failed.", true};
  switch (status) {
    case 400:
    case 422:
      if (operation != Operation::create) break;
      return {ErrorKind::refused, "The provider refused the user."};
    case 401:
      return {ErrorKind::credentials, "The provider rejected the gateway's credentials."};
    case 403:
      return {ErrorKind::forbidden, "The provider does not allow the gateway to do this for this customer."};
    case 404:
      return meaning_of_404(operation);
    case 408:
      return {ErrorKind::failed, "The provider did not wait for the whole request.", true};
    case 409:
      if (operation != Operation::create) break;
      return {ErrorKind::user_exists, "The provider has this user already."};
    case 429:
      return {ErrorKind::unavailable, "The provider takes no more requests for now.", true};
    default:
      break;
  }
  return {ErrorKind::failed, "The provider did not accept the request."};
}

}  // namespace

ProviderError fault_of_status(const HttpReply& reply, Operation operation, WallTime wall_now) {
  const Meaning meaning = meaning_of(reply.status, operation);
  ProviderError error;
  error.kind = meaning.kind;
  error.detail = meaning.detail;
  error.retryable = meaning.retryable;
  error.status = static_cast<int>(reply.status);
  error.retry_after = parse_retry_after(reply.header("retry-after"), wall_now);
  error.sent = true;
  return error;
}

ProviderError bad_reply(const HttpReply& reply, std::string detail) {
  ProviderError error;
  error.kind = ErrorKind::bad_response;
  error.detail = std::move(detail);
  error.status = static_cast<int>(reply.status);
  error.sent = true;
  return error;
}

std::string plain_words(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  const std::size_t begin = body.find_first_not_of(" \t\r\n");
  if (begin == body.npos || body.size() > longest_words) return {};
  body = body.substr(begin, body.find_last_not_of(" \t\r\n") - begin + 1);
  if (body.front() == '<' || body.front() == '{' || body.front() == '[') return {};
  if (!simdjson::validate_utf8(body.data(), body.size())) return {};
  return std::string(body);
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return !std::ranges::search(text, part, same).empty() || part.empty();
}

bool equals_ignoring_case(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, same); }

}  // namespace adapters
