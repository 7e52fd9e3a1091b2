#include "adapters/partner_center/codec.hpp"
#include "adapters/partner_center/user_reader.hpp"
#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

#include <string>

namespace adapters::partner_center {
namespace {

using tests::adapters::read_expected;
using tests::adapters::read_sample;
using tests::adapters::to_json;
using tests::adapters::with_body;

const schema::Guid customer = *schema::Guid::parse("4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04");

config::Url base_url() {
  config::Url base;
  base.scheme = "https";
  base.host = "api.partnercenter.microsoft.com";
  base.port = 443;
  return base;
}

Result<PagePtr> decode(HttpReply reply) {
  const config::Url base = base_url();
  return decode_list(std::move(reply), {base, customer, true, {}});
}

schema::UserDraft draft_of_the_documentation() {
  schema::UserDraft draft;
  draft.user_principal_name = "userid@domain.onmicrosoft.com";
  draft.display_name = "User name";
  draft.password_profile.emplace();
  draft.password_profile->password = schema::SecretText("abCD123*");
  return draft;
}

TEST_CASE("every sample is exactly as long as its Content-Length says") {
  for (const char* name :
       {"list_users", "get_user", "deleted_users", "restored_user", "create_user", "throttled", "error_3000",
        "list_customers", "list_users_with_next", "list_users_drifted"}) {
    CAPTURE(name);
    const HttpReply reply = read_sample(std::string("partner_center/") + name);
    CHECK(std::to_string(reply.body.size()) == reply.header("content-length"));
  }
}

TEST_CASE("the documented lists come out as the common schema") {
  for (const char* file : {"list_users", "deleted_users"}) {
    CAPTURE(file);
    const std::string name = std::string("partner_center/") + file;
    const auto page = decode(read_sample(name));
    REQUIRE(page.has_value());
    CHECK(to_json(**page, "partner_center") == read_expected(name));
    CHECK_FALSE((*page)->next.has_value());
    CHECK((*page)->unknown_values == 0);
  }
}

TEST_CASE("the documented single users come out as the common schema") {
  for (const char* file : {"get_user", "restored_user"}) {
    CAPTURE(file);
    const std::string name = std::string("partner_center/") + file;
    Page page;
    page.body = read_sample(name).body;
    JsonReader reader(page);
    auto& user = page.users.emplace_back();
    read_user(reader, page, user);
    const std::string id = customer.to_string();
    user.customer_id = schema::Text(id, true);
    REQUIRE(reader.finished());
    CHECK(to_json(page, "partner_center") == read_expected(name));
  }
}

TEST_CASE("the documented create comes out as the common schema, whether it is 200 or 201") {
  for (const unsigned status : {200U, 201U}) {
    HttpReply reply = read_sample("partner_center/create_user");
    reply.status = status;
    const auto page = decode_created(std::move(reply), customer, draft_of_the_documentation(), {});
    REQUIRE(page.has_value());
    CHECK(to_json(**page, "partner_center") == read_expected("partner_center/create_user"));
    CHECK((*page)->body.size() == 0);
  }
}

TEST_CASE("a list that has more says where it goes on") {
  const auto page = decode(read_sample("partner_center/list_users_with_next"));
  REQUIRE(page.has_value());
  CHECK(to_json(**page, "partner_center") == read_expected("partner_center/list_users_with_next"));
  CHECK((*page)->next ==
        "/v1/customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/users?size=500&seekOperation=Next\nAQAAAA==");
}

TEST_CASE("a user with values that nobody documented does not break the list") {
  const auto page = decode(read_sample("partner_center/list_users_drifted"));
  REQUIRE(page.has_value());
  CHECK(to_json(**page, "partner_center") == read_expected("partner_center/list_users_drifted"));
  CHECK((*page)->unknown_values == 1);
}

TEST_CASE("a list cut at any byte is an error, never a shorter list") {
  for (const char* file : {"list_users", "deleted_users", "list_users_with_next", "list_users_drifted"}) {
    CAPTURE(file);
    const HttpReply whole = read_sample(std::string("partner_center/") + file);
    for (std::size_t size = 0; size < whole.body.size(); ++size) {
      const auto page = decode(with_body(whole, whole.body.view().substr(0, size)));
      CAPTURE(size);
      REQUIRE(page.has_error());
      REQUIRE(page.error().kind == ErrorKind::bad_response);
    }
  }
}

TEST_CASE("a create's answer cut at any byte is an error that was sent, never a user") {
  const HttpReply whole = read_sample("partner_center/create_user");
  for (std::size_t size = 0; size < whole.body.size(); ++size) {
    CAPTURE(size);
    const auto page = decode_created(with_body(whole, whole.body.view().substr(0, size)), customer,
                                     draft_of_the_documentation(), {});
    REQUIRE(page.has_error());
    REQUIRE(page.error().kind == ErrorKind::bad_response);
    REQUIRE(page.error().sent);
  }
}

TEST_CASE("no damaged byte of a list crashes the codec or invents users") {
  const HttpReply whole = read_sample("partner_center/list_users_drifted");
  for (std::size_t at = 0; at < whole.body.size(); ++at) {
    for (const char byte : {'"', '\\', '{', '}', '[', ']', ',', ':', '\0', '\xff', 'n', ' '}) {
      std::string body(whole.body.view());
      body[at] = byte;
      const auto page = decode(with_body(whole, body));
      if (page.has_value()) CHECK((*page)->users.size() <= 1);
    }
  }
}

}  // namespace
}  // namespace adapters::partner_center
