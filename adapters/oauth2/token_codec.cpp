#include "adapters/oauth2/token_codec.hpp"

#include "adapters/json_page.hpp"
#include "adapters/oauth2/token_error.hpp"
#include "adapters/reply_fault.hpp"
#include "schema/ascii.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/grammar/lut_chars.hpp>

#include <algorithm>
#include <charconv>

namespace adapters::oauth2 {
namespace {

namespace urls = boost::urls;

// What https://url.spec.whatwg.org/#application/x-www-form-urlencoded leaves as it is.
constexpr urls::grammar::lut_chars form_chars =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._";

// An answer that does not say how long its token lives is not trusted for long.
constexpr std::chrono::seconds unknown_lifetime{300};
constexpr std::chrono::seconds longest_lifetime{24 * 60 * 60};

// RFC 7523, 2.2.
constexpr std::string_view assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

void append_field(std::string& form, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  if (!form.empty()) form += '&';
  form.append(name).append("=");
  urls::encoding_opts options;
  options.space_as_plus = true;
  urls::encode(value, form_chars, options, urls::string_token::append_to(form));
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, schema::is_visible);
}

// v1 writes a string, v2 a number.
std::chrono::seconds lifetime_of(std::string_view text) {
  long long count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end == text.data() || count <= 0) return unknown_lifetime;
  return std::chrono::seconds(std::min<long long>(count, longest_lifetime.count()));
}

struct TokenWords {
  std::string_view access_token;
  std::string_view refresh_token;
  std::string_view token_type;
  std::string_view expires_in;
};

TokenWords read_token(JsonReader& reader) {
  TokenWords words;
  reader.read_object([&](std::string_view name) {
    if (name == "access_token") return void(words.access_token = reader.read_text().view());
    if (name == "refresh_token") return void(words.refresh_token = reader.read_text().view());
    if (name == "token_type") return void(words.token_type = reader.read_text().view());
    if (name == "expires_in") return void(words.expires_in = reader.read_string_or_number());
    reader.skip();
  });
  return words;
}

}  // namespace

HttpRequest encode_token_request(const TokenRequest& request, const schema::SecretText& refresh_token,
                                 const schema::SecretText& assertion) {
  const bool refreshes = request.grant == Grant::refresh_token;
  std::string form;
  // Never grows: a growing string would leave secrets behind in freed memory. An escape takes 3 bytes.
  form.reserve(256 + 3 * (request.resource.size() + request.scope.size() + request.client_id.size() +
                          request.client_secret.reveal().size() + refresh_token.reveal().size() +
                          assertion_type.size() + assertion.reveal().size()));
  append_field(form, "resource", request.resource);
  append_field(form, "client_id", request.client_id);
  append_field(form, "client_secret", request.client_secret.reveal());
  if (!assertion.empty()) {
    append_field(form, "client_assertion_type", assertion_type);
    append_field(form, "client_assertion", assertion.reveal());
  }
  append_field(form, "grant_type", refreshes ? "refresh_token" : "client_credentials");
  if (refreshes) append_field(form, "refresh_token", refresh_token.reveal());
  append_field(form, "scope", request.scope);

  HttpRequest http(Method::post, request.path);
  http.set_header("Accept", "application/json");
  http.set_body("application/x-www-form-urlencoded", std::move(form));
  return http;
}

Result<AccessToken> decode_token_reply(const HttpReply& reply) {
  if (reply.status != 200) return token_error(reply);
  Page page;
  page.body = WireBytes::copy_of(reply.body.view());
  AccessToken token;
  bool good = false;
  {
    JsonReader reader(page);
    const TokenWords words = read_token(reader);
    good = reader.finished() && is_token(words.access_token) &&
           (words.token_type.empty() || equals_ignoring_case(words.token_type, "Bearer"));
    if (good) {
      token.bearer = schema::SecretText(std::string(words.access_token));
      token.lifetime = lifetime_of(words.expires_in);
      if (!words.refresh_token.empty()) token.rotated_refresh_token.emplace(std::string(words.refresh_token));
    }
  }
  page.body.wipe();
  if (!good)
    return bad_reply(reply, "The token service's answer is not the documented JSON with a usable token.");
  return token;
}

}  // namespace adapters::oauth2
