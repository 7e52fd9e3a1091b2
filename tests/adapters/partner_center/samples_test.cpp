#include "adapters/partner_center/codec.hpp"
#include "adapters/partner_center/user_reader.hpp"
#include "tests/adapters/partner_center/public_api.hpp"
#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

#include <string>

namespace adapters::partner_center {
namespace {

using tests::adapters::base_url;
using tests::adapters::partner_customer;
using tests::adapters::read_expected;
using tests::adapters::read_sample;
using tests::adapters::to_json;
using tests::adapters::with_body;

Result<PagePtr> users_in(HttpReply reply) {
  const config::Url base = base_url();
  return decode_list(std::move(reply), {base, partner_customer, true, {}});
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
        "list_customers", "list_users_with_next", "list_users_drifted", "list_users_new_members",
        "deleted_users_with_next", "list_customers_with_next", "list_customers_new_members"}) {
    CAPTURE(name);
    const HttpReply reply = read_sample(std::string("partner_center/") + name);
    CHECK(std::to_string(reply.body.size()) == reply.header("content-length"));
  }
}

TEST_CASE("the documented lists come out as the common schema") {
  for (const char* file : {"list_users", "deleted_users"}) {
    CAPTURE(file);
    const std::string name = std::string("partner_center/") + file;
    const auto page = users_in(read_sample(name));
    REQUIRE(page.has_value());
    CHECK(to_json(**page, "partner_center") == read_expected(name));
    CHECK_FALSE((*page)->next.has_value());
    CHECK((*page)->drift.is_empty());
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
    const std::string id = partner_customer.to_string();
    user.customer_id = schema::Text(id, true);
    REQUIRE(reader.finished());
    CHECK(to_json(page, "partner_center") == read_expected(name));
  }
}

TEST_CASE("the documented create comes out as the common schema, whether it is 200 or 201") {
  for (const unsigned status : {200U, 201U}) {
    HttpReply reply = read_sample("partner_center/create_user");
    reply.status = status;
    const auto page = decode_created(std::move(reply), partner_customer, draft_of_the_documentation(), {});
    REQUIRE(page.has_value());
    CHECK(to_json(**page, "partner_center") == read_expected("partner_center/create_user"));
    CHECK((*page)->body.size() == 0);
    CHECK((*page)->users.front().raw.empty());
    CHECK((*page)->drift.entries().size() == 1);
    CHECK((*page)->drift.count("users[].usageLocation=?") == 1);
  }
}

TEST_CASE("a list that has more says where it goes on") {
  const auto page = users_in(read_sample("partner_center/list_users_with_next"));
  REQUIRE(page.has_value());
  CHECK(to_json(**page, "partner_center") == read_expected("partner_center/list_users_with_next"));
  CHECK((*page)->next ==
        "/v1/customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/users?size=500&seekOperation=Next\nAQAAAA==");
}

TEST_CASE("a user with values that nobody documented does not break the list") {
  const auto page = users_in(read_sample("partner_center/list_users_drifted"));
  REQUIRE(page.has_value());
  CHECK(to_json(**page, "partner_center") == read_expected("partner_center/list_users_drifted"));
  CHECK((*page)->drift.entries().size() == 1);
  CHECK((*page)->drift.count("users[].state=?") == 1);
}

TEST_CASE("what is new in a list, unknown or missing is counted by its path") {
  const auto page = users_in(read_sample("partner_center/list_users_new_members"));
  REQUIRE(page.has_value());
  CHECK((*page)->users.size() == 2);
  const Drift& drift = (*page)->drift;
  CHECK(drift.count("users[].riskLevel") == 2);
  CHECK(drift.count("users[].manager") == 1);
  CHECK(drift.count("users[].state=?") == 1);
  CHECK(drift.count("users[].displayName missing") == 1);
  CHECK(drift.count("links.first") == 1);
  CHECK(drift.count("region") == 1);
  CHECK(drift.entries().size() == 6);
}

TEST_CASE("every user of a list keeps its own object as it came") {
  const HttpReply reply = read_sample("partner_center/list_users");
  const auto page = users_in(with_body(reply, reply.body.view()));
  REQUIRE(page.has_value());
  for (const auto& user : (*page)->users) {
    CHECK(user.raw.starts_with("{\""));
    CHECK(user.raw.ends_with(R"("attributes":{"objectType":"CustomerUser"}})"));
    CHECK(user.raw.find(user.id.view()) != std::string_view::npos);
    CHECK(reply.body.view().find(user.raw) != std::string_view::npos);
  }
  CHECK((*page)->users[0].raw.starts_with(R"({"usageLocation")"));
}

TEST_CASE("a list of deleted users goes on among the deleted users") {
  const auto page = users_in(read_sample("partner_center/deleted_users_with_next"));
  REQUIRE(page.has_value());
  REQUIRE((*page)->users.size() == 1);
  CHECK((*page)->users[0].state == schema::UserState::deleted);
  CHECK((*page)->drift.is_empty());
  REQUIRE((*page)->next.has_value());
  const auto request = encode_list(base_url(), partner_customer, UserSet::deleted, *(*page)->next);
  REQUIRE(request.has_value());
  CHECK(request->target() ==
        "/v1/customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/"
        "users?size=500&filter=%7B%22Field%22%3A%22UserStatus"
        "%22%2C%22Value%22%3A%22Inactive%22%2C%22Operator%22%3A%22equals%22%7D&seekOperation=Next");
  CHECK(request->headers() ==
        std::vector<std::pair<std::string, std::string>>{{"MS-ContinuationToken", "AQAAAA=="}});
}

TEST_CASE("a list cut at any byte is an error, never a shorter list") {
  for (const char* file : {"list_users", "deleted_users", "list_users_with_next", "list_users_drifted",
                           "list_users_new_members"}) {
    CAPTURE(file);
    const HttpReply whole = read_sample(std::string("partner_center/") + file);
    for (std::size_t size = 0; size < whole.body.size(); ++size) {
      const auto page = users_in(with_body(whole, whole.body.view().substr(0, size)));
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
    const auto page = decode_created(with_body(whole, whole.body.view().substr(0, size)), partner_customer,
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
      const auto page = users_in(with_body(whole, body));
      if (page.has_value()) CHECK((*page)->users.size() <= 1);
    }
  }
}

}  // namespace
}  // namespace adapters::partner_center
