#include "adapters/oauth2/token_codec.hpp"

#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

namespace adapters::oauth2 {
namespace {

TokenRequest request_of(Grant grant) {
  TokenRequest request;
  request.path = "/t/oauth2/v2.0/token";
  request.grant = grant;
  request.client_id = "id";
  request.client_secret = schema::SecretText("a+b &=%/~*\xC3\xA9");
  request.scope = "api://x/.default";
  return request;
}

using tests::adapters::reply_of;

TEST_CASE("asks with the form that the standard describes") {
  const auto request = encode_token_request(request_of(Grant::client_credentials), schema::SecretText());
  CHECK(request.method() == Method::post);
  CHECK(request.target() == "/t/oauth2/v2.0/token");
  CHECK(request.body() ==
        "client_id=id&client_secret=a%2Bb+%26%3D%25%2F%7E*%C3%A9&grant_type=client_credentials"
        "&scope=api%3A%2F%2Fx%2F.default");
  bool has_type = false;
  for (const auto& [name, value] : request.headers()) {
    has_type = has_type || (name == "Content-Type" && value == "application/x-www-form-urlencoded");
  }
  CHECK(has_type);
}

TEST_CASE("sends the newest refresh token, not the configured one") {
  TokenRequest request = request_of(Grant::refresh_token);
  request.refresh_token = schema::SecretText("old");
  request.resource = "https://api.partnercenter.microsoft.com";
  request.scope = "openid";
  const auto http = encode_token_request(request, schema::SecretText("new"));
  CHECK(http.body().find("grant_type=refresh_token&refresh_token=new&scope=openid") != std::string::npos);
  CHECK(http.body().starts_with("resource=https%3A%2F%2Fapi.partnercenter.microsoft.com&client_id=id&"));
  CHECK(http.body().find("old") == std::string::npos);
}

TEST_CASE("proves itself with an assertion in the place of the secret") {
  TokenRequest request = request_of(Grant::client_credentials);
  request.client_secret = schema::SecretText();
  const auto http = encode_token_request(request, schema::SecretText(), schema::SecretText("a.b-_.c"));
  CHECK(http.body() ==
        "client_id=id&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
        "&client_assertion=a.b-_.c&grant_type=client_credentials&scope=api%3A%2F%2Fx%2F.default");
}

TEST_CASE("reads the lifetime as a number and as text, and assumes little where it is not said") {
  struct Row {
    const char* expires_in;
    long seconds;
  };
  for (const auto& row : {Row{R"(,"expires_in":3599)", 3599},
                          {R"(,"expires_in":"3600")", 3600},
                          {"", 300},
                          {R"(,"expires_in":null)", 300},
                          {R"(,"expires_in":"soon")", 300},
                          {R"(,"expires_in":-5)", 300},
                          {R"(,"expires_in":0)", 300},
                          {R"(,"expires_in":4549.0)", 4549},
                          {R"(,"expires_in":99999999999999999999)", 300},
                          {R"(,"expires_in":9999999)", 86400}}) {
    CAPTURE(row.expires_in);
    const auto token = decode_token_reply(
        reply_of(200, std::string(R"({"token_type":"Bearer","access_token":"eyJ0")") + row.expires_in + "}"));
    REQUIRE(token.has_value());
    CHECK(token->bearer.reveal() == "eyJ0");
    CHECK(token->lifetime.count() == row.seconds);
    CHECK_FALSE(token->rotated_refresh_token.has_value());
  }
}

TEST_CASE("takes over a rotated refresh token") {
  const auto token = decode_token_reply(reply_of(
      200,
      R"({"token_type":"bearer","scope":"user_impersonation","expires_in":"3600","ext_expires_in":"3600",)"
      R"("access_token":"a","refresh_token":"0.AX-new","id_token":"x"})"));
  REQUIRE(token.has_value());
  REQUIRE(token->rotated_refresh_token.has_value());
  CHECK(token->rotated_refresh_token->reveal() == "0.AX-new");
}

TEST_CASE(
    "does not use a token that could not stand in a header, or an answer that is not the documented one") {
  for (const char* body :
       {"", "{}", "[]", "null", "<html></html>", R"({"access_token":null})", R"({"access_token":""})",
        R"({"access_token":"a b"})", R"({"access_token":"a\r\nX: y"})", R"({"access_token":"\u00e9"})",
        R"({"access_token":5})", R"({"access_token":"a")", R"({"access_token":"a","token_type":"mac"})"}) {
    CAPTURE(body);
    const auto token = decode_token_reply(reply_of(200, body));
    REQUIRE(token.has_error());
    CHECK(token.error().kind == ErrorKind::bad_response);
  }
}

}  // namespace
}  // namespace adapters::oauth2
